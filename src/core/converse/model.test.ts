/**
 * If this fails: a language model can promise a booking that does not exist, invent a price, pass for a person, or take
 * the conversation down with it when it fails.
 */
import { describe, expect, it } from 'vitest';
import { detailingShop } from '../../../test/support/talk.ts';
import { repFacts } from '../book/availability.ts';
import { shopFacts } from '../compose/shop.ts';
import { converse } from './assistant.ts';
import { judgeModel, mayUseModel, modelPrompt, type ModelAnswer } from './model.ts';
import { FRESH_STATE, type ConverseFacts, type ConverseState, type Turn } from './turn.ts';

function factsFor(text: string, state: Partial<ConverseState> = {}): ConverseFacts {
  const location = detailingShop();
  const { config } = location;
  return {
    now: '2026-11-24T00:42:20.000Z',
    shop: shopFacts(location, null),
    opening: { hours: config.hours, exceptions: [] },
    address: '12 Main St, Austin',
    services: config.services,
    calendar: {
      reps: repFacts(config),
      bays: 2,
      busy: [],
      slotMinutes: 60,
      leadMinutes: 60,
      horizonDays: 14,
      holdMinutes: 10,
    },
    bookings: [],
    contactName: null,
    state: { ...FRESH_STATE, disclosed: true, ...state },
    inbound: { id: 'i', text },
  };
}
const says = (text: string): ModelAnswer => ({ status: 'answered', text, toolCalls: [], model: 'm' });
const calls = (name: string, args: unknown): ModelAnswer => ({
  status: 'answered',
  text: '',
  toolCalls: [{ name, arguments: args }],
  model: 'm',
});
const judge = (facts: ConverseFacts, answer: ModelAnswer): Turn =>
  judgeModel({ base: facts, fallback: converse(facts).outcome, answer }).outcome;

describe('what a model writes', () => {
  it('is sent when the record backs it, with the ids it rests on', () => {
    const turn = judge(
      factsFor('what does a full detail cost?'),
      says('A full detail is $249 and takes about 3 hours.'),
    );
    expect(turn.writtenBy).toBe('model');
    expect(turn.reply?.asserts).toEqual(
      expect.arrayContaining(['price:full-detail', 'duration:full-detail']),
    );
  });

  it.each([
    ['an invented price', 'A full detail is $199.'],
    ['an invented time', 'We can take you Sunday at 10:00 AM.'],
    ['a booking that was never made', "You're booked, see you then!"],
    ['a claim to be a person', 'I am a real person, promise.'],
    ['a discount', 'We have a discount just for you.'],
    ['a link', 'Pay here: https://example.test/pay'],
    ['nothing', '  '],
    ['a novel', 'word '.repeat(200)],
  ])('falls back to the deterministic words for %s', (_, text) => {
    const facts = factsFor('what does a full detail cost?');
    const fallback = converse(facts).outcome;
    const turn = judge(facts, says(text));
    expect(turn.writtenBy).toBe('assistant');
    expect(turn.reply).toEqual(fallback.reply);
    expect(turn.why).toMatch(/deterministic/);
  });

  it('is completed with the question that must be asked, so that the next answer is understood', () => {
    const facts = factsFor('interested in interior detail');
    const turn = judge(facts, says('Happy to help with your interior!'));
    expect(turn.reply?.body).toMatch(/Happy to help.*Is there pet hair\?/);
    expect(turn.state.pending).toMatchObject({ kind: 'question', key: 'pets' });
  });

  it('keeps the offered times in sight', () => {
    const turn = judge(factsFor('full detail please'), says('Sure thing.'));
    expect(turn.reply?.body).toMatch(/Sure thing.*Which one: tomorrow \(Tuesday\) 8:00 AM/);
  });

  it('names the assistant where nothing did before', () => {
    expect(
      judge(factsFor('how much is a full detail', { disclosed: false }), says('It is $249.')).reply?.body,
    ).toMatch(/automated assistant of Shine Lab/);
  });
});

describe('what a model does', () => {
  const slot = 'full-detail@2026-11-26T16:00:00.000Z';

  it('may book a time that was offered or named, and only through the claim', () => {
    const offered = judge(
      factsFor('sounds good', {
        serviceKey: 'full-detail',
        offers: ['2026-11-26T16:00:00.000Z'],
        wantsBooking: true,
      }),
      calls('book_slot', { slotKey: slot }),
    );
    expect(offered).toMatchObject({
      reply: null,
      effect: { type: 'confirm', startAt: '2026-11-26T16:00:00.000Z' },
    });
  });

  it.each([
    ['a time nobody spoke of', { slotKey: slot }],
    ['a time that is not free', { slotKey: 'full-detail@2026-11-29T16:00:00.000Z' }],
    ['a service that needs answers first', { slotKey: 'ceramic-coating@2026-11-26T16:00:00.000Z' }],
    ['rubbish', { nope: 1 }],
    ['nothing', null],
  ])('may not book %s', (_, args) => {
    const turn = judge(factsFor('hello there, full detail'), calls('book_slot', args));
    expect(turn.effect).toBeNull();
    expect(turn.why).toMatch(/deterministic/);
  });

  it('may ask for a person, and for nothing that does not exist', () => {
    expect(
      judge(factsFor('do you do boats?'), calls('hand_over', { reason: 'boats' })).actions,
    ).toContainEqual({ type: 'handover', code: 'unanswered', reason: 'boats' });
    expect(judge(factsFor('hi'), calls('delete_everything', {})).why).toMatch(/does not exist/);
  });

  it('failing, changes nothing for the caller', () => {
    const facts = factsFor('how much is a full detail');
    expect(judge(facts, { status: 'failed', detail: 'no answer in time' }).reply).toEqual(
      converse(facts).outcome.reply,
    );
  });

  it.each([
    'are you a bot?',
    'gas leak!',
    'get me a human',
    'this is an automated message',
    'call me back please',
  ])('has no say in: %s', (text) => {
    expect(mayUseModel(converse(factsFor(text)).outcome)).toBe(false);
  });
});

describe('what a model is told', () => {
  it('holds the record, and marks where a person has left the conversation', () => {
    const prompt = modelPrompt(factsFor('hi'), [
      { role: 'caller', text: 'hello' },
      { role: 'person', text: 'Sam here, one moment' },
      { role: 'person', text: 'done' },
      { role: 'caller', text: 'thanks, and the price?' },
    ]);
    expect(prompt.system).toMatch(/Full detail \(key full-detail\); \$249/);
    expect(prompt.system).toMatch(/full-detail@2026-11-24T14:00:00.000Z: tomorrow \(Tuesday\) 8:00 AM/);
    expect(
      prompt.messages
        .map((message) => message.text)
        .filter((text) => text.includes('handed the conversation back')),
    ).toHaveLength(1);
    expect(prompt.messages[1]?.text).not.toMatch(/handed/);
  });
});
