/**
 * If this fails: callers are offered times when the shop is closed, nobody can do the work, or the place is taken; or
 * free times are hidden from them. Days on which clocks change and evenings that lie on the next UTC day included.
 */
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { WEEKDAYS, type WeeklyHours } from '../model/organisation.ts';
import { findSlots, readSlotKey, slotKey, type AvailabilityFacts } from './availability.ts';

const week = (ranges: { open: string; close: string }[]): WeeklyHours =>
  Object.fromEntries(WEEKDAYS.map((day) => [day, ranges])) as WeeklyHours;

function facts(change: Partial<AvailabilityFacts> = {}): AvailabilityFacts {
  return {
    zone: 'America/Chicago',
    now: '2026-11-23T12:00:00.000Z',
    opening: { hours: week([{ open: '09:00', close: '17:00' }]), exceptions: [] },
    reps: [],
    bays: 1,
    service: { key: 'wash', minutes: 60, skills: [] },
    language: null,
    busy: [],
    slotMinutes: 60,
    leadMinutes: 0,
    horizonDays: 3,
    ...change,
  };
}
const starts = (given: AvailabilityFacts): string[] => findSlots(given).map((slot) => slot.startAt);
const local = (given: AvailabilityFacts): string[] =>
  findSlots(given).map((slot) =>
    Temporal.Instant.from(slot.startAt)
      .toZonedDateTimeISO(given.zone)
      .toPlainDateTime()
      .toString()
      .slice(5, 16),
  );

describe('slots', () => {
  it('lie within the hours, end before closing, and start after the shortest notice', () => {
    const slots = local(facts({ horizonDays: 1, leadMinutes: 24 * 60 }));
    expect(slots[0]).toBe('11-24T09:00');
    expect(slots.at(-1)).toBe('11-24T16:00');
    expect(slots).toHaveLength(8);
  });

  it('obey exceptions: closed all day, or other hours', () => {
    const opening = {
      hours: week([{ open: '09:00', close: '11:00' }]),
      exceptions: [
        { date: '2026-11-24', hours: [] },
        { date: '2026-11-25', hours: [{ open: '12:00', close: '13:00' }] },
      ],
    };
    expect(local(facts({ opening, horizonDays: 2 }))).toEqual(['11-23T09:00', '11-23T10:00', '11-25T12:00']);
  });

  it('keep evenings that lie on the next UTC day on their own local day', () => {
    const evening = facts({
      zone: 'America/Los_Angeles',
      opening: { hours: week([{ open: '20:00', close: '24:00' }]), exceptions: [] },
      horizonDays: 0,
      now: '2026-11-23T20:00:00.000Z',
    });
    expect(local(evening)).toEqual(['11-23T20:00', '11-23T21:00', '11-23T22:00', '11-23T23:00']);
    expect(starts(evening)[0]).toBe('2026-11-24T04:00:00.000Z');
  });

  it('see an evening booking that began on the previous UTC day', () => {
    const given = facts({
      opening: { hours: week([{ open: '17:00', close: '20:00' }]), exceptions: [] },
      horizonDays: 0,
      busy: [{ resource: 'bay-1', from: '2026-11-23T23:30:00.000Z', to: '2026-11-24T00:30:00.000Z' }],
    });
    expect(local(given)).toEqual(['11-23T19:00']);
  });

  it('span midnight where the shop is open through it', () => {
    const given = facts({
      opening: { hours: week([{ open: '00:00', close: '24:00' }]), exceptions: [] },
      service: { key: 'tow', minutes: 120, skills: [] },
      horizonDays: 0,
    });
    expect(local(given)).toContain('11-23T23:00');
  });

  it('skip the hour that spring takes and use the one that autumn gives', () => {
    const night = { hours: week([{ open: '00:00', close: '04:00' }]), exceptions: [] };
    expect(local(facts({ opening: night, now: '2026-03-08T06:00:00.000Z', horizonDays: 0 }))).toEqual([
      '03-08T00:00',
      '03-08T01:00',
      '03-08T03:00',
    ]);
    expect(local(facts({ opening: night, now: '2026-11-01T05:00:00.000Z', horizonDays: 0 }))).toEqual([
      '11-01T00:00',
      '11-01T01:00',
      '11-01T01:00',
      '11-01T02:00',
      '11-01T03:00',
    ]);
  });

  it('are given by people with the skill, the language and the hours', () => {
    const reps = [
      {
        key: 'ana',
        skills: ['tint', 'coat'],
        languages: ['en', 'es'],
        hours: week([{ open: '09:00', close: '10:00' }]),
      },
      { key: 'bob', skills: ['tint'], languages: ['en'] },
      { key: 'cy', skills: [], languages: ['en'] },
    ];
    const day = { horizonDays: 0, reps, service: { key: 'tint', minutes: 60, skills: ['tint'] } };
    expect(findSlots(facts(day))[0]?.resources).toEqual(['ana', 'bob']);
    expect(findSlots(facts(day))[1]?.resources).toEqual(['bob']);
    expect(findSlots(facts({ ...day, language: 'es-MX' })).map((slot) => slot.resources)).toEqual([['ana']]);
    expect(
      findSlots(facts({ ...day, service: { key: 'x', minutes: 60, skills: ['coat', 'none'] } })),
    ).toEqual([]);
  });

  it('have keys that name them', () => {
    const key = slotKey('full-detail', '2026-11-26T16:00:00Z');
    expect(readSlotKey(key)).toEqual({ serviceKey: 'full-detail', startAt: '2026-11-26T16:00:00.000Z' });
    for (const odd of ['', '@', 'x', 'x@', 'x@yesterday', '@2026-11-26T16:00:00Z'])
      expect(readSlotKey(odd)).toBeNull();
  });
});

describe('against a quarter-by-quarter oracle', () => {
  it('offers exactly the grid times at which every quarter of an hour of the visit is open and free', () => {
    const clock = fc
      .integer({ min: 0, max: 23 })
      .chain((hour) =>
        fc.constantFrom('00', '30').map((minute) => `${String(hour).padStart(2, '0')}:${minute}`),
      );
    // Hours that begin or end inside a repeated or skipped hour have no one right reading; examples above pin ours.
    const unclear = (text: string): boolean => ['01', '02', '03'].includes(text.slice(0, 2));
    const range = fc
      .tuple(clock, clock)
      .filter(([open, close]) => open < close && !unclear(open) && !unclear(close))
      .map(([open, close]) => ({ open, close }));
    const input = fc.record({
      zone: fc.constantFrom(
        'America/Chicago',
        'America/Phoenix',
        'America/St_Johns',
        'Pacific/Honolulu',
        'Australia/Lord_Howe',
      ),
      day: fc.constantFrom(
        '2026-03-07',
        '2026-03-08',
        '2026-10-31',
        '2026-11-01',
        '2026-10-04',
        '2026-07-15',
        '2026-12-31',
      ),
      hours: range,
      minutes: fc.constantFrom(30, 60, 90),
      slotMinutes: fc.constantFrom(30, 60),
      lead: fc.constantFrom(0, 45, 600),
      busy: fc.array(
        fc.tuple(
          fc.integer({ min: 0, max: 96 }),
          fc.integer({ min: 1, max: 6 }),
          fc.constantFrom('bay-1', 'bay-2'),
        ),
        { maxLength: 5 },
      ),
    });
    fc.assert(
      fc.property(input, ({ zone, day, hours, minutes, slotMinutes, lead, busy }) => {
        const begin = Temporal.PlainDate.from(day).toZonedDateTime({
          timeZone: zone,
          plainTime: '00:00',
        }).epochMilliseconds;
        const given = facts({
          zone,
          now: new Date(begin).toISOString(),
          bays: 2,
          opening: { hours: week([hours]), exceptions: [] },
          service: { key: 'w', minutes, skills: [] },
          slotMinutes,
          leadMinutes: lead,
          horizonDays: 1,
          busy: busy.map(([at, length, resource]) => ({
            resource,
            from: new Date(begin + at * 1_800_000).toISOString(),
            to: new Date(begin + (at + length) * 1_800_000).toISOString(),
          })),
        });
        const wallMinutes = (ms: number): { date: string; minutes: number } => {
          const at = Temporal.Instant.fromEpochMilliseconds(ms).toZonedDateTimeISO(zone);
          return { date: at.toPlainDate().toString(), minutes: at.hour * 60 + at.minute };
        };
        const toMinutes = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3));
        const openAt = (ms: number): boolean => {
          const at = wallMinutes(ms).minutes;
          return at >= toMinutes(hours.open) && at < toMinutes(hours.close);
        };
        const offered = new Map(findSlots(given).map((slot) => [slot.startAt, slot.resources]));
        for (const [startAt, resources] of offered) {
          const start = Date.parse(startAt);
          expect(start).toBeGreaterThanOrEqual(begin + lead * 60_000);
          for (let ms = start; ms < start + minutes * 60_000; ms += 900_000) expect(openAt(ms)).toBe(true);
          for (const resource of resources) {
            expect(
              given.busy.some(
                (each) =>
                  each.resource === resource &&
                  Date.parse(each.from) < start + minutes * 60_000 &&
                  start < Date.parse(each.to),
              ),
            ).toBe(false);
          }
        }
        // Completeness: from the opening of each day, every grid step that fits and has a free bay is offered.
        for (const date of [day, Temporal.PlainDate.from(day).add({ days: 1 }).toString()]) {
          const opening = Temporal.PlainDate.from(date).toZonedDateTime({
            timeZone: zone,
            plainTime: hours.open,
          }).epochMilliseconds;
          for (
            let start = opening;
            start < opening + 86_400_000 && wallMinutes(start).date === date;
            start += slotMinutes * 60_000
          ) {
            let fits = start >= begin + lead * 60_000;
            for (let ms = start; fits && ms < start + minutes * 60_000; ms += 900_000) fits = openAt(ms);
            const bays = ['bay-1', 'bay-2'].filter(
              (bay) =>
                !given.busy.some(
                  (each) =>
                    each.resource === bay &&
                    Date.parse(each.from) < start + minutes * 60_000 &&
                    start < Date.parse(each.to),
                ),
            );
            // Where the opening itself falls into a skipped hour both ways of reading the wall are fair.
            if (wallMinutes(opening).minutes !== toMinutes(hours.open)) continue;
            expect(offered.get(new Date(start).toISOString()) ?? []).toEqual(fits ? bays : []);
          }
        }
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});
