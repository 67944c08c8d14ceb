import { z } from 'zod';
import type { CallEvent } from '../../core/model/call-event.ts';
import { secret } from '../../ports/connector.ts';
import type { IncomingRequest, ParseContext, ParseResult } from '../../ports/connector.ts';
import { defineVoiceSurface } from '../../ports/voice.ts';
import { secondsOf, textOf } from '../shared/body.ts';
import { ignored, malformed, oneEvent } from '../shared/event.ts';
import { firstText } from '../shared/lookup.ts';
import { eachOf } from '../shared/one-or-many.ts';
import { readParty } from '../shared/phone.ts';
import { outcomeOf, voicemailOf } from '../vendors/plivo/outcome.ts';
import { verifyPlivoSignature } from '../vendors/plivo/signature.ts';
import { joinResults, readRecords } from '../shared/records.ts';
import type { Fields } from '../shared/records.ts';
import { readBareUtc, readIso } from '../shared/time.ts';
import type { ReadInstant } from '../shared/time.ts';

/**
 * Plivo Voice: answer, ring and hangup callbacks of a number, the action and callback URLs of Dial and Record, and call
 * detail records of its API. Form POST or GET.
 * https://www.plivo.com/docs/voice/xml/request, /docs/voice/xml/dial, /docs/voice/xml/record, /docs/voice/api/call and
 * /docs/voice/concepts/hangup-causes, official Node library 4.79; read 2026-11-21.
 *
 * Quirks: XML answers every inbound call, so `in-progress` and `completed` without dial data say nothing about a person.
 * Numbers come without a plus, or as SIP addresses. Times are UTC without saying so. Dial's callbacks tell of one leg
 * (DialBLeg...), its action tells how the whole Dial went.
 */
const Config = z.strictObject({
  authToken: secret(
    z.string().min(1),
    'Auth token of the Plivo account or subaccount that owns the number',
  ).optional(),
  requireV3: z
    .boolean()
    .default(false)
    .describe('Refuse the older signatures; V2 does not cover the fields, so switch this on once V3 arrives'),
});
type Config = z.infer<typeof Config>;

export default defineVoiceSurface<Config>({
  meta: {
    id: 'plivo',
    name: 'Plivo Voice',
    family: 'cpaas',
    delivery: 'webhook',
    signature: 'X-Plivo-Signature-V3: HMAC-SHA256 over address, fields and nonce; V2 and V1 where no V3 came',
    clockToleranceSeconds: 45,
    maturity: 'vectors',
    checkedHow:
      "The V1 and V2 examples in the tests of Plivo's Node library verify in ours; V3 agreed with library 4.79 and the vectors of the Go library; call records of its libraries' tests read as they should, callbacks are from the documentation",
    lastChecked: '2026-11-21',
    docs: [
      'https://www.plivo.com/docs/voice/xml/request',
      'https://www.plivo.com/docs/voice/concepts/signature-validation',
    ],
    setup: [
      'In the Plivo console open Voice, Applications, the XML application of your number.',
      'Set the Hangup URL to {url} with method POST; the Ring URL is welcome too.',
      'In the XML that rings your staff give Dial action="{url}" redirect="false" and callbackUrl="{url}", and Record likewise for voicemail.',
      'Copy the auth token of the account (or subaccount) that owns the number into authToken.',
    ],
  },
  config: Config,
  verify: verifyPlivoSignature,
  parse: (request, config, context) => eachOf(request, (one) => parse(one, config, context)),
  acknowledge: { contentType: 'text/xml', body: '<?xml version="1.0" encoding="UTF-8"?><Response/>' },
});

function parse(request: IncomingRequest, _config: Config, context: ParseContext): ParseResult<CallEvent> {
  const read = readRecords(request, ['objects']);
  if (!read.ok) return { result: 'malformed', issues: read.issues };
  return joinResults(
    read.value.map((fields) => readCall(named(fields), request, context)),
    'A page without calls.',
  );
}

/** Call detail records use other names for the same things, and live calls of the API others again. */
function named(fields: Fields): Fields {
  if (fields['call_uuid'] === undefined) return fields;
  return {
    CallUUID: fields['call_uuid'],
    ParentCallUUID: fields['parent_call_uuid'],
    RequestUUID: fields['request_uuid'],
    From: fields['from_number'] ?? fields['from'],
    To: fields['to_number'] ?? fields['to'],
    Direction: fields['call_direction'] ?? fields['direction'],
    CallerName: fields['caller_name'],
    CallStatus: fields['call_state'] ?? fields['call_status'] ?? 'completed',
    StartTime: fields['initiation_time'] ?? fields['session_start'],
    AnswerTime: fields['answer_time'],
    EndTime: fields['end_time'],
    Duration: fields['call_duration'] ?? fields['bill_duration'],
    HangupCauseCode: fields['hangup_cause_code'],
    HangupCauseName: fields['hangup_cause_name'],
    STIRVerification: fields['stir_verification'],
    STIRAttestation: fields['stir_attestation'],
  };
}

function readCall(fields: Fields, request: IncomingRequest, context: ParseContext): ParseResult<CallEvent> {
  const root = firstText(fields, ['CallUUID', 'DialALegUUID', 'ALegUUID']);
  if (root === null)
    return textOf(fields['MessageUUID']) === null
      ? malformed('CallUUID', 'missing')
      : ignored('This is a text message, not a call.');
  const leg = textOf(fields['DialAction']) === null ? null : textOf(fields['DialBLegUUID']);
  const parent = textOf(fields['ParentCallUUID']);
  const callId = leg ?? root;
  const outbound =
    leg !== null || parent !== null || /^outbound/i.test(textOf(fields['Direction']) ?? 'inbound');
  const from = readParty(firstText(fields, leg === null ? ['From'] : ['DialBLegFrom', 'From']));
  const to = readParty(firstText(fields, leg === null ? ['To'] : ['DialBLegTo']));
  const outcome = outcomeOf(fields, outbound);
  const ended = outcome.kind === 'status' && outcome.final ? timeOf(fields, ['EndTime']) : null;
  const answer = timeOf(fields, ['AnswerTime']);
  const start = timeOf(fields, ['StartTime', 'SessionStart']);
  const at = ended ?? (outcome.kind === 'status' && outcome.raw !== 'ringing' ? (answer ?? start) : start);
  const answered = outcome.disposition === 'answered';
  const seconds = secondsOf(
    fields[outcome.kind === 'dial' ? 'DialBLegDuration' : leg === null ? 'Duration' : 'DialBLegDuration'],
  );
  const ids = [
    root,
    firstText(fields, ['DialBLegUUID']),
    parent,
    textOf(fields['ALegUUID']),
    textOf(fields['RequestUUID']),
  ];
  const voicemail = voicemailOf(fields, outcome);
  return oneEvent({
    surface: 'plivo',
    source: context.source === '' ? null : context.source,
    eventId: [
      callId,
      outcome.kind,
      outcome.raw,
      firstText(fields, ['RecordingID', 'DialBLegUUID', 'Event', 'EndTime']) ?? '',
    ]
      .join(':')
      .slice(0, 256),
    callId,
    linkedCallIds: [...new Set(ids.filter((id) => id !== null && id !== callId))],
    direction: outbound ? 'outbound' : 'inbound',
    from: from.number,
    fromWithheld: outbound ? false : from.withheld,
    to: to.number,
    forwardedFrom: readParty(textOf(fields['ForwardedFrom'])).number,
    occurredAt: at?.at ?? request.receivedAt,
    timePrecision: at?.precision ?? 'none',
    startedAt: start?.at,
    answeredAt: answered ? answer?.at : null,
    endedAt: ended?.at,
    talkSeconds: answered && outcome.final ? seconds : null,
    final: outcome.final,
    disposition: outcome.disposition,
    dispositionRaw: [outcome.raw, textOf(fields['HangupCauseName'])]
      .filter((part) => part !== null)
      .join(', '),
    answeredBy: textOf(fields['Machine'])?.toLowerCase() === 'true' ? 'machine' : null,
    voicemail,
    recordingUrl: voicemail === null ? firstText(fields, ['RecordUrl', 'RecordFile'], 2000) : null,
    ...stirOf(fields),
    attribution: {},
    callerName: textOf(fields['CallerName'], 200),
  });
}

/** Only a verified call is worth its level. */
function stirOf(fields: Fields): Record<string, unknown> {
  const verstat = textOf(fields['STIRVerification'], 64);
  if (verstat === null) return {};
  const level = textOf(fields['STIRAttestation'])?.toUpperCase() ?? '';
  return { verstat, attestation: /^verified$/i.test(verstat) && /^[ABC]$/.test(level) ? level : null };
}

function timeOf(fields: Fields, names: readonly string[]): ReadInstant | null {
  const text = firstText(fields, names);
  return text === null ? null : (readBareUtc(text) ?? readIso(text));
}
