/**
 * If this fails: some text, however odd, breaks the assistant, makes it claim what is not on record, or makes a recorded
 * turn impossible to re-derive.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { talk } from '../../../test/support/talk.ts';
import { countSegments } from '../gate/segments.ts';
import { converse } from './assistant.ts';
import { groundingOf, guardReply } from './guard.ts';
import { readState, FRESH_STATE, afterHandBack, whenTakenOver, type ConverseFacts } from './turn.ts';
import { shopFacts } from '../compose/shop.ts';
import { detailingShop } from '../../../test/support/talk.ts';

const WORDS = [
  'full detail',
  'ceramic',
  'interior',
  'tint',
  'how much',
  'when',
  'thursday',
  'tomorrow',
  'friday',
  '10',
  '2',
  'first',
  'second one',
  'yes',
  'no',
  'thanks',
  'cancel',
  'my appointment',
  'reschedule',
  'book',
  'morning',
  'after 3pm',
  'noon',
  'hours?',
  'where are you',
  'a bot?',
  'this is Ana',
  'hola',
  'cuanto cuesta',
  'el jueves',
  '👍',
  'asap',
  'none',
  'call me',
  '$5',
  '100%',
  'toyota',
  'on the 30th',
  '11/31',
  '25:99',
  'person',
  'parking?',
  '',
  '...',
  'do 10 instead',
  'mañana',
];
const caller = fc.oneof(
  fc.array(fc.constantFrom(...WORDS), { maxLength: 5 }).map((words) => words.join(' ')),
  fc.string({ maxLength: 200, unit: 'binary' }),
  fc.constantFrom('x'.repeat(10_000), '1'.repeat(500), '\u202e\u0000', '؟؟؟', '🏳️‍🌈'.repeat(50)),
);

describe('any conversation', () => {
  it('ends every turn in a bounded reply that the record backs, and keeps promises and bookings one to one', () => {
    fc.assert(
      fc.property(fc.array(caller, { minLength: 1, maxLength: 8 }), (texts) => {
        const conversation = talk();
        for (const text of texts) {
          const before = conversation.bookings.filter((booking) => booking.state === 'confirmed').length;
          const said = conversation.say(text);
          const after = conversation.bookings.filter((booking) => booking.state === 'confirmed').length;
          if (/You are booked|reservada/.test(said)) expect(after).toBe(before + 1);
          else expect(after).toBeLessThanOrEqual(before);
          expect(countSegments(said).segments).toBeLessThanOrEqual(4);
          expect(readState(JSON.parse(JSON.stringify(conversation.state)))).toEqual(conversation.state);
        }
        const spans = conversation.busy.map((busy) => `${busy.resource} ${busy.from}`);
        expect(new Set(spans).size).toBe(spans.length);
      }),
      { numRuns: 250 },
    );
  }, 60_000);

  it('gives the same turn again from the recorded facts', () => {
    fc.assert(
      fc.property(caller, caller, (first, second) => {
        const conversation = talk();
        conversation.say(first);
        const facts = { ...factsFor(second), state: conversation.state };
        const again = JSON.parse(JSON.stringify(facts)) as ConverseFacts;
        expect(JSON.parse(JSON.stringify(converse(again).outcome))).toEqual(
          JSON.parse(JSON.stringify(converse(facts).outcome)),
        );
      }),
      { numRuns: 150 },
    );
  }, 60_000);
});

describe('the guard', () => {
  const facts = factsFor('hi');
  const check = (body: string, asserts: readonly string[] = []): boolean =>
    guardReply({ body, asserts }, groundingOf(facts, FRESH_STATE)).ok;

  it.each([
    'It costs $699.',
    'That is 250 dollars.',
    'You get 20% off today.',
    'We have Thursday 10:00 AM.',
    'Come at 3pm.',
    'See you tomorrow!',
    'You are booked.',
    "You're all set for the visit, it is confirmed.",
    'Your appointment is cancelled.',
    'I am holding it for you.',
    'Call us at (310) 555-0142.',
    'Book at https://example.test/now.',
    'I am a real person.',
    'My name is Sandra.',
    'There is a discount this week.',
  ])('refuses without backing: %s', (body) => expect(check(body)).toBe(false));

  it.each([
    ['Full detail: $249.', ['price:full-detail']],
    ['Ceramic coating: from $699 for a sedan, from $849 for an SUV or truck.', ['price:ceramic-coating']],
    ['It takes about 3 hours.', ['duration:full-detail']],
    [
      'We can do Thursday 10:00 AM or Thursday at 11 AM.',
      ['slot:full-detail@2026-11-26T16:00:00.000Z', 'slot:full-detail@2026-11-26T17:00:00.000Z'],
    ],
    ['You are booked for Thursday, Nov 26 at 10:00 AM.', ['booking:b1']],
    ['I am the automated assistant, not a person. How can we help?', []],
    ['Happy to help. What vehicle is it (year, make, model)?', []],
  ] as const)('lets pass what the record backs: %s', (body, asserts) => {
    const booked: ConverseFacts = {
      ...facts,
      bookings: [
        {
          id: 'b1',
          serviceKey: 'full-detail',
          startAt: '2026-11-26T16:00:00.000Z',
          endAt: '2026-11-26T19:00:00.000Z',
          state: 'confirmed',
        },
      ],
    };
    expect(guardReply({ body, asserts }, groundingOf(booked, FRESH_STATE))).toEqual({ ok: true });
  });

  it('is not fooled by a price inside another, by another slot, or by an id that is not on record', () => {
    expect(check('Full detail: $2490.', ['price:full-detail'])).toBe(false);
    expect(check('Full detail: $249.50.', ['price:full-detail'])).toBe(false);
    expect(check('Interior detail is $149.', ['price:full-detail'])).toBe(false);
    expect(check('We have Friday 10:00 AM.', ['slot:full-detail@2026-11-26T16:00:00.000Z'])).toBe(false);
    expect(check('You are booked.', ['booking:nope'])).toBe(false);
    expect(check('We have Sunday 10:00 AM.', ['slot:full-detail@2026-11-29T16:00:00.000Z'])).toBe(false);
  });

  it('does not take a held or cancelled visit for a booking', () => {
    for (const state of ['held', 'cancelled', 'expired'] as const) {
      const given: ConverseFacts = {
        ...facts,
        bookings: [
          {
            id: 'b1',
            serviceKey: 'full-detail',
            startAt: '2026-11-26T16:00:00.000Z',
            endAt: '2026-11-26T19:00:00.000Z',
            state,
          },
        ],
      };
      expect(
        guardReply({ body: 'You are booked.', asserts: ['booking:b1'] }, groundingOf(given, FRESH_STATE)).ok,
      ).toBe(false);
    }
  });
});

describe('the end of a human stretch', () => {
  it('is data: what was half-said is forgotten, what was learned stays', () => {
    const conversation = talk();
    conversation.say('my name is Ana, ceramic coating please');
    const taken = whenTakenOver(conversation.state, '2026-11-24T01:00:00.000Z');
    expect(taken.humanStretches).toEqual([{ from: '2026-11-24T01:00:00.000Z', to: null }]);
    const back = afterHandBack(taken, '2026-11-24T02:00:00.000Z');
    expect(back).toMatchObject({
      name: 'Ana',
      serviceKey: 'ceramic-coating',
      pending: null,
      offers: [],
      humanStretches: [{ to: '2026-11-24T02:00:00.000Z' }],
    });
    expect(readState({ ...taken, handedBackAt: '2026-11-24T02:00:00.000Z' })).toEqual(back);
    conversation.state = back;
    expect(conversation.say('what are your hours?')).toMatch(/8 AM/);
  });
});

function factsFor(text: string): ConverseFacts {
  const location = detailingShop();
  const { config } = location;
  return {
    now: '2026-11-24T00:42:20.000Z',
    shop: shopFacts(location, null),
    opening: { hours: config.hours, exceptions: [] },
    address: '12 Main St, Austin',
    services: config.services,
    calendar: {
      reps: [],
      bays: 2,
      busy: [],
      slotMinutes: 60,
      leadMinutes: 60,
      horizonDays: 14,
      holdMinutes: 10,
    },
    bookings: [],
    contactName: null,
    state: FRESH_STATE,
    inbound: { id: 'i', text },
  };
}
