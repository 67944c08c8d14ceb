import { z } from 'zod';
import type { CallEvent, Disposition } from '../../core/model/call-event.ts';
import type { IncomingRequest, ParseContext, ParseResult } from '../../ports/connector.ts';
import { defineVoiceSurface } from '../../ports/voice.ts';
import { ACCESS_IN_WORDS, accessFields, verifyAccess } from '../shared/access.ts';
import { secondsOf } from '../shared/body.ts';
import { COUNTRY_STEP, inCountry } from '../shared/country.ts';
import { malformed, oneEvent, present } from '../shared/event.ts';
import { missOf } from '../vendors/freeswitch/causes.ts';
import { readChannels } from '../vendors/freeswitch/channel.ts';
import type { Channel } from '../vendors/freeswitch/channel.ts';
import { readMoment } from '../vendors/freeswitch/moments.ts';
import { partiesOf, pbxFields } from '../shared/pbx.ts';
import { joinResults } from '../shared/records.ts';
import { readEpoch, readIso, readLocal } from '../shared/time.ts';
import type { ReadInstant } from '../shared/time.ts';

/**
 * FreeSWITCH: one record per leg from mod_json_cdr or mod_xml_cdr (bare, form or base64), or CHANNEL_HANGUP_COMPLETE of
 * the event socket through `ringback bridge`; also flat rows of cdr_csv and FusionPBX (vendors/freeswitch/rows.ts).
 * https://developer.signalwire.com/freeswitch/FreeSWITCH-Explained/Modules/mod_json_cdr_10420293, /Dialplan/Variables-WIP/Switch-core-variables_7766279, /Troubleshooting-Debugging/Hangup-Cause-Code-Table_3964945;
 * read 2026-11-21.
 *
 * Quirks: a caller who was played a menu or sent to voicemail was "answered" (answer_epoch, NORMAL_CLEARING) although
 * nobody spoke: only a bridge is a person. `direction` is that of the leg, not of the call. The B leg of a lost race was
 * taken by a colleague. Values are percent-encoded by default. mod_json_cdr signs nothing; it can send basic credentials.
 */
const Config = z.strictObject({ ...accessFields, ...pbxFields });
type Config = z.infer<typeof Config>;

export default defineVoiceSurface<Config>({
  meta: {
    id: 'freeswitch',
    name: 'FreeSWITCH',
    family: 'sip',
    delivery: 'webhook',
    signature: ACCESS_IN_WORDS,
    clockToleranceSeconds: 5,
    maturity: 'documented',
    checkedHow:
      'Records written from the documentation of mod_json_cdr and of the channel variables; read against records of FreeSWITCH 1.0 to 1.6 published in tests of others',
    lastChecked: '2026-11-21',
    docs: [
      'https://developer.signalwire.com/freeswitch/FreeSWITCH-Explained/Modules/mod_json_cdr_10420293',
      'https://developer.signalwire.com/freeswitch/FreeSWITCH-Explained/Dialplan/Variables-WIP/Switch-core-variables_7766279',
    ],
    setup: [
      'Set accessToken of this source to a long random text.',
      'In autoload_configs/json_cdr.conf.xml set url to {url}, auth-scheme to basic and cred to ringback:TOKEN with that text; encode may stay as it is.',
      'mod_xml_cdr (FusionPBX) posts to the same address. Leave log-b-leg off, or on to see which phone rang: Ringback tells the legs apart.',
      'Or run `ringback bridge --esl HOST:8021 --to {url}`, which listens to CHANNEL_HANGUP_COMPLETE. Ringback checks the token either way.',
      COUNTRY_STEP,
    ],
  },
  config: Config,
  verify: (request, config) => verifyAccess(request, config),
  parse: (request, settings, context) => {
    const config = inCountry(settings, context);
    const read = readChannels(request);
    if (!read.ok) return { result: 'malformed', issues: read.issues };
    return joinResults(
      read.value.map((channel) => readLeg(channel, request, config, context)),
      'There was no channel in the delivery.',
    );
  },
});

function readLeg(
  channel: Channel,
  request: IncomingRequest,
  config: Config,
  context: ParseContext,
): ParseResult<CallEvent> {
  const { get } = channel;
  if (channel.event !== null && !/^CHANNEL_HANGUP(_COMPLETE)?$/.test(channel.event))
    return readMoment(channel, {
      source: context.source === '' ? null : context.source,
      receivedAt: request.receivedAt,
      numbers: config,
    });
  const uuid = get('uuid') ?? channel.uuid;
  if (uuid === null) return malformed('variables.uuid', 'missing', 'Send the whole record of mod_json_cdr.');
  const cause = get('hangup_cause') ?? channel.cause;
  const isALeg =
    (get('direction') ?? channel.direction) !== 'outbound' || get('originating_leg_uuid') === null;
  const outcome = outcomeOf(channel, cause, isALeg);
  const time = (name: string): ReadInstant | null =>
    readEpoch(get(`${name}_uepoch`)) ??
    readEpoch(get(`${name}_epoch`)) ??
    readIso(get(`${name}_stamp`) ?? '') ??
    readLocal(get(`${name}_stamp`) ?? '', context.zone);
  const [start, answer, bridge, end] = [time('start'), time('answer'), time('bridge'), time('end')];
  const talked = outcome.disposition === 'answered';
  const answeredAt = talked ? (bridge ?? answer)?.at : null;
  const occurred = end ?? start ?? readEpoch(channel.timestamp);
  const said = get('call_direction')?.toLowerCase();
  const direction =
    said === 'inbound' || said === 'outbound'
      ? said
      : said === 'local'
        ? 'internal'
        : callDirection(channel, isALeg);
  const parties = partiesOf(channel.caller, channel.callee, config, direction);
  const isPrivate = /\b(id|user|full|hide_number)\b/i.test(get('sip_h_Privacy') ?? get('privacy') ?? '');
  const ids = [
    'call_uuid',
    'originating_leg_uuid',
    'bridge_uuid',
    'signal_bond',
    'sip_call_id',
    'cc_member_session_uuid',
  ];
  return oneEvent({
    surface: 'freeswitch',
    source: context.source === '' ? null : context.source,
    eventId: `${uuid}:hangup${channel.event === 'CHANNEL_HANGUP' ? ':first' : ''}`,
    callId: uuid,
    linkedCallIds: [...new Set(ids.map((name) => get(name)))].filter((id) => id !== null && id !== uuid),
    ...parties,
    ...(isPrivate && parties.direction === 'inbound' ? { from: null, fromWithheld: true } : {}),
    // A phone inside is not the number that the customer dialled.
    ...(isALeg || parties.direction !== 'inbound' ? {} : { to: null }),
    occurredAt: occurred?.at ?? request.receivedAt,
    timePrecision: occurred?.precision ?? 'none',
    startedAt: start?.at,
    answeredAt,
    endedAt: end?.at,
    ringSeconds: talked ? secondsOf(get('waitsec')) : null,
    talkSeconds: talked ? talkOf(channel, bridge, end) : null,
    ...outcome,
    dispositionRaw: [cause, get('last_app')]
      .filter((text) => text !== null)
      .join(', ')
      .slice(0, 200),
    voicemail: outcome.disposition === 'voicemail' ? voicemailOf(channel) : null,
    queue: get('cc_queue'),
    agent: get('cc_agent') ?? (isALeg ? null : channel.callee),
    verstat: get('sip_verstat')?.slice(0, 64),
    attestation: (get('sip_stir_shaken_attest') ?? get('sip_attestation'))
      ?.toUpperCase()
      .match(/^[ABC]$/)?.[0],
    callerName:
      parties.direction === 'inbound' && channel.callerName !== channel.caller ? channel.callerName : null,
    attribution: present({}),
  });
}

function outcomeOf(
  channel: Channel,
  cause: string | null,
  isALeg: boolean,
): { readonly disposition: Disposition; readonly final: boolean; readonly answeredBy?: 'human' } {
  const { get } = channel;
  const picked = happened(channel, 'answer');
  if (!isALeg) {
    // One phone of several: taken by a colleague, or its own news; the caller's leg decides.
    if (picked) return { disposition: 'answered', final: false };
    return cause === 'LOSE_RACE' || cause === 'PICKED_OFF'
      ? { disposition: 'in_progress', final: false }
      : { disposition: missOf(cause), final: false };
  }
  const queue = get('cc_queue') !== null && get('cc_side') !== 'agent';
  const bridged = happened(channel, 'bridge');
  if (queue && get('cc_cause') !== null)
    return get('cc_cause') === 'answered'
      ? { disposition: 'answered', final: true, answeredBy: 'human' }
      : { disposition: channel.used('voicemail') ? 'voicemail' : 'queue_abandoned', final: true };
  if (bridged || channel.used('conference')) return { disposition: 'answered', final: true };
  if (channel.used('voicemail') || isScriptedMailbox(channel))
    return { disposition: 'voicemail', final: true };
  if (queue || channel.used('callcenter') || channel.used('fifo'))
    return { disposition: 'queue_abandoned', final: true };
  const tried = get('originate_disposition') ?? get('last_bridge_hangup_cause');
  if (picked && channel.isVague) return { disposition: 'unknown', final: true };
  if (picked)
    // Somebody was rung after the greeting: how that ended says more than that a greeting played.
    return {
      disposition: tried === null || tried === 'SUCCESS' ? 'ivr_abandoned' : missOf(tried),
      final: true,
    };
  const vague = cause === 'NORMAL_CLEARING' || cause === 'NORMAL_UNSPECIFIED' || cause === null;
  return { disposition: missOf(vague ? tried : cause, vague && cause !== null), final: true };
}

/** A registered phone of the house that places a call is calling out; a B leg goes the way of its A leg. */
function callDirection(channel: Channel, isALeg: boolean): CallEvent['direction'] | null {
  if (!isALeg) return null;
  const own = channel.get('user_name') ?? channel.get('sip_auth_username');
  return own === null
    ? null
    : partiesOf(own, channel.callee, { extensionNumbers: {} }).direction === 'outbound'
      ? 'outbound'
      : 'internal';
}

function talkOf(channel: Channel, bridge: ReadInstant | null, end: ReadInstant | null): number | null {
  if (bridge === null || end === null) return secondsOf(channel.get('billsec'));
  const seconds = (Date.parse(end.at) - Date.parse(bridge.at)) / 1000;
  return seconds < 0 || seconds > 86_400 ? null : Math.round(seconds);
}

function voicemailOf(channel: Channel): CallEvent['voicemail'] | null {
  const seconds = secondsOf(channel.get('voicemail_message_len'));
  if (seconds === null) return null;
  return { left: seconds > 0, ...(seconds > 0 ? { seconds } : {}) };
}

/** FusionPBX keeps its mailboxes in a Lua script of its own. */
function isScriptedMailbox(channel: Channel): boolean {
  return channel.get('last_app') === 'lua' && /\bvoicemail\b/.test(channel.get('last_arg') ?? '');
}

function happened({ get }: Channel, name: string): boolean {
  const times = [get(`${name}_epoch`), get(`${name}_uepoch`)];
  return (
    times.some((text) => text !== null && /^[1-9]\d*$/.test(text)) || /^20/.test(get(`${name}_stamp`) ?? '')
  );
}
