import { describe, expect, test } from 'vitest';
import type { CallEvent } from '../model/call-event.ts';
import { TenantConfig } from '../model/organisation.ts';
import { detect } from './detect.ts';
import { at, classes, CUSTOMER, event, only, REP, SHOP, TRACKING } from './event.fixture.ts';
import { isOpenAt } from './hours.ts';
import { optionsFrom } from './options.ts';

/**
 * Detection for a configured business. If these fail, a location's own hours, zone, numbers or windows are not honoured:
 * callers at night hear that the shop is open, and one shop's calls are counted for another.
 */
const BEN = '+12125550172';
const CONFIG = TenantConfig.parse({
  tenant: { key: 'demo', name: 'Demo' },
  banners: [
    {
      key: 'shine',
      name: 'Shine',
      legalEntity: 'Shine LLC',
      locations: [
        {
          key: 'broadway',
          name: 'Broadway',
          zone: 'America/New_York',
          address: { city: 'New York', state: 'NY' },
          numbers: [{ number: SHOP }, { number: TRACKING, kind: 'tracking', forwardsTo: '+12125550155' }],
          hours: { fri: [{ open: '09:00', close: '13:30' }], sat: [{ open: '20:00', close: '02:00' }] },
          exceptions: [{ date: '2026-11-27', hours: [] }],
          reps: [
            { key: 'ana', name: 'Ana', phone: REP, skills: ['tint'], languages: ['en', 'es'] },
            { key: 'ben', name: 'Ben Ito', phone: BEN, skills: ['ceramic-coating'] },
          ],
          textback: { redialWindowMinutes: 2 },
          thresholds: { shortSeconds: 3, prolongedRingSeconds: 60 },
        },
      ],
    },
  ],
});

describe('with an organisation', () => {
  const options = optionsFrom(CONFIG);
  const miss = (over: Partial<CallEvent> = {}): CallEvent => event({ disposition: 'no_answer', ...over });

  test('all numbers of a location are one place', () => {
    const view = only(
      [
        miss({ to: TRACKING, surface: 'callrail', callId: 'CAL1' }),
        miss({ to: '+12125550155', occurredAt: at(3) }),
      ],
      options,
    );
    expect(view).toMatchObject({ locationKey: 'broadway', to: TRACKING });
  });

  test('the numbers of a pool are one place, listed or named by the source', () => {
    const pooled = (to: string, seconds: number, over: Partial<CallEvent> = {}): CallEvent =>
      miss({ surface: 'callrail', callId: to, to, occurredAt: at(seconds), ...over });
    // Each visitor of the web site is shown another number; a caller who returns to the page rings the next one.
    const located = { location: 'broadway', attribution: { dniPool: 'web' } };
    const view = only(
      [pooled('+12125550181', 0, located), pooled('+12125550182', 60, located), pooled(TRACKING, 90)],
      options,
    );
    expect(view).toMatchObject({ locationKey: 'broadway', to: '+12125550181' });
    expect(view.calls).toHaveLength(3);
    expect(detect([pooled('+12125550181', 0), pooled('+12125550182', 60)], options)).toHaveLength(2);
  });

  test('an unknown number stands for itself', () => {
    expect(only([miss({ to: '+12125550199' })], options).locationKey).toBe('+12125550199');
  });

  test("the location's own redial window and thresholds hold", () => {
    expect(detect([miss(), miss({ callId: 'CA2', occurredAt: at(150) })], options)).toHaveLength(2);
    expect(classes(only([miss({ startedAt: at(-45), endedAt: at(0) })], options))).not.toContain(
      'prolonged-ring',
    );
  });

  test('hours, in the zone of the location, with exceptions and past midnight', () => {
    expect(classes(only([miss()], options))).toContain('during-business-hours');
    const late = only([miss({ occurredAt: at(3600) })], options);
    expect(late.primaryClass).toBe('after-hours');
    const location = options.location?.('broadway');
    if (location === null || location === undefined) throw new Error('no location');
    expect(isOpenAt(location, '2026-11-27T15:00:00Z')).toBe(false);
    expect(isOpenAt(location, '2026-11-22T06:59:00Z')).toBe(true);
    expect(isOpenAt(location, '2026-11-22T07:00:00Z')).toBe(false);
    // 1 November 2026: clocks went back at 02:00, so 01:30 came twice and both are before closing.
    expect(isOpenAt(location, '2026-11-01T05:30:00Z')).toBe(true);
    expect(isOpenAt(location, '2026-11-01T06:30:00Z')).toBe(true);
  });

  test('a language or a skill that nobody has', () => {
    expect(only([miss({ language: 'zh-CN' })], options).primaryClass).toBe('language-mismatch');
    expect(only([miss({ skill: 'upholstery' })], options).primaryClass).toBe('skill-mismatch');
    expect(classes(only([miss({ language: 'es-MX', skill: 'Tint' })], options))).toEqual([
      'no-answer',
      'during-business-hours',
    ]);
  });

  test('a language or a skill that the person who was rung does not have', () => {
    const leg = (to: string): CallEvent =>
      event({ callId: 'CA2', linkedCallIds: ['CA1'], direction: 'outbound', to, disposition: 'no_answer' });
    const spanish = miss({ language: 'es', occurredAt: at(1) });
    expect(only([spanish, leg(BEN)], options)).toMatchObject({ primaryClass: 'language-mismatch' });
    expect(only([spanish, leg(BEN)], options).classes[0]?.because).toBe(
      'The caller asked for es; it rang at Ben Ito, who does not speak it.',
    );
    expect(classes(only([spanish, leg(BEN), { ...leg(REP), callId: 'CA3' }], options))).not.toContain(
      'language-mismatch',
    );
    expect(only([miss({ skill: 'Ceramic Coating', agent: 'ana' })], options).primaryClass).toBe(
      'skill-mismatch',
    );
    expect(classes(only([miss({ skill: 'Ceramic Coating', agent: 'Ben Ito' })], options))).toEqual([
      'no-answer',
      'during-business-hours',
    ]);
  });

  test('what a queue is called says what its callers want', () => {
    expect(only([miss({ queue: 'Sales - Russian' })], options).classes[0]).toMatchObject({
      class: 'language-mismatch',
      because: 'The caller waited in the queue "Sales - Russian", and nobody here speaks its language.',
    });
    expect(only([miss({ queue: 'Español', agent: 'Ben Ito' })], options).primaryClass).toBe(
      'language-mismatch',
    );
    expect(only([miss({ queue: 'Tint', agent: 'Ben Ito' })], options).primaryClass).toBe('skill-mismatch');
    expect(classes(only([miss({ queue: 'Español' })], options))).not.toContain('language-mismatch');
    expect(classes(only([miss({ queue: 'Front desk', agent: 'Ben Ito' })], options))).toEqual([
      'no-answer',
      'during-business-hours',
    ]);
  });

  test('a leg to a rep alone still is a call that came in', () => {
    const leg = event({
      callId: 'CA2',
      linkedCallIds: ['CA1'],
      direction: 'outbound',
      to: REP,
      disposition: 'no_answer',
    });
    expect(only([leg], options)).toMatchObject({ missed: true, from: CUSTOMER });
  });

  test("a rep's mobile calling back counts for the customer", () => {
    const back = event({
      callId: 'CA9',
      direction: 'outbound',
      from: REP,
      to: CUSTOMER,
      disposition: 'answered',
      occurredAt: at(60),
    });
    expect(only([miss(), back], options).state).toBe('recovered-by-caller');
  });
});
