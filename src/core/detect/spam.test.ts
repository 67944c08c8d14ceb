import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AttemptView } from '../model/attempt.ts';
import type { CallEvent } from '../model/call-event.ts';
import { recentCalls } from './caller-facts.ts';
import type { CallerFacts } from './caller-facts.ts';
import { at, CUSTOMER, event, only } from './event.fixture.ts';
import { assessSpam } from './spam.ts';

/**
 * Who is taken for spam. If these fail, robocallers are texted and fill the callback list, or, far worse, a customer who
 * calls from an unlucky number never hears from the shop.
 */
const NOBODY: CallerFacts = { number: CUSTOMER, customer: null, firstSeenAt: null, lists: [], recent: [] };
const judged = (caller: Partial<CallerFacts>, over: Partial<CallEvent> = {}): AttemptView =>
  only([event({ disposition: 'no_answer', ...over })], { caller: () => ({ ...NOBODY, ...caller }) });
const isSpam = (view: AttemptView): boolean => view.classes.some((found) => found.class === 'known-spam');
const rang = (locations: number, calls: number, seconds: number | null = 20): CallerFacts['recent'] =>
  Array.from({ length: calls }, (_, index) => ({
    at: at(-60 * index),
    location: `shop-${index % locations}`,
    seconds,
  }));

describe('signs', () => {
  test.each<[string, Partial<CallerFacts>, Partial<CallEvent>]>([
    ['a list', { lists: [{ list: 'ftc-2026', label: 'robocall' }] }, { attestation: 'A' }],
    ['the word of the phone system', {}, { spam: { label: 'Scam Likely' }, attestation: 'A' }],
    ['its score', {}, { spam: { score: 92 } }],
    ['a nuisance that nobody vouches for', {}, { spam: { label: 'Telemarketing' }, attestation: 'C' }],
    [
      'a round through the shops by calls that all end at once',
      { recent: rang(6, 9, 3) },
      { attestation: 'A' },
    ],
    [
      'a round through the shops, number not genuine',
      { recent: rang(5, 6) },
      { verstat: 'TN-Validation-Failed-A' },
    ],
  ])('%s: spam', (_name, caller, over) => {
    expect(isSpam(judged(caller, over))).toBe(true);
  });

  test.each<[string, Partial<CallerFacts>, Partial<CallEvent>]>([
    ['a first call that nobody vouches for', {}, { attestation: 'C' }],
    ['a number that is not genuine', {}, { verstat: 'TN-Validation-Failed-C', attestation: 'C' }],
    ['two shops in an hour', { recent: rang(2, 4) }, { attestation: 'C' }],
    ['five redials at one shop', { recent: rang(1, 5, 4) }, {}],
    ['a round through the shops by somebody genuine', { recent: rang(5, 6) }, { attestation: 'A' }],
    ['a label that says the opposite', {}, { spam: { label: 'Not spam' } }],
    ['a low score', {}, { spam: { score: 0.1 } }],
  ])('%s: not spam', (_name, caller, over) => {
    expect(isSpam(judged(caller, over))).toBe(false);
  });

  test('what the network and a stranger give never reaches the threshold, all of it together', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('A', 'B', 'C' as const),
        fc.boolean(),
        fc.integer({ min: 1, max: 2 }),
        fc.integer({ min: 1, max: 9 }),
        fc.option(fc.integer({ min: 1, max: 40 })),
        (attestation, forged, locations, calls, seconds) => {
          const over = { attestation, ...(forged && { verstat: 'TN-Validation-Failed' }) };
          expect(isSpam(judged({ recent: rang(locations, calls, seconds) }, over))).toBe(false);
        },
      ),
    );
  });

  test('a customer is never held back, whatever the signs', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.constantFrom('Robocaller', 'Fraud', ''),
        (shops, label) => {
          const view = judged(
            {
              customer: 'has booked with you',
              lists: [{ list: 'ftc', label: null }],
              recent: rang(shops, 40, 2),
            },
            { spam: { label, score: 1 }, verstat: 'TN-Validation-Failed', attestation: 'C' },
          );
          expect(isSpam(view)).toBe(false);
          expect(view.spam?.score).toBeGreaterThan(0.9);
          expect(view.explanation).toMatch(/but the caller has booked with you, so nothing is held back\.$/);
        },
      ),
    );
  });

  test('a long-known number weighs in favour', () => {
    const over = { spam: { label: 'Survey' }, attestation: 'C' } as const;
    expect(isSpam(judged({}, over))).toBe(true);
    expect(isSpam(judged({ firstSeenAt: at(-90 * 86_400) }, over))).toBe(false);
  });

  test('says in words what it saw, the weightiest first', () => {
    const view = judged(
      { lists: [{ list: 'ftc', label: 'robocall' }], recent: rang(6, 6) },
      { attestation: 'C' },
    );
    expect(view.classes[0]).toMatchObject({
      class: 'known-spam',
      because:
        'Looks like spam (100 of 100): the number is on the list ftc (robocall); it rang 6 of your locations within an hour; the network only passes the number on (attestation C); it is the first call from this number.',
    });
    expect(view.spam?.reasons.map((reason) => reason.sign)).toEqual([
      'listed',
      'burst-5-locations',
      'attestation-c',
      'first-seen',
    ]);
  });

  test('without anything known of the caller only the call itself counts', () => {
    expect(assessSpam({ events: [], startedAt: at(0) }, null)).toEqual({
      score: 0.018,
      reasons: [],
      spared: null,
    });
  });
});

describe("a number's recent calls", () => {
  test('are counted once, however many surfaces and legs told of them', () => {
    const heard = [
      event({ callId: 'CA1', disposition: 'in_progress' }),
      event({ callId: 'CA1', disposition: 'no_answer', occurredAt: at(20) }),
      event({ callId: 'CA2', disposition: 'no_answer', occurredAt: at(100), startedAt: at(96) }),
      event({ surface: 'callrail', callId: 'R1', disposition: 'no_answer', occurredAt: at(21) }),
      event({ callId: 'CA3', direction: 'outbound', to: '+12125550171', disposition: 'no_answer' }),
      event({ from: '+13105550143', disposition: 'no_answer' }),
    ].map((each) => ({ event: each, location: 'broadway' }));
    const elsewhere = {
      event: event({ surface: 'ringcentral', callId: 's1', disposition: 'busy', occurredAt: at(300) }),
      location: 'main',
    };
    expect(recentCalls(CUSTOMER, [...heard, elsewhere])).toEqual([
      { at: at(0), location: 'broadway', seconds: 20 },
      { at: at(96), location: 'broadway', seconds: 4 },
      { at: at(300), location: 'main', seconds: null },
    ]);
  });
});
