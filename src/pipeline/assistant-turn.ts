import { decisionRecord } from '../core/audit/decision-record.ts';
import { repFacts } from '../core/book/availability.ts';
import { disclosesAssistant, shopFacts } from '../core/compose/shop.ts';
import { converse } from '../core/converse/assistant.ts';
import { conclude } from '../core/converse/conclude.ts';
import { mayUseModel } from '../core/converse/model.ts';
import { summarise } from '../core/converse/summary.ts';
import {
  readState,
  whenTakenOver,
  type BookingEffect,
  type ConverseFacts,
  type EffectResult,
  type Turn,
} from '../core/converse/turn.ts';
import type { Decision } from '../core/model/decision.ts';
import type { LocationRecord } from '../core/model/directory.ts';
import { attestationsOf, zeroRetentionAge } from '../core/organisation/attested.ts';
import { appendRecords } from '../store/audit.ts';
import { bookingToken } from '../store/booking-link.ts';
import { answerBooking, loadBooking, nameBookings } from '../store/bookings.ts';
import { sendJobs } from '../store/jobs.ts';
import { lastMessages } from '../store/threads.ts';
import { bookingFactsOf, busyTimes, carryOut, factsOf, type BookingOrigin } from './book.ts';
import { attemptOf, callBack, change, say, tellPeople, type Exchange } from './exchange.ts';
import { escalate } from './needs-person.ts';

/** A text to the assistant: understood, acted on, answered. A model is asked in a job of its own, outside any transaction. */
export async function assistantTurn(exchange: Exchange): Promise<void> {
  const facts = await converseFacts(exchange);
  const decision = converse(facts);
  if (modelOf(exchange) !== null && mayUseModel(decision.outcome)) {
    const { tenantId } = exchange.location;
    await sendJobs(exchange.tx, [
      {
        tenantId,
        kind: 'reply',
        key: exchange.inboundId,
        dueAt: exchange.pipeline.clock.now().toISOString(),
      },
    ]);
    return;
  }
  await record(exchange, decision);
  await performTurn(exchange, facts, decision.outcome);
}

/**
 * The model that may be asked for this location, or null. Facts about training and retention must be on record; whether it
 * may see this very text, in this trade and of this person, is the Gate's question (`mayAskModel`).
 */
export function modelOf(
  exchange: Pick<Exchange, 'organisation' | 'pipeline' | 'location' | 'at'>,
): string | null {
  const { assistant } = exchange.organisation.tenant.config;
  if (assistant.provider === 'deterministic' || exchange.organisation.tenant.simulated) return null;
  const attestations = attestationsOf(exchange.location.config, exchange.organisation.tenant.config);
  if (zeroRetentionAge(assistant, attestations, exchange.at.slice(0, 10)) === null) return null;
  return exchange.pipeline.connectors.llm.has(assistant.provider) ? assistant.provider : null;
}

export async function converseFacts(exchange: Exchange): Promise<ConverseFacts> {
  const { tx, location, phone, at, thread, to } = exchange;
  const { config } = location;
  const state = readState(thread.assistant);
  return {
    now: at,
    shop: shopFacts(location, to),
    opening: { hours: config.hours, exceptions: config.exceptions },
    address: addressOf(location),
    services: config.services,
    calendar: {
      reps: repFacts(config),
      bays: config.bays,
      busy: await busyTimes(tx, location, at),
      slotMinutes: config.calendar.slotMinutes,
      leadMinutes: config.calendar.leadMinutes,
      horizonDays: config.calendar.horizonDays,
      holdMinutes: config.calendar.holdMinutes,
    },
    bookings: await bookingFactsOf(tx, location, phone, at),
    contactName: thread.contactName,
    state: state.disclosed ? state : { ...state, disclosed: await disclosedBefore(exchange) },
    inbound: { id: exchange.inboundId, text: exchange.text.slice(0, 12_000) },
  };
}

/** Carries out a turn: effects first, then words, then everything that people and records should know. */
export async function performTurn(exchange: Exchange, facts: ConverseFacts, first: Turn): Promise<void> {
  let turn = first;
  const actions = [...first.actions];
  // A lapsed hold leads to a second claim, never to a third.
  for (let round = 0; turn.effect !== null && round < 3; round += 1) {
    const { effect, preface, intent, hot } = turn;
    const result = await carryOut(exchange.tx, exchange.pipeline, originOf(exchange), effect);
    const base = await refreshed(exchange, facts, turn.state, effect, result);
    const decision = conclude({
      base,
      effect,
      result,
      preface,
      intent,
      hot,
      calendarLink: calendarLink(exchange, effect, result),
    });
    await record(exchange, decision);
    turn = decision.outcome;
    actions.push(...turn.actions);
  }
  await act(exchange, { ...turn, actions });
  const handedOver = actions.some((action) => action.type === 'handover' || action.type === 'escalate');
  await change(exchange, { assistant: handedOver ? whenTakenOver(turn.state, exchange.at) : turn.state });
  if (turn.reply !== null) await speak(exchange, turn, turn.reply);
  await noteLead(exchange, facts, { ...turn, actions });
}

async function speak(exchange: Exchange, turn: Turn, reply: NonNullable<Turn['reply']>): Promise<void> {
  const outcome = await say(exchange, {
    action: {
      kind: 'sms.reply',
      messageClass: 'conversational',
      category: 'reply',
      hasMarketing: false,
      brandNamed: reply.body.includes(exchange.location.banner.name),
      optOutInstruction: /\bSTOP\b/.test(reply.body),
    },
    kind: 'reply',
    purpose: `reply:${exchange.inboundId}`,
    author: 'assistant',
    body: reply.body,
    segments: reply.segments,
    asserts: reply.asserts,
    assistant: true,
    modelled: turn.writtenBy === 'model',
    aiDisclosed: turn.state.disclosed,
  });
  if (outcome.status !== 'held' && outcome.status !== 'deferred') return;
  // What may not be said by the assistant waits for a person, with the reason.
  await change(exchange, { holder: 'human', unread: true });
  await tellPeople(exchange, {
    type: 'problem',
    subject: `${exchange.location.name}: an answer was held back`,
    body: `${outcome.reason} Please answer this person yourself.`,
    dedupeKey: `held:${exchange.inboundId}`,
  });
}

async function act(exchange: Exchange, turn: Turn): Promise<void> {
  for (const action of turn.actions) {
    switch (action.type) {
      case 'escalate':
        await escalate(exchange, action.level);
        break;
      case 'handover':
        await change(exchange, { holder: 'human', heldBy: null, unread: true });
        if (action.code !== 'machine' && action.code !== 'garbled')
          await callBack(exchange, `handover-${action.code}`, HANDOVER[action.code]);
        await tellPeople(exchange, {
          type: action.code === 'machine' || action.code === 'garbled' ? 'info' : 'hot-lead',
          subject: `${exchange.location.name}: ${HANDOVER[action.code]}`,
          body:
            action.code === 'machine'
              ? action.reason
              : 'Open the conversation and answer; the assistant stays silent until you hand it back.',
          dedupeKey: `handover:${exchange.inboundId}`,
        });
        break;
      case 'callback':
        await callBack(exchange, 'asked-for-call', 'The caller asked to be called back.');
        await tellPeople(exchange, {
          type: 'hot-lead',
          subject: `${exchange.location.name}: a caller asks to be called back`,
          body: 'The call-back list has the number.',
          dedupeKey: `callback:${exchange.inboundId}`,
        });
        break;
      case 'capture-name':
        await learnName(exchange, action.name);
        break;
      case 'note': {
        const late = turn.intent === 'running-late';
        await change(exchange, { unread: true });
        await tellPeople(exchange, {
          type: late ? 'hot-lead' : 'info',
          subject: `${exchange.location.name}: ${late ? 'a visitor is running late' : 'a caller wrote something for a person'}`,
          body: 'Open the conversation for what they wrote.',
          dedupeKey: `note:${exchange.inboundId}`,
        });
        break;
      }
      case 'booking-answer':
        await answerBooking(exchange.tx, {
          tenantId: exchange.location.tenantId,
          bookingId: action.bookingId,
          phone: exchange.phone,
          answers: { [action.key]: action.answer },
          at: exchange.at,
        });
        break;
      case 'capture-answer':
        break;
    }
  }
}

const HANDOVER = {
  asked: 'a caller wants a person',
  complaint: 'a complaint needs a person',
  unclear: 'the assistant did not understand a caller',
  language: 'a caller writes in another language',
  machine: 'an automatic sender was left alone',
  callback: 'a caller wants a call',
  long: 'a long text needs a person',
  garbled: 'a text could not be read',
  unanswered: 'a caller needs a person',
} as const;

async function learnName(exchange: Exchange, name: string): Promise<void> {
  const { tx, location, phone, thread, at } = exchange;
  const contact = await tx
    .selectFrom('contact')
    .select(['id', 'name', 'provenance'])
    .where('tenant_id', '=', location.tenantId)
    .where('phone', '=', phone)
    .executeTakeFirst();
  if (contact !== undefined) {
    const provenance = { ...(contact.provenance as Record<string, unknown>), name: 'said-by-caller' };
    await tx
      .updateTable('contact')
      .set({ name, provenance: JSON.stringify(provenance), updated_at: at })
      .where('id', '=', contact.id)
      .execute();
  }
  await nameBookings(tx, location.tenantId, thread.id, name, at);
}

/** The lead learns what the conversation was about; a booking or an opt-out on it is never overwritten. */
async function noteLead(exchange: Exchange, facts: ConverseFacts, turn: Turn): Promise<void> {
  const { thread, tx, location, phone, at } = exchange;
  if (thread.attemptId === null) return;
  const bookings = await bookingFactsOf(tx, location, phone, at);
  const summary = summarise(facts, turn, bookings);
  const lead = await tx
    .selectFrom('lead')
    .select(['id', 'outcome', 'hot', 'intent'])
    .where('attempt_id', '=', thread.attemptId)
    .executeTakeFirst();
  if (lead === undefined) return;
  const outcome = ['open', 'contacted', 'contacted-no-reply', 'in-conversation'].includes(lead.outcome)
    ? turn.actions.some((action) => action.type === 'handover' || action.type === 'escalate')
      ? 'needs-person'
      : 'in-conversation'
    : lead.outcome;
  const intent = [
    'other',
    'thanks',
    'greeting',
    'yes',
    'no',
    'name',
    'unclear',
    'empty',
    'extra',
    'upset',
  ].includes(turn.intent)
    ? lead.intent
    : turn.intent;
  await tx
    .updateTable('lead')
    .set({ summary, intent, outcome, hot: lead.hot || turn.hot, updated_at: at })
    .where('id', '=', lead.id)
    .execute();
  if (turn.hot && !lead.hot && !bookings.some((booking) => booking.state === 'confirmed')) {
    await tellPeople(exchange, {
      type: 'hot-lead',
      subject: `${location.name}: a caller wants to book`,
      body: 'The assistant is on it; step in from the inbox if you like.',
      dedupeKey: `hot:${thread.attemptId}`,
    });
  }
}

function originOf(exchange: Exchange): BookingOrigin {
  const { organisation, location, phone, thread, at } = exchange;
  return {
    organisation,
    location,
    phone,
    contactId: thread.contactId,
    threadId: thread.id,
    attemptId: thread.attemptId,
    by: 'assistant',
    at,
  };
}

/** The calendar and the bookings as they are after the deed. */
async function refreshed(
  exchange: Exchange,
  facts: ConverseFacts,
  state: ConverseFacts['state'],
  effect: BookingEffect,
  result: EffectResult,
): Promise<ConverseFacts> {
  const { tx, location, phone, at } = exchange;
  const bookings = await bookingFactsOf(tx, location, phone, at);
  const changed = result.ok ? result.booking : await lost(exchange, effect);
  const known =
    changed === null || bookings.some((booking) => booking.id === changed.id)
      ? bookings
      : [...bookings, changed];
  return {
    ...facts,
    calendar: { ...facts.calendar, busy: await busyTimes(tx, location, at) },
    bookings: known,
    state,
  };
}

async function lost(exchange: Exchange, effect: BookingEffect) {
  if (effect.type !== 'move') return null;
  const booking = await loadBooking(exchange.tx, exchange.location.tenantId, effect.bookingId);
  return booking === null ? null : factsOf(booking);
}

function calendarLink(exchange: Exchange, effect: BookingEffect, result: EffectResult): string | null {
  const { pipeline, organisation } = exchange;
  if (
    !result.ok ||
    effect.type === 'hold' ||
    effect.type === 'cancel' ||
    pipeline.publicUrl === null ||
    organisation.tenant.simulated
  )
    return null;
  return `${pipeline.publicUrl}/b/${bookingToken(pipeline.keeper, result.booking.id)}.ics`;
}

async function record(exchange: Exchange, decision: Decision<unknown>): Promise<void> {
  const { tx, pipeline, location, phone, at } = exchange;
  await appendRecords(tx, pipeline.keeper, location.tenantId, [
    decisionRecord(decision, { ...attemptOf(exchange), phone, occurredAt: at }),
  ]);
}

async function disclosedBefore(exchange: Exchange): Promise<boolean> {
  const past = await lastMessages(exchange.tx, exchange.location.tenantId, exchange.thread.id, 20);
  return past.some((message) => message.direction === 'outbound' && disclosesAssistant(message.body));
}

export function addressOf(location: LocationRecord): string | null {
  const { street, city } = location.config.address;
  return street === undefined ? null : `${street}, ${city}`;
}
