import type { CallEvent, Disposition } from '../../../core/model/call-event.ts';
import type { ParseContext, ParseResult } from '../../../ports/connector.ts';
import { asObject, textOf } from '../../shared/body.ts';
import { ignored, malformed, oneEvent } from '../../shared/event.ts';
import { dispositionFor, firstText } from '../../shared/lookup.ts';
import { readParty } from '../../shared/phone.ts';
import type { Fields } from '../../shared/records.ts';
import { readEpoch } from '../../shared/time.ts';

/**
 * 8x8 Contact Center streaming events, forwarded by a bridge of the operator: `{"Interaction":{event, interactionGUID...}}`.
 * https://developer.8x8.com/actions-events/docs/streaming/event-reference and /field-reference, read 2026-11-21.
 * Numbers are JSON numbers without a plus, details sit in a list of keys and values. InteractionAccepted is the agent's
 * answer. The end does not say whether there was one; without any trace of an agent, a customer who hung up had waited.
 */
const EVENTS: Readonly<Record<string, Disposition>> = {
  InteractionCreated: 'in_progress',
  InteractionQueued: 'in_progress',
  InteractionUnqueued: 'in_progress',
  InteractionAssigned: 'in_progress',
  InteractionRejected: 'in_progress',
  InteractionQueueTimeout: 'in_progress',
  InteractionAccepted: 'answered',
  InteractionCustomerAccepted: 'answered',
  InteractionDeleted: 'unknown',
};
const HANGUPS = {
  cec_disconnect_busy: 'busy',
  cec_disconnect_badaddress: 'failed',
  cec_disconnect_noanswer: 'no_answer',
  cec_disconnect_cancelled: 'canceled',
  cec_disconnect_rejected: 'rejected',
  cec_disconnect_failed: 'failed',
  cec_disconnect_blocked: 'blocked',
} as const satisfies Record<string, Disposition>;

export function readInteraction(fields: Fields, context: ParseContext): ParseResult<CallEvent> {
  const name = textOf(fields['event']) ?? 'missing';
  const media = textOf(fields['mediaType'])?.toLowerCase() ?? null;
  const callId = textOf(fields['interactionGUID']);
  if ((media !== null && media !== 'phone') || /^[1-9]$/.test(textOf(fields['resourceType']) ?? ''))
    return ignored(`An interaction by ${media ?? 'another medium'}, not a phone call.`);
  if (callId === null) return malformed('Interaction.interactionGUID', 'missing');
  if (EVENTS[name] === undefined)
    return ignored(`${name.slice(0, 80)} does not change how the call goes or went.`);
  const attached = attachedOf(fields);
  const at =
    readEpoch(fields['interactionEventTS']) ??
    readEpoch(fields['eventTS']) ??
    readEpoch(asObject(fields['msgInfo'])?.['timestamp']) ??
    readEpoch(attached['tim']);
  if (at === null) return malformed('Interaction.eventTS', 'missing, and so is msgInfo.timestamp');
  const way = firstText(fields, ['direction']) ?? textOf(attached['queueDirection']);
  const outbound = way === 'out' || name === 'InteractionCustomerAccepted';
  const customer = readParty(firstText(attached, ['phoneNum', 'remotePhoneNum', 'pho', 'callerId']));
  const ours = readParty(
    textOf(fields['inboundChannelid']) ?? firstText(attached, ['cha', 'channelId']),
  ).number;
  const answeredAt = readEpoch(attached['callAnsweredTime']);
  const { disposition, final } = outcomeOf(fields, name, outbound, answeredAt !== null);
  const reason = textOf(fields['callHangupReason']);
  const calling = textOf(attached['callingName'], 200);
  const links = [textOf(attached['originalInteractionGuid']), textOf(fields['transactionNum'])];
  return oneEvent({
    surface: '8x8',
    source: context.source === '' ? null : context.source,
    eventId: [callId, name, textOf(fields['agentId']) ?? '', at.at].join(':').slice(0, 256),
    callId,
    linkedCallIds: links.filter((id) => id !== null && id !== callId),
    direction: outbound ? 'outbound' : 'inbound',
    from: outbound ? ours : customer.number,
    fromWithheld: outbound ? false : customer.withheld,
    to: outbound ? customer.number : ours,
    occurredAt: at.at,
    timePrecision: at.precision,
    startedAt: name === 'InteractionCreated' ? at.at : null,
    answeredAt: disposition === 'answered' ? (answeredAt?.at ?? (final ? null : at.at)) : null,
    endedAt: final ? (readEpoch(attached['callHangupTime'])?.at ?? at.at) : null,
    final,
    disposition,
    dispositionRaw: reason === null ? name : `${name}, ${reason}`,
    queue: firstText(attached, ['channelName', 'tenantSkillName'], 200) ?? textOf(fields['queueId']),
    skill: textOf(attached['tenantSkillName'], 200),
    language: textOf(attached['customerLanguage'], 35),
    agent: textOf(fields['agentId'], 200),
    attribution: {},
    callerName: calling === null || readParty(calling).number !== null ? null : calling,
  });
}

function outcomeOf(
  fields: Fields,
  name: string,
  outbound: boolean,
  answered: boolean,
): { readonly disposition: Disposition; readonly final: boolean } {
  if (name !== 'InteractionDeleted') return { disposition: EVENTS[name] ?? 'unknown', final: false };
  if (answered) return { disposition: 'answered', final: true };
  const reason = dispositionFor(HANGUPS, textOf(fields['callHangupReason'])?.toLowerCase() ?? '');
  if (reason !== 'unknown') return { disposition: reason, final: true };
  const agent = firstText(fields, ['agentId', 'agentGUID', 'participatingAgents']);
  const gaveUp =
    !outbound && agent === null && textOf(fields['hangupInitiator'])?.toUpperCase() === 'CUSTOMER';
  return { disposition: gaveUp ? 'queue_abandoned' : 'unknown', final: true };
}

function attachedOf(fields: Fields): Fields {
  const list = asObject(fields['attachedData'])?.['attachedDatum'];
  if (!Array.isArray(list)) return {};
  return Object.fromEntries(
    list.map((datum: unknown) => {
      const pair = asObject(datum) ?? {};
      return [textOf(pair['attachedDataKey']) ?? '', pair['attachedDataValue']];
    }),
  );
}
