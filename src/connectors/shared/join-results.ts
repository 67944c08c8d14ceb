import type { CallEvent } from '../../core/model/call-event.ts';
import type { Issue } from '../../core/model/errors.ts';
import type { ParseResult } from '../../ports/connector.ts';

/** More than these tell an operator nothing new; the raw delivery stays in the inbox. */
const MOST_ISSUES = 20;

/**
 * What the records of one delivery come to. One bad record does not take the good ones beside it along, and is not
 * passed over in silence either: its problem travels with the events. `nothing` is said of a delivery without records.
 */
export function joinResults(
  results: readonly ParseResult<CallEvent>[],
  nothing: string,
): ParseResult<CallEvent> {
  const events = results.flatMap((result) => (result.result === 'events' ? result.events : []));
  const issues = results.flatMap((result, index): readonly Issue[] =>
    issuesOf(result).map((issue) =>
      results.length === 1 ? issue : { ...issue, path: `${index}.${issue.path}` },
    ),
  );
  if (events.length > 0) return eventsBeside(events, issues);
  if (issues.length > 0) return { result: 'malformed', issues: issues.slice(0, MOST_ISSUES) };
  const why = results.find((result) => result.result === 'ignored');
  return why ?? { result: 'ignored', reason: nothing };
}

/** Events, and what could not be read beside them. */
export function eventsBeside(
  events: readonly CallEvent[],
  issues: readonly Issue[],
): Extract<ParseResult<CallEvent>, { result: 'events' }> {
  return issues.length === 0
    ? { result: 'events', events }
    : { result: 'events', events, issues: issues.slice(0, MOST_ISSUES) };
}

function issuesOf(result: ParseResult<CallEvent>): readonly Issue[] {
  if (result.result === 'ignored') return [];
  return result.issues ?? [];
}
