import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CallEvent } from '../model/call-event.ts';
import { clockCorrections, learnClockSkew, pairOffsets } from './clock-skew.ts';
import { correlate } from './correlate.ts';
import { detect } from './detect.ts';
import { at, event, only, SHOP, TRACKING } from './event.fixture.ts';
import { history, mulberry, shuffled } from './history.fixture.ts';
import type { History } from './history.fixture.ts';
import type { DetectOptions } from './options.ts';
import { score } from './score.fixture.ts';

/**
 * Clocks of phone systems that are minutes off. If these fail, one ring that two vendors saw is told as two, a mailbox
 * that picked up passes for a person, and callers who hide their number are listed twice.
 */
const AHEAD = 240;
const LAG = { callrail: 1200, twilio: 900, ringcentral: -AHEAD * 1000 };
const skewed = (seed: number, given: { hidden?: number; ahead?: number; jitter?: number } = {}): History =>
  history({
    customers: 300,
    locations: 40,
    skewSeconds: given.jitter ?? 30,
    clocksAhead: { ringcentral: given.ahead ?? AHEAD },
    hidden: given.hidden ?? 0,
    lost: 0.05,
    seed,
  });
const asOption = (events: readonly CallEvent[]): DetectOptions => ({
  clockSkewMs: clockCorrections(learnClockSkew(events, {}, LAG)),
});
const key = (each: CallEvent): string => `${each.surface}:${each.eventId}`;
const rings = (events: readonly CallEvent[], options: DetectOptions): string[][] =>
  detect(events, options).flatMap((view) => view.calls.map((call) => call.events.map(key)));
const groups = (events: readonly CallEvent[], options: DetectOptions): string[][] =>
  correlate(events, options).map((group) =>
    group.calls.flatMap((call) => call.events.map((entry) => key(entry.event))),
  );

describe('what is learned', () => {
  test.each([AHEAD, -300, 600])('a clock %i s off, with 5% of the news lost', (ahead) => {
    const { events } = skewed(1, { ahead });
    const skews = learnClockSkew(events, {}, LAG);
    expect(skews.map(({ surface }) => surface)).toEqual(['callrail', 'ringcentral', 'twilio']);
    expect(Object.keys(clockCorrections(skews))).toEqual(['ringcentral']);
    const found = skews.find(({ surface }) => surface === 'ringcentral');
    expect(Math.abs((found?.offsetMs ?? 0) / 1000 - ahead)).toBeLessThanOrEqual(8);
    expect(found?.pairs).toBeGreaterThanOrEqual(20);
  });

  test('the order of the events does not matter', () => {
    const { events } = skewed(2);
    expect(learnClockSkew(shuffled(events, mulberry(9)), {}, LAG)).toEqual(learnClockSkew(events, {}, LAG));
  });

  test('the clock whose news arrives when it says is taken as right', () => {
    const { events } = skewed(3);
    const skews = learnClockSkew(events, {}, { ringcentral: 500, callrail: 240_000 });
    expect(new Set(skews.map(({ reference }) => reference))).toEqual(new Set(['ringcentral']));
    expect(Object.keys(clockCorrections(skews))).toEqual(['callrail', 'twilio']);
  });

  test('clocks that agree, too few calls, or an hour off: nothing', () => {
    expect(asOption(skewed(4, { ahead: 0 }).events)).toEqual({ clockSkewMs: {} });
    const few = skewed(5).events.filter((each) => Number(each.from?.slice(-4)) < 1012);
    expect(learnClockSkew(few, {}, LAG)).toEqual([]);
    expect(asOption(skewed(6, { ahead: 3600 }).events)).toEqual({ clockSkewMs: {} });
  });

  test('a caller who rings again and again proves nothing; a trace that both name does', () => {
    const rail = (index: number, seconds: number, over: Partial<CallEvent> = {}): CallEvent =>
      event({
        surface: 'callrail',
        callId: `R${index}`,
        to: TRACKING,
        forwardedTo: SHOP,
        disposition: 'busy',
        occurredAt: at(seconds),
        ...over,
      });
    const pbx = (index: number, seconds: number, over: Partial<CallEvent> = {}): CallEvent =>
      event({
        surface: 'ringcentral',
        callId: `P${index}`,
        disposition: 'busy',
        occurredAt: at(seconds + 150),
        ...over,
      });
    const many = Array.from({ length: 40 }, (_, index) => [
      rail(index, index * 60),
      pbx(index, index * 60),
    ]).flat();
    expect(pairOffsets(many)).toEqual([]);
    const traced = Array.from({ length: 40 }, (_, index) => {
      const attribution = { traceId: `trace-${index}-of-many` };
      return [rail(index, index * 60, { attribution }), pbx(index, index * 60, { attribution })];
    }).flat();
    expect(pairOffsets(traced)).toMatchObject([
      { a: 'callrail', b: 'ringcentral', offsetMs: 150_000, pairs: 40 },
    ]);
  });
});

describe(`measured against known truth: one of three clocks ${AHEAD} s ahead, beyond what the surfaces tolerate`, () => {
  const seeds = [11, 12, 13];

  test('rings of callers who show their number', () => {
    const samples = seeds.map((seed) => skewed(seed));
    const scored = (options: (events: readonly CallEvent[]) => DetectOptions) =>
      score(
        samples.map(({ events, rings: truth }) => ({
          groups: rings(events, options(events)),
          precise: truth,
          recalled: truth,
        })),
      );
    const [before, after] = [scored(() => ({})), scored(asOption)];
    console.log(`rings, clock as it is: ${before.text}\nrings, skew learned: ${after.text}`);
    expect(before.recall).toBeLessThan(0.8);
    expect(after.precision).toBeGreaterThanOrEqual(0.97);
    expect(after.recall).toBeGreaterThanOrEqual(0.97);
  });

  test('callers who hide it, by what was learned from the others', () => {
    const samples = seeds.map((seed) => ({
      learnt: asOption(skewed(seed).events),
      hidden: skewed(seed, { hidden: 1 }),
    }));
    const scored = (learn: boolean) =>
      score(
        samples.map(({ learnt, hidden }) => ({
          groups: groups(hidden.events, learn ? learnt : {}),
          precise: hidden.truth,
          recalled: hidden.rings,
        })),
      );
    const [before, after] = [scored(false), scored(true)];
    console.log(`withheld, clock as it is: ${before.text}\nwithheld, skew learned: ${after.text}`);
    expect(before.recall).toBeLessThan(0.7);
    expect(after.recall).toBeGreaterThanOrEqual(0.99);
    expect(after.precision).toBeGreaterThan(before.precision);
  });
});

describe('with a known skew', () => {
  test('the same events give the same attempts, whatever the order and repetition', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), (seed) => {
        const { events } = history({
          customers: 4,
          locations: 2,
          skewSeconds: 60,
          clocksAhead: { ringcentral: AHEAD },
          hidden: 0.1,
          lost: 0.2,
          seed,
        });
        const options = { clockSkewMs: { ringcentral: AHEAD * 1000, callrail: -20_000 } };
        const random = mulberry(seed);
        const repeated = shuffled([...events, ...events.filter(() => random() < 0.3)], random);
        expect(detect(repeated, options)).toEqual(detect(events, options));
      }),
      { numRuns: 40 },
    );
  });

  test('a mailbox that picked up is no person, and the record says which clock was set right', () => {
    const rail = event({
      surface: 'callrail',
      callId: 'R1',
      to: TRACKING,
      forwardedTo: SHOP,
      disposition: 'answered',
      startedAt: at(0),
      occurredAt: at(40),
    });
    const pbx = event({
      surface: 'ringcentral',
      callId: 'P1',
      disposition: 'voicemail',
      voicemail: { left: false },
      startedAt: at(244),
      occurredAt: at(280),
    });
    const asItIs = only([rail, pbx]);
    expect(asItIs.calls).toHaveLength(2);
    const view = only([rail, pbx], { clockSkewMs: { ringcentral: 240_000 } });
    expect(view).toMatchObject({ missed: true, state: 'missed', missedAt: at(40) });
    expect(view.calls).toHaveLength(1);
    expect(view.explanation).toContain(
      "Callrail and Ringcentral saw the same caller 4 s apart (after setting right Ringcentral's clock, 4 min fast); Ringcentral's call was forwarded from Callrail's number.",
    );
  });
});
