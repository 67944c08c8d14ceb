import { CallEvent } from '../../core/model/call-event.ts';
import type { Issue } from '../../core/model/errors.ts';
import type { ParseResult } from '../../ports/connector.ts';

/**
 * Drops what the vendor did not say and checks the rest against the public schema, so that no connector can hand on an
 * event that the rest of the house would refuse. Returns the issues instead of throwing.
 */
export function finish(
  draft: Record<string, unknown>,
): { readonly event: CallEvent } | { readonly issues: readonly Issue[] } {
  const entries = Object.entries(draft).filter(
    ([name, value]) => value !== undefined && (value !== null || name === 'from' || name === 'to'),
  );
  const checked = CallEvent.safeParse(Object.fromEntries(entries));
  if (checked.success) return { event: checked.data };
  return {
    issues: checked.error.issues.map((issue) => ({
      path: issue.path.join('.') || 'event',
      message: issue.message,
    })),
  };
}

export function oneEvent(draft: Record<string, unknown>): ParseResult<CallEvent> {
  const finished = finish(draft);
  return 'event' in finished
    ? { result: 'events', events: [finished.event] }
    : { result: 'malformed', issues: finished.issues };
}

export function malformed(
  path: string,
  message: string,
  remedy?: string,
): Extract<ParseResult<CallEvent>, { result: 'malformed' }> {
  return {
    result: 'malformed',
    issues: [remedy === undefined ? { path, message } : { path, message, remedy }],
  };
}

export function ignored(reason: string): Extract<ParseResult<CallEvent>, { result: 'ignored' }> {
  return { result: 'ignored', reason };
}

/** Removes empty values, for attribution and the like. */
export function present(fields: Readonly<Record<string, string | null>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).filter((entry): entry is [string, string] => entry[1] !== null),
  );
}
