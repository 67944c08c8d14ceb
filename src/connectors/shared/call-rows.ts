import type { CallEvent } from '../../core/model/call-event.ts';
import type { Issue } from '../../core/model/errors.ts';
import type { ParseResult } from '../../ports/connector.ts';
import { asObject } from './body.ts';
import { eventsBeside } from './join-results.ts';

/** What one row of a delivery is: a call event, something else (and what), or unreadable. */
export type RowResult =
  { readonly event: CallEvent } | { readonly skip: string } | { readonly issues: readonly Issue[] };

/**
 * Reads the rows of one delivery, such as a page of a list of calls. One unreadable row does not take the others with
 * it; only when none is a call does the first reason speak for all. `path` is where the rows stand in the delivery,
 * empty when the delivery itself is the only row.
 */
export function readCallRows(
  rows: readonly unknown[],
  path: string,
  read: (row: Readonly<Record<string, unknown>>, index: number) => RowResult,
): ParseResult<CallEvent> {
  const events: CallEvent[] = [];
  const issues: Issue[] = [];
  const skipped: string[] = [];
  rows.forEach((row, index) => {
    const fields = asObject(row);
    const result = fields === null ? rowIssue('', 'not an object') : read(fields, index);
    if ('event' in result) events.push(result.event);
    else if ('skip' in result) skipped.push(result.skip);
    else issues.push(...result.issues.map((issue) => ({ ...issue, path: joined(path, index, issue.path) })));
  });
  if (events.length > 0) return eventsBeside(events, issues);
  if (issues.length > 0) return { result: 'malformed', issues: issues.slice(0, 20) };
  return { result: 'ignored', reason: skipped[0] ?? 'The list names no call.' };
}

export function rowIssue(
  path: string,
  message: string,
  remedy?: string,
): { readonly issues: readonly Issue[] } {
  return { issues: [remedy === undefined ? { path, message } : { path, message, remedy }] };
}

function joined(path: string, index: number, inner: string): string {
  return [...(path === '' ? [] : [path, String(index)]), ...(inner === '' ? [] : [inner])].join('.');
}
