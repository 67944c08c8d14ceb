import type { Disposition } from '../../../core/model/call-event.ts';
import type { ParseContext } from '../../../ports/connector.ts';
import { attributionIn } from '../../shared/attribution.ts';
import { asObject, secondsOf, textOf } from '../../shared/body.ts';
import { rowIssue } from '../../shared/call-rows.ts';
import type { RowResult } from '../../shared/call-rows.ts';
import { finish, present } from '../../shared/event.ts';
import { firstText } from '../../shared/lookup.ts';
import { readParty } from '../../shared/phone.ts';
import { readEpoch, readIso, shift } from '../../shared/time.ts';
import type { ReadInstant } from '../../shared/time.ts';

/** One transaction as Invoca's webhooks and its Transactions API name it; what was read is named in `voice/invoca.ts`. */
type Fields = Readonly<Record<string, unknown>>;

interface Numbers {
  readonly mainNumber?: string | undefined;
  readonly promoNumbers: Readonly<Record<string, string>>;
}

export function readTransaction(fields: Fields, config: Numbers, context: ParseContext): RowResult {
  const type = textOf(fields['transaction_type']);
  if (type !== null && type.toLowerCase() !== 'call')
    return { skip: `A transaction of the type ${type.slice(0, 60)} says nothing about how the call went.` };
  const transaction = textOf(fields['transaction_id']);
  const callId = firstText(fields, ['complete_call_id', 'call_record_id']) ?? transaction;
  if (callId === null) return rowIssue('complete_call_id', 'missing, and so is transaction_id');
  const start = startOf(fields);
  if (start === null)
    return rowIssue(
      'start_time_utc',
      'missing like its other spellings, or not a date between 2000 and 2099',
    );

  const caller = readParty(textOf(fields['calling_phone_number']));
  const target = readParty(textOf(fields['destination_phone_number']));
  const to = dialled(fields, config);
  const bridge = readIso(textOf(fields['bridge_start_time']) ?? '');
  const { disposition, raw, final } =
    textOf(fields['call_status']) === null ? outcomeOf(fields) : stateOf(fields);
  const seconds = secondsOf(fields['duration']);
  const talk = secondsOf(fields['connect_duration']);
  const endedAt = final && seconds !== null ? shift(start.at, seconds) : null;
  const links = [transaction, textOf(fields['corrects_transaction_id'])];
  return finish({
    surface: 'invoca',
    source: context.source === '' ? null : context.source,
    eventId: `${transaction ?? callId}:${final ? 'ended' : (textOf(fields['call_status'], 60) ?? 'started')}`,
    callId,
    linkedCallIds: links.filter((link) => link !== null && link !== callId),
    direction: 'inbound',
    from: caller.number,
    // Reports may leave the column out; only an empty or hidden one was withheld.
    fromWithheld: caller.withheld && Object.hasOwn(fields, 'calling_phone_number'),
    to,
    forwardedTo: target.number === to ? null : target.number,
    occurredAt: endedAt ?? start.at,
    timePrecision: start.precision,
    startedAt: start.at,
    endedAt,
    answeredAt: disposition === 'answered' ? bridge?.at : null,
    talkSeconds: final && disposition === 'answered' ? talk : null,
    final,
    disposition,
    dispositionRaw: raw,
    voicemail: disposition === 'voicemail' ? { left: textOf(fields['recording']) !== null } : null,
    recordingUrl: disposition === 'voicemail' ? null : textOf(fields['recording'], 2000),
    attribution: {
      ...present({
        source: firstText(fields, ['media_type', 'call_source_description'], 2000),
        campaign: firstText(fields, ['advertiser_campaign_name'], 2000),
        keyword: firstText(fields, ['keywords', 'search_term'], 2000),
        dniPool: textOf(fields['dynamic_number_pool_id'], 2000),
      }),
      ...attributionIn(fields, customData(fields['custom_data'])),
    },
    callerName: firstText(fields, ['caller_name', 'display_name'], 200),
  });
}

/** A call in progress: bridged is the moment at which the call centre or the shop took it. */
function stateOf(fields: Fields): {
  readonly disposition: Disposition;
  readonly raw: string;
  readonly final: boolean;
} {
  const raw = (textOf(fields['call_status']) ?? '').slice(0, 200);
  const bridged = /^bridged$/i.test(raw) && textOf(fields['bridge_start_time']) !== null;
  return { disposition: bridged ? 'answered' : 'in_progress', raw, final: false };
}

function outcomeOf(fields: Fields): {
  readonly disposition: Disposition;
  readonly raw: string;
  readonly final: boolean;
} {
  const said = firstText(fields, [
    'call_result_description_detail',
    'call_result_description_detail_managed_advertiser',
    'call_result',
  ]);
  const why = `${said ?? ''} ${textOf(fields['hangup_cause']) ?? ''}`.trim();
  const raw = (why === '' ? 'no call result' : why).slice(0, 200);
  const connected = secondsOf(fields['connect_duration']);
  if (
    /in.?progress/i.test(why) ||
    (connected === null && secondsOf(fields['duration']) === null && why === '')
  )
    return { disposition: 'in_progress', raw, final: false };
  // A mailbox is connected too, where Invoca heard that it was one.
  if (connected !== null && connected > 0)
    return { disposition: VOICEMAIL.test(why) ? 'voicemail' : 'answered', raw, final: true };
  const reason = REASONS.find(([pattern]) => pattern.test(why))?.[1];
  if (reason !== undefined) return { disposition: reason, raw, final: true };
  if (connected === null) return { disposition: 'unknown', raw, final: true };
  // Never with the call centre. Where nothing was rung, the caller gave up in the menu.
  const inMenu =
    (secondsOf(fields['ivr_duration']) ?? 0) > 0 && textOf(fields['destination_phone_number']) === null;
  return { disposition: inMenu ? 'ivr_abandoned' : 'no_answer', raw, final: true };
}

const VOICEMAIL = /voice.?mail/i;

/** The texts are written for people; only what they name beyond doubt is taken from them. */
const REASONS: readonly (readonly [RegExp, Disposition])[] = [
  [VOICEMAIL, 'voicemail'],
  [/busy/i, 'busy'],
  [/block|spam/i, 'blocked'],
  [/no.?(user.?)?(answer|response)|unanswered|not answered/i, 'no_answer'],
  [/reject|declin/i, 'rejected'],
  [/cancel/i, 'canceled'],
  [/fail|invalid|unreachable|congest/i, 'failed'],
  [/\bivr\b|menu|key.?press/i, 'ivr_abandoned'],
];

function startOf(fields: Fields): ReadInstant | null {
  const epoch = readEpoch(fields['start_time_utc']);
  if (epoch !== null) return epoch;
  const names = [
    'start_time_utc',
    'start_time_xml',
    'start_time_network_timezone_xml',
    'start_time_local',
    'start_time_network_timezone',
    'call_start_time',
    'start_time',
    'bridge_start_time',
  ];
  return names.map((name) => readIso(textOf(fields[name]) ?? '')).find((read) => read !== null) ?? null;
}

function dialled(fields: Fields, config: Numbers): string | null {
  const names = [
    'called_phone_number',
    'promo_number',
    'promo_line_phone_number',
    'virtual_line_id',
    'promo_line_description',
    'advertiser_promo_line_description',
  ];
  const texts = names.map((name) => textOf(fields[name])).filter((text) => text !== null);
  const known = texts.find((text) => Object.hasOwn(config.promoNumbers, text));
  if (known !== undefined) return config.promoNumbers[known] ?? null;
  if (/^\+[1-9]\d{6,14}$/.test(texts[0] ?? '')) return readParty(texts[0]).number;
  // Ids and descriptions may be anything; only what is written like a North American number is one.
  const written = texts.find((text) => /^(\+?1[\s.-]?)?\(?[2-9]\d\d\)?[\s.-]?\d{3}[\s.-]?\d{4}$/.test(text));
  return (written === undefined ? null : readParty(written).number) ?? config.mainNumber ?? null;
}

/** `[{name, partner_name, value}]` as one record. */
function customData(value: unknown): Record<string, unknown> {
  const entries = Array.isArray(value) ? value.slice(0, 200).map((each) => asObject(each) ?? {}) : [];
  return Object.fromEntries(
    entries.map((each) => [firstText(each, ['name', 'partner_name']) ?? '', each['value']]),
  );
}
