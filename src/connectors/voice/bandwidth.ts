import { z } from 'zod';
import type { CallEvent, Disposition } from '../../core/model/call-event.ts';
import { E164 } from '../../core/model/primitives.ts';
import type { IncomingRequest, ParseContext, ParseResult } from '../../ports/connector.ts';
import { defineVoiceSurface } from '../../ports/voice.ts';
import { ACCESS_IN_WORDS, accessFields, verifyAccess } from '../shared/access.ts';
import { asObject, textOf } from '../shared/body.ts';
import { ignored, malformed, oneEvent } from '../shared/event.ts';
import { dispositionFor, firstText } from '../shared/lookup.ts';
import { eachOf } from '../shared/one-or-many.ts';
import { readParty } from '../shared/phone.ts';
import { joinResults, readRecords } from '../shared/records.ts';
import type { Fields } from '../shared/records.ts';
import { isFirstApi, readFirstApi } from '../vendors/bandwidth/v1.ts';
import { readBareUtc, readIso, secondsBetween } from '../shared/time.ts';
import type { ReadInstant } from '../shared/time.ts';

/**
 * Bandwidth Programmable Voice webhooks, one JSON event per POST, and call states of its API; events and calls of its first
 * API too (vendors/bandwidth/v1.ts).
 * https://dev.bandwidth.com/docs/voice/webhooks/ (initiate, disconnect, transferAnswer, transferComplete,
 * transferDisconnect, recordComplete, recordingAvailable), read 2026-11-21 as kept in Bandwidth/api-docs.
 *
 * Quirks: nothing is signed. With basic authentication Bandwidth first posts WITHOUT credentials and repeats only after a
 * 401 that asks for Basic; a 403 loses the event. BXML answers every inbound call, so answerTime there is no person;
 * the legs that Transfer makes are decisive. Their events repeat `from` and `to` of the original call, so the number that
 * was rung is in `transferTo`. A recording may be a voicemail or a talk: only recordComplete, of the verb Record, is taken
 * for a message. Asynchronous events are tried again once and then lost.
 */
const Config = z.strictObject({
  ...accessFields,
  ownNumbers: z
    .array(E164)
    .max(1000)
    .default([])
    .describe('Your Bandwidth numbers: events of its first API do not say which way a call went'),
});
type Config = z.infer<typeof Config>;

const CAUSES = {
  hangup: 'answered',
  busy: 'busy',
  timeout: 'no_answer',
  cancel: 'canceled',
  rejected: 'rejected',
  'callback-error': 'failed',
  'invalid-bxml': 'failed',
  'application-error': 'failed',
  'account-limit': 'failed',
  'node-capacity-exceeded': 'failed',
  error: 'failed',
} as const satisfies Record<string, Disposition>;

const DURING_THE_CALL =
  /^(gather|redirect|bridge|bridgeComplete|bridgeTargetComplete|conference.*|transcriptionAvailable|stream.*|mediaStream.*|startRecording.*|dtmf|transferRedirect|realTimeTranscription.*)$/i;

interface Outcome {
  readonly disposition: Disposition;
  readonly final: boolean;
}

export default defineVoiceSurface<Config>({
  meta: {
    id: 'bandwidth',
    name: 'Bandwidth Programmable Voice',
    family: 'cpaas',
    delivery: 'webhook',
    signature: ACCESS_IN_WORDS,
    clockToleranceSeconds: 45,
    maturity: 'documented',
    checkedHow:
      "The webhook examples of Bandwidth's public documentation read as they should; no account was at hand",
    lastChecked: '2026-11-21',
    docs: [
      'https://dev.bandwidth.com/docs/voice/webhooks/',
      'https://dev.bandwidth.com/docs/voice/guides/callbackAuth',
      'https://github.com/Bandwidth/ap-docs/tree/master/apiCallbacks',
    ],
    setup: [
      'In the Bandwidth dashboard open Applications, your voice application, and set the call status (disconnect) URL to {url}.',
      'Set the callback user to ringback and its password to a long random text; put the same text into accessToken here. Bandwidth signs nothing else.',
      'In the BXML that rings your staff give Transfer transferCompleteUrl and each PhoneNumber transferAnswerUrl and transferDisconnectUrl {url}, with the same username and password.',
      'For voicemail give Record recordCompleteUrl {url} likewise.',
      'Still on the first API (v1): set incomingCallUrl of the application and callbackUrl of each call you make to {url}, written as https://ringback:TEXT@ and the rest of it, and list your numbers in ownNumbers.',
    ],
  },
  config: Config,
  verify: (request, config) => verifyAccess(request, config),
  parse: (request, config, context) => eachOf(request, (one) => parse(one, config, context)),
});

function parse(request: IncomingRequest, config: Config, context: ParseContext): ParseResult<CallEvent> {
  const read = readRecords(request, []);
  if (!read.ok) return { result: 'malformed', issues: read.issues };
  return joinResults(
    read.value.map((fields) =>
      isFirstApi(fields) ? readFirstApi(fields, config, context) : readEvent(fields, context),
    ),
    'An empty list of events.',
  );
}

function readEvent(fields: Fields, context: ParseContext): ParseResult<CallEvent> {
  // A call of the API has no event type but a state, and its cause under another name.
  const state = textOf(fields['state'])?.toLowerCase() ?? null;
  const type = textOf(fields['eventType']) ?? (state === null ? null : `state ${state}`);
  const own = textOf(fields['callId']);
  if (type !== null && DURING_THE_CALL.test(type))
    return ignored(`Something inside a call (${type}), not its outcome.`);
  if (type === null || own === null) {
    return fields['message'] === undefined
      ? malformed(type === null ? 'eventType' : 'callId', 'missing')
      : ignored('This is a text message, not a call.');
  }
  const start = timeOf(fields['startTime']);
  const answer = timeOf(fields['answerTime']);
  const end = timeOf(fields['endTime']);
  const at = timeOf(fields['eventTime']) ?? end ?? answer ?? start;
  if (at === null) return malformed('eventTime', 'missing, or not a date between 2000 and 2099');

  const parent = textOf(fields['parentCallId']);
  const outbound = textOf(fields['direction'])?.toLowerCase() === 'outbound' || parent !== null;
  const cause = firstText(fields, ['cause', 'disconnectCause'])?.toLowerCase() ?? null;
  const { disposition, final } = outcomeOf(type, cause, outbound, answer !== null);
  const from = readParty(textOf(fields['from']));
  const answered = disposition === 'answered';
  const recording = textOf(fields['mediaUrl'], 2000);
  const isRecord = /^record/i.test(type);
  const stir = asObject(fields['stirShaken']) ?? {};
  return oneEvent({
    surface: 'bandwidth',
    source: context.source === '' ? null : context.source,
    eventId:
      `${own}:${type}:${textOf(fields['recordingId']) ?? ''}:${textOf(fields['eventTime']) ?? at.at}`.slice(
        0,
        256,
      ),
    callId: own,
    linkedCallIds: parent === null || parent === own ? [] : [parent],
    direction: outbound ? 'outbound' : 'inbound',
    from: from.number,
    fromWithheld: outbound && parent === null ? false : from.withheld,
    to: readParty(textOf(fields['to'])).number,
    forwardedFrom: divertedFrom(asObject(fields['diversion'])),
    forwardedTo: readParty(textOf(fields['transferTo'])).number,
    occurredAt: at.at,
    timePrecision: at.precision,
    startedAt: isRecord ? null : start?.at,
    answeredAt: answered ? answer?.at : null,
    endedAt: isRecord || type === 'transferComplete' ? null : end?.at,
    ringSeconds: outbound && !isRecord ? secondsBetween(start, answer ?? end) : null,
    talkSeconds: answered && final ? secondsBetween(answer, end) : null,
    final,
    disposition,
    dispositionRaw: cause === null ? type : `${type}, ${cause}`,
    answeredBy: detected(fields, type),
    voicemail: disposition === 'voicemail' && isRecord ? voicemailOf(fields, recording) : null,
    recordingUrl: disposition === 'voicemail' ? null : recording,
    ...stirOf(stir),
    attribution: {},
  });
}

function outcomeOf(type: string, cause: string | null, outbound: boolean, answered: boolean): Outcome {
  switch (type) {
    case 'initiate':
      return { disposition: 'in_progress', final: false };
    case 'answer':
      return { disposition: outbound ? 'answered' : 'in_progress', final: false };
    case 'transferAnswer':
      return { disposition: 'answered', final: false };
    case 'machineDetectionComplete':
      return { disposition: 'unknown', final: false };
    case 'recordComplete':
      return { disposition: outbound ? 'unknown' : 'voicemail', final: !outbound };
    case 'recordingAvailable':
      return { disposition: 'unknown', final: false };
    case 'transferComplete':
      return { disposition: dispositionFor(CAUSES, cause ?? 'hangup'), final: true };
    case 'disconnect':
    case 'transferDisconnect':
    case 'state disconnected':
      return ended(cause, outbound, answered);
    default:
      return { disposition: type.startsWith('state ') ? 'in_progress' : 'unknown', final: false };
  }
}

function ended(cause: string | null, outbound: boolean, answered: boolean): Outcome {
  const mapped = dispositionFor(CAUSES, cause ?? 'hangup');
  if (mapped !== 'answered') return { disposition: mapped, final: true };
  // Hung up without an answer: the one who called gave up.
  if (!answered) return { disposition: 'canceled', final: true };
  return { disposition: outbound ? 'answered' : 'unknown', final: true };
}

function detected(fields: Fields, type: string): 'human' | 'machine' | null {
  if (type !== 'machineDetectionComplete') return null;
  const value = textOf(asObject(fields['machineDetectionResult'])?.['value'])?.toLowerCase() ?? '';
  if (value === 'human') return 'human';
  return value.startsWith('answering-machine') || value === 'fax' ? 'machine' : null;
}

/** Durations are ISO 8601, as `PT13.67S`. */
function voicemailOf(fields: Fields, url: string | null): CallEvent['voicemail'] {
  const match = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?$/.exec(textOf(fields['duration']) ?? '');
  const [hours, minutes, rest] = [match?.[1], match?.[2], match?.[3]].map((part) => Number(part ?? 0));
  const seconds = match === null ? null : (hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (rest ?? 0);
  return {
    left: seconds === null || seconds > 0,
    ...(url === null ? {} : { url }),
    ...(seconds === null ? {} : { seconds }),
  };
}

/** Older documentation writes Verification, newer Validation, in any case; the letter may stand beside or inside. */
function stirOf(stir: Fields): Record<string, unknown> {
  const verstat = textOf(stir['verstat'], 64);
  if (verstat === null) return {};
  const level = textOf(stir['attestationIndicator']) ?? /passed-([abc])$/i.exec(verstat)?.[1] ?? '';
  const passed = /^tn-(validation|verification)-passed/i.test(verstat);
  return { verstat, attestation: passed && /^[abc]$/i.test(level) ? level.toUpperCase() : null };
}

function divertedFrom(diversion: Fields | null): string | null {
  return diversion === null ? null : readParty(firstText(diversion, ['origTo', 'origFrom'])).number;
}

/** recordingAvailable leaves the Z away. */
function timeOf(value: unknown): ReadInstant | null {
  const text = textOf(value);
  return text === null ? null : (readIso(text) ?? readBareUtc(text));
}
