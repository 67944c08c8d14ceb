import type { CallEvent } from '../../../core/model/call-event.ts';
import type { ParseResult } from '../../../ports/connector.ts';
import { asObject, textOf } from '../../shared/body.ts';
import { ignored, malformed, oneEvent } from '../../shared/event.ts';
import { isExtension, partiesOf } from '../../shared/pbx.ts';
import type { Fields } from '../../shared/records.ts';
import { readIso } from '../../shared/time.ts';
import type { ReadInstant } from '../../shared/time.ts';
import { readDialEnd, readHangup } from './channel.ts';
import type { ChannelContext } from './channel.ts';

/**
 * Events of the Asterisk REST Interface, as an application gets them over its WebSocket, one that Asterisk opens itself
 * included: StasisStart, ChannelCreated, Dial, ChannelEnteredBridge and ChannelDestroyed say something about a call.
 * Models of rest-api/api-docs/events.json and channels.json in asterisk/asterisk,
 * https://docs.asterisk.org/Configuration/Interfaces/Asterisk-REST-Interface-ARI; read 2026-11-21.
 *
 * Quirks: there is no call record and a channel does not name the one it was made for, so its state tells them apart: a
 * channel in state Ring has called in, one that is Down, Dialing or Ringing was called. Once it is Up nobody can tell, and a
 * menu of the application answers like a person does. A person is certain only where the phone of an extension, whose
 * connected line is a number outside, joins another channel in a mixing bridge.
 */
export function isAri(record: Fields): boolean {
  return (
    /^[A-Z][A-Za-z]{2,60}$/.test(textOf(record['type']) ?? '') &&
    record['Event'] === undefined &&
    record['disposition'] === undefined &&
    (asObject(record['channel']) ?? asObject(record['peer']) ?? asObject(record['bridge'])) !== null
  );
}

/** Others of its events carry none of those three, and an application's name or the server's id. */
export function isOtherAri(record: Fields): boolean {
  return (
    textOf(record['type']) !== null &&
    record['disposition'] === undefined &&
    record['Event'] === undefined &&
    (record['asterisk_id'] !== undefined || record['application'] !== undefined)
  );
}

export function readAri(record: Fields, context: ChannelContext): ParseResult<CallEvent> {
  const type = textOf(record['type']) ?? '';
  switch (type) {
    case 'ChannelDestroyed':
      return readHangup(asHangup(record), context, !isCaller(channelOf(record)));
    case 'Dial':
      return readDial(record, context);
    case 'StasisStart':
    case 'ChannelCreated':
      return readStart(record, type, context);
    case 'ChannelEnteredBridge':
      return readJoined(record, context);
    default:
      return ignored(`${type.slice(0, 60)} does not say how a call went.`);
  }
}

function channelOf(record: Fields): Fields {
  return asObject(record['channel']) ?? {};
}

function isCaller(channel: Fields): boolean {
  return !/^(down|dialing|ringing|rsrved|reserved)/i.test(textOf(channel['state']) ?? '');
}

function numberOf(channel: Fields, line: 'caller' | 'connected'): string | null {
  const number = asObject(channel[line])?.['number'];
  return number === undefined ? null : (textOf(number) ?? '');
}

function asHangup(record: Fields): Fields {
  const channel = channelOf(record);
  return {
    Uniqueid: channel['id'],
    ChannelStateDesc: channel['state'],
    CallerIDNum: numberOf(channel, 'caller') ?? '',
    ConnectedLineNum: numberOf(channel, 'connected') ?? '',
    Exten: asObject(channel['dialplan'])?.['exten'],
    Cause: record['cause'],
    'Cause-txt': record['cause_txt'],
    Timestamp: record['timestamp'],
    CreationTime: channel['creationtime'],
  };
}

/** A dial of the dialplan names who called; one that an application makes does not, and its bridge tells the rest. */
function readDial(record: Fields, context: ChannelContext): ParseResult<CallEvent> {
  const [peer, caller] = [asObject(record['peer']), asObject(record['caller'])];
  if (peer === null) return malformed('peer', 'missing');
  if (caller === null) return ignored('A phone is being called for nobody that is known yet.');
  const status = textOf(record['dialstatus']) ?? '';
  return readDialEnd(
    {
      Uniqueid: caller['id'],
      CallerIDNum: numberOf(caller, 'caller') ?? '',
      DestUniqueid: peer['id'],
      DestChannel: peer['name'],
      DestCallerIDNum: numberOf(peer, 'caller'),
      DialStatus: status === '' ? 'BEGIN' : status,
      Timestamp: record['timestamp'],
    },
    context,
  );
}

/** A channel came in. One that was called comes into being too, and its dial has told of it. */
function readStart(record: Fields, type: string, context: ChannelContext): ParseResult<CallEvent> {
  const channel = channelOf(record);
  const id = textOf(channel['id']);
  if (id === null) return malformed('channel.id', 'missing');
  const state = textOf(channel['state']) ?? '';
  if (!/^ring$/i.test(state))
    return ignored(`${type} of a channel in state ${state.slice(0, 20)}: who called whom is not told by it.`);
  const made = timeOf(channel['creationtime']);
  const at = timeOf(record['timestamp']) ?? made;
  const name = textOf(asObject(channel['caller'])?.['name'], 200);
  return oneEvent({
    surface: 'asterisk',
    source: context.source,
    eventId: `${id}:start`.slice(0, 256),
    callId: id,
    linkedCallIds: [],
    ...partiesOf(
      numberOf(channel, 'caller'),
      textOf(asObject(channel['dialplan'])?.['exten']),
      context.numbers,
    ),
    occurredAt: at?.at ?? context.receivedAt,
    timePrecision: at?.precision ?? 'none',
    startedAt: made?.at,
    final: false,
    disposition: 'in_progress',
    dispositionRaw: `${type}, ${state}`,
    attribution: {},
    callerName: name !== null && /[a-z]/i.test(name) ? name : null,
  });
}

function readJoined(record: Fields, context: ChannelContext): ParseResult<CallEvent> {
  const [bridge, channel] = [asObject(record['bridge']) ?? {}, channelOf(record)];
  const id = textOf(channel['id']);
  if (id === null) return malformed('channel.id', 'missing');
  const inside = bridge['channels'];
  const others = (Array.isArray(inside) ? inside : [])
    .map((each: unknown) => textOf(each))
    .filter((each) => each !== null && each !== id);
  const [own, customer] = [numberOf(channel, 'caller'), numberOf(channel, 'connected')];
  const isPhone = isExtension(own) && customer !== null && customer !== '' && !isExtension(customer);
  if (others.length === 0 || textOf(bridge['bridge_type']) !== 'mixing' || !isPhone)
    return ignored('A channel joined a bridge; whether a person talks to the caller there is not told.');
  const at = timeOf(record['timestamp']);
  return oneEvent({
    surface: 'asterisk',
    source: context.source,
    eventId: `${id}:bridge:${textOf(bridge['id']) ?? ''}`.slice(0, 256),
    callId: id,
    linkedCallIds: others.slice(0, 20),
    ...partiesOf(customer, null, context.numbers, 'inbound'),
    to: null,
    occurredAt: at?.at ?? context.receivedAt,
    timePrecision: at?.precision ?? 'none',
    answeredAt: at?.at,
    final: false,
    disposition: 'answered',
    dispositionRaw: 'ChannelEnteredBridge, mixing',
    answeredBy: 'human',
    agent: own,
    attribution: {},
  });
}

function timeOf(value: unknown): ReadInstant | null {
  return readIso(textOf(value) ?? '');
}
