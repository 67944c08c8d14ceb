import type { CallEvent, Disposition } from '../../../core/model/call-event.ts';
import type { ParseResult } from '../../../ports/connector.ts';
import { asObject, flagOf, secondsOf, textOf } from '../../shared/body.ts';
import { ignored, malformed, oneEvent } from '../../shared/event.ts';
import { firstText } from '../../shared/lookup.ts';
import { readParty } from '../../shared/phone.ts';
import { shift } from '../../shared/time.ts';
import { isPlatform, isQueue, ownNumber, zoomOutcome, zoomTime } from './outcome.ts';
import type { ZoomNumbers } from './outcome.ts';

/**
 * Zoom Phone's records of ended calls: rows of the account's call history (one per call), call elements (one per ring,
 * menu and queue) and the older call log. A row of the history decides; an element in which one member of a queue did
 * not answer does not.
 */
type Fields = Readonly<Record<string, unknown>>;

/** Rings of one of several; the call goes on to the others. */
const ONE_OF_MANY = new Set([
  'ring_to_member',
  'shared_line_incoming',
  'call_me_on',
  'shared',
  'overflow',
  'forward',
]);

export function readZoomRecord(
  record: unknown,
  given: {
    readonly element: boolean;
    readonly event: string;
    readonly source: string;
    readonly path: string;
  },
  numbers: ZoomNumbers,
): ParseResult<CallEvent> {
  const row = asObject(record);
  if (row === null) return malformed(given.path, 'not an object');
  const own = firstText(row, ['call_element_id', 'call_history_uuid', 'id', 'call_path_id']);
  const callId = textOf(row['call_id']) ?? own;
  if (callId === null) return malformed(`${given.path}.call_id`, 'missing');
  if (textOf(row['connect_type'])?.toLowerCase() === 'internal')
    return ignored('An internal call between extensions is not a customer’s call.');
  const started = zoomTime(row['start_time']) ?? zoomTime(row['date_time']);
  if (started === null)
    return malformed(`${given.path}.start_time`, 'missing, or not a date between 2000 and 2099');

  const outbound =
    textOf(row['direction'])?.toLowerCase() === 'outbound' || given.event.startsWith('phone.caller_');
  const side = outbound ? ['caller', 'callee'] : ['callee', 'caller'];
  const [ours = '', theirs = ''] = side;
  const person = readParty(
    firstText(row, [`${theirs}_did_number`, `${theirs}_number`, `${theirs}_phone_number`]),
  );
  const ids = ['ext_id', 'ext_number', 'user_id', 'number'].map((name) => textOf(row[`${ours}_${name}`]));
  const business = ownNumber(firstText(row, [`${ours}_did_number`, `${ours}_number`]), ids, numbers);
  const extension = textOf(row[`${ours}_ext_type`]) ?? textOf(row['path']);
  const outcome = outcomeOf(row, extension, given.element);
  const answered = zoomTime(row['answer_time']) ?? zoomTime(row['answer_start_time']);
  const talk = secondsOf(row['talk_time']);
  const length = secondsOf(row['duration']);
  const ended =
    zoomTime(row['end_time'])?.at ??
    zoomTime(row['call_end_time'])?.at ??
    (length === null ? null : shift((answered ?? started).at, length));
  const wait = secondsOf(row['wait_time'] ?? row['waiting_time']);
  const links = [own, textOf(row['id']), textOf(row['call_history_uuid'])];
  const spam = textOf(row['spam']);
  return oneEvent({
    surface: 'zoom-phone',
    source: given.source === '' ? null : given.source,
    eventId: `${(own ?? callId).slice(0, 200)}:${given.element ? 'element' : 'call'}`,
    callId,
    linkedCallIds: [...new Set(links.filter((id) => id !== null && id !== callId))],
    direction: outbound ? 'outbound' : 'inbound',
    from: outbound ? business : person.number,
    fromWithheld: outbound ? false : person.withheld,
    to: outbound ? person.number : business,
    forwardedTo: readParty(textOf(asObject(row['forwarded_to'])?.['phone_number'])).number,
    occurredAt: ended ?? started.at,
    timePrecision: started.precision,
    startedAt: started.at,
    answeredAt: outcome.disposition === 'answered' ? answered?.at : null,
    endedAt: ended,
    ringSeconds: wait,
    talkSeconds: outcome.disposition === 'answered' ? (talk ?? (answered === null ? null : length)) : null,
    final: outcome.final,
    disposition: outcome.disposition,
    dispositionRaw: outcome.raw,
    voicemail: outcome.disposition === 'voicemail' ? { left: outcome.left } : null,
    queue: isQueue(extension)
      ? (textOf(row[`${ours}_name`], 200) ?? textOf(row[`${ours}_ext_number`]))
      : null,
    agent: isPlatform(extension) ? null : textOf(row[`${ours}_name`], 200),
    spam: spam === null || flagOf(spam) === false ? null : { label: spam.slice(0, 200) },
    attribution: {},
    callerName: outbound ? null : textOf(row['caller_name'], 200),
  });
}

interface Outcome {
  readonly disposition: Disposition;
  readonly final: boolean;
  readonly raw: string;
  readonly left: boolean;
}

function outcomeOf(row: Fields, extension: string | null, element: boolean): Outcome {
  const result = firstText(row, ['result', 'call_result'], 100);
  const step = textOf(row['event'])?.toLowerCase() ?? '';
  const raw = [result ?? 'none', step, textOf(row['result_reason'], 60)]
    .filter((word) => word !== null && word !== '')
    .join(', ');
  const left = textOf(row['voicemail_id']) !== null || flagOf(row['has_voicemail']) === true;
  if (left) return { disposition: 'voicemail', final: true, raw, left };
  const { disposition, moved } = zoomOutcome(result, extension);
  if (moved && !element) {
    // The whole call ended where it was passed on: in a menu, in a queue, or with nobody.
    const given = isQueue(extension)
      ? 'queue_abandoned'
      : isPlatform(extension)
        ? 'ivr_abandoned'
        : 'no_answer';
    return { disposition: given, final: true, raw, left };
  }
  const oneOfMany =
    element && disposition !== 'answered' && disposition !== 'voicemail' && ONE_OF_MANY.has(step);
  return { disposition, final: !moved && !oneOfMany, raw, left };
}
