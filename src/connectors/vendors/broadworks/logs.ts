import { isEmpty, isFields, lookUp } from '../../shared/mapped/paths.ts';
import type { Fields } from '../../shared/mapped/paths.ts';

/**
 * Call logs of Cisco BroadWorks' Xtended Services Interface (`/directories/CallLogs` and `/directories/EnhancedCallLogs`
 * as JSON): three lists named placed, received and missed, each with its entries in one more object, every value as
 * `{"$": "..."}`. Here they become flat records with the name of their list in `log`.
 *
 * A log belongs to one user: in a hunt group or call centre every member has a missed entry for a call that a colleague
 * took. Those are marked `leg: group`, and do not decide.
 */
const LISTS = ['placed', 'received', 'missed'];
const GROUP_REASON = /hunt|call-?center|acd|group|simultaneous/i;

export function unpackCallLogs(body: unknown): unknown {
  const logs = logsIn(body);
  if (logs === null) return body;
  return LISTS.flatMap((log) => {
    const held = lookUp(logs, log).value;
    const lists = isFields(held) ? Object.values(held) : Array.isArray(held) ? [held as unknown] : [];
    return lists
      .flatMap((entries) => (Array.isArray(entries) ? (entries as unknown[]) : [entries]))
      .filter(isFields)
      .map((entry) => ({ ...entry, log, leg: legOf(entry) }));
  });
}

function logsIn(body: unknown): Fields | null {
  if (!isFields(body)) return null;
  if (LISTS.some((log) => typeof body[log] === 'object' && body[log] !== null)) return body;
  const inner = body['EnhancedCallLogs'] ?? body['CallLogs'] ?? body['callLogs'] ?? body['enhancedCallLogs'];
  return isFields(inner) ? logsIn(inner) : null;
}

function legOf(entry: Fields): 'group' | 'own' {
  const reason = lookUp(entry, 'redirectingReason').value;
  if (typeof reason === 'string' && GROUP_REASON.test(reason)) return 'group';
  return isEmpty(lookUp(entry, 'acdUserId').value) ? 'own' : 'group';
}
