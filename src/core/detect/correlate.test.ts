import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CallEvent } from '../model/call-event.ts';
import { correlate } from './correlate.ts';
import type { EventGroup } from './correlate.ts';
import { detect } from './detect.ts';
import { history, mulberry, shuffled } from './history.fixture.ts';
import { score } from './score.fixture.ts';

/**
 * Correlation decides how many texts a person gets. If these fail, one customer who rang twice over two vendors is texted
 * twice, two customers are taken for one, or the answer depends on which webhook happened to arrive first.
 */
const keys = (group: EventGroup): string[] =>
  group.calls.flatMap((call) => call.events.map(({ event }) => `${event.surface}:${event.eventId}`)).sort();
const grouping = (events: readonly CallEvent[]): string[][] =>
  correlate(events)
    .map(keys)
    .sort((a, b) => ((a[0] ?? '') < (b[0] ?? '') ? -1 : 1));

describe('whatever the order, the repetition and the batching', () => {
  test('the attempts are the same', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), (seed) => {
        const { events } = history({
          customers: 4,
          locations: 2,
          skewSeconds: 90,
          hidden: 0.08,
          lost: 0.2,
          seed,
        });
        const random = mulberry(seed);
        const expected = detect(events);
        const repeated = shuffled([...events, ...events.filter(() => random() < 0.3)], random);
        expect(detect(repeated)).toEqual(expected);
        expect(detect(structuredClone(repeated).reverse())).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  test('more events only ever merge attempts', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000 }),
        fc.double({ min: 0.1, max: 0.9, noNaN: true }),
        (seed, share) => {
          const { events } = history({
            customers: 3,
            locations: 2,
            skewSeconds: 90,
            hidden: 0.08,
            lost: 0.1,
            seed,
          });
          const random = mulberry(seed + 1);
          const some = events.filter(() => random() < share);
          const home = new Map(
            grouping(events).flatMap((group, index) => group.map((key) => [key, index] as const)),
          );
          for (const group of grouping(some)) expect(new Set(group.map((key) => home.get(key))).size).toBe(1);
        },
      ),
      { numRuns: 150 },
    );
  });

  test('a caller alone gives what the caller gives among all', () => {
    const { events } = history({
      customers: 30,
      locations: 3,
      skewSeconds: 90,
      hidden: 0.08,
      lost: 0.05,
      seed: 7,
    });
    const all = new Set(grouping(events).map((group) => group.join()));
    for (const from of new Set(events.map((event) => event.from))) {
      for (const group of grouping(events.filter((event) => event.from === from)))
        expect(all.has(group.join())).toBe(true);
    }
  });
});

describe('measured against known truth: three surfaces, clocks up to 90 s apart, 5% of events lost', () => {
  test('callers who show their number', () => {
    const histories = Array.from({ length: 11 }, (_, index) =>
      history({ customers: 300, locations: 8, skewSeconds: 90, hidden: 0, lost: 0.05, seed: index + 1 }),
    );
    const count = histories.reduce((sum, { events }) => sum + events.length, 0);
    const result = score(
      histories.map(({ events, truth }) => ({ groups: grouping(events), precise: truth, recalled: truth })),
    );
    console.log(`numbered callers: ${count} events, ${result.text}`);
    expect(count).toBeGreaterThan(100_000);
    expect(result.precision).toBeGreaterThanOrEqual(0.999);
    expect(result.recall).toBeGreaterThanOrEqual(0.99);
  });

  test('callers who hide it: rings are found; two of them at one place within seconds look like one', () => {
    const histories = Array.from({ length: 10 }, (_, index) =>
      history({ customers: 60, locations: 40, skewSeconds: 80, hidden: 1, lost: 0.05, seed: index + 1 }),
    );
    const result = score(
      histories.map(({ events, truth, rings }) => ({
        groups: grouping(events),
        precise: truth,
        recalled: rings,
      })),
    );
    console.log(`withheld callers: ${result.text}`);
    expect(result.precision).toBeGreaterThanOrEqual(0.95);
    expect(result.recall).toBeGreaterThanOrEqual(0.99);
  });
});

describe('rules', () => {
  const at = (seconds: number): string => new Date(Date.UTC(2026, 10, 20, 18) + seconds * 1000).toISOString();
  const call = (over: Partial<CallEvent>): CallEvent => ({
    surface: 'twilio',
    eventId: `${over.surface ?? 'twilio'}-${over.callId ?? 'CA1'}-${over.occurredAt ?? ''}`,
    callId: 'CA1',
    linkedCallIds: [],
    direction: 'inbound',
    from: '+13105550142',
    fromWithheld: false,
    to: '+12125550100',
    occurredAt: at(0),
    timePrecision: 's',
    final: true,
    disposition: 'no_answer',
    attribution: {},
    ...over,
  });
  const sizes = (...events: CallEvent[]): number[] => correlate(events).map((group) => group.calls.length);
  const rules = (...events: CallEvent[]): string[] =>
    correlate(events).flatMap((group) => group.links.map((link) => link.rule));

  test('the same id on two surfaces means nothing', () => {
    expect(sizes(call({}), call({ surface: 'telnyx', from: '+13105550143' }))).toEqual([1, 1]);
  });

  test('linked ids join, whatever the numbers say', () => {
    expect(
      rules(
        call({}),
        call({ callId: 'CA2', linkedCallIds: ['CA1'], from: null, to: '+12125550171', occurredAt: at(5000) }),
      ),
    ).toEqual(['linked-id']);
  });

  test('a tracking number that forwards to the next surface joins them, and says so', () => {
    const rail = call({
      surface: 'callrail',
      callId: 'CAL1',
      to: '+12125550133',
      forwardedTo: '+12125550100',
    });
    const [group] = correlate([call({ occurredAt: at(4) }), rail]);
    expect(group?.links[0]).toMatchObject({ rule: 'forwarding-chain' });
    expect(group?.links[0]?.because).toBe(
      "Callrail and Twilio saw the same caller 4 s apart; Twilio's call was forwarded from Callrail's number.",
    );
  });

  test('two tracking numbers that ring one switchboard stay two attempts', () => {
    const one = call({
      surface: 'callrail',
      callId: 'CAL1',
      to: '+12125550133',
      forwardedTo: '+12125550100',
    });
    const two = call({
      surface: 'callrail',
      callId: 'CAL2',
      to: '+12125550134',
      forwardedTo: '+12125550100',
      occurredAt: at(60),
    });
    expect(sizes(one, two)).toEqual([1, 1]);
  });

  test('redials chain: each within ten minutes of the last', () => {
    expect(
      sizes(
        call({}),
        call({ callId: 'CA2', occurredAt: at(590) }),
        call({ callId: 'CA3', occurredAt: at(1180) }),
      ),
    ).toEqual([3]);
    expect(sizes(call({}), call({ callId: 'CA2', occurredAt: at(601) }))).toEqual([1, 1]);
  });

  test('the gap is measured from the end of the call', () => {
    const long = call({ occurredAt: at(900), startedAt: at(0), endedAt: at(900) });
    expect(sizes(long, call({ callId: 'CA2', occurredAt: at(1400) }))).toEqual([2]);
  });

  test('another location, or another caller, is another attempt', () => {
    expect(sizes(call({}), call({ callId: 'CA2', to: '+12125550101' }))).toEqual([1, 1]);
    expect(sizes(call({}), call({ callId: 'CA2', from: '+13105550143' }))).toEqual([1, 1]);
  });

  test('withheld callers join only across surfaces, by timing at one destination', () => {
    const hidden = { from: null, fromWithheld: true } as const;
    const first = call({ ...hidden });
    expect(sizes(first, call({ ...hidden, callId: 'CA2' }))).toEqual([1, 1]);
    expect(sizes(first, call({ ...hidden, callId: 'CA2', occurredAt: at(20) }))).toEqual([1, 1]);
    expect(
      sizes(first, call({ ...hidden, surface: 'ringcentral', callId: 's-1', occurredAt: at(20) })),
    ).toEqual([2]);
    expect(
      sizes(first, call({ ...hidden, surface: 'ringcentral', callId: 's-1', occurredAt: at(120) })),
    ).toEqual([1, 1]);
    expect(sizes(first, call({ surface: 'ringcentral', callId: 's-1', occurredAt: at(2) }))).toEqual([1, 1]);
  });

  test('a coarse clock widens the window', () => {
    const coarse = call({
      surface: 'marchex',
      callId: 'M1',
      from: null,
      fromWithheld: true,
      timePrecision: 'min',
      occurredAt: at(140),
    });
    expect(sizes(call({ from: null, fromWithheld: true }), coarse)).toEqual([2]);
  });

  test('an absurd start does not drag an attempt across years', () => {
    const odd = call({ startedAt: '2001-01-01T00:00:00Z' });
    expect(sizes(odd, call({ callId: 'CA2', occurredAt: at(-3600) }))).toEqual([1, 1]);
  });

  test('two versions under one event id: arrival order does not choose', () => {
    const [one, two] = [
      call({ eventId: 'x', disposition: 'busy' }),
      call({ eventId: 'x', disposition: 'no_answer' }),
    ];
    expect(detect([one, two])).toEqual(detect([two, one]));
    expect(detect([one, two])[0]?.calls[0]?.events).toHaveLength(1);
  });

  test('one delivery heard twice counts once, also under another event id', () => {
    const [group] = correlate([call({}), call({}), call({ eventId: 'again' })]);
    expect(group?.calls[0]?.events).toHaveLength(1);
  });
});
