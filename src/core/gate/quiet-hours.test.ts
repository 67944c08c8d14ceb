/**
 * Someone's phone buzzes at 7 am, or on a Sunday on which their state forbids it, if these fail.
 *
 * The oracle knows nothing of our arithmetic: it walks minute by minute, asks Intl what the wall clock shows, and has
 * the holidays of 2026 and 2027 as plain dates.
 */
import { describe, expect, it } from 'vitest';
import table from './data/quiet-hours.json' with { type: 'json' };
import { US_ZONES, type Place } from './candidate-places.ts';
import { nextCommonOpening } from './open-windows.ts';
import { zonesOfState } from './places.ts';
import { bindingFor, openingHours, type Contact } from './quiet-hours.ts';

const FEDERAL_HOLIDAYS = [
  ...[
    '2026-01-01',
    '2026-01-19',
    '2026-02-16',
    '2026-05-25',
    '2026-06-19',
    '2026-07-03',
    '2026-07-04',
    '2026-09-07',
    '2026-10-12',
  ],
  ...[
    '2026-11-11',
    '2026-11-26',
    '2026-12-25',
    '2027-01-01',
    '2027-01-18',
    '2027-02-15',
    '2027-05-31',
    '2027-06-18',
    '2027-06-19',
  ],
  ...[
    '2027-07-04',
    '2027-07-05',
    '2027-09-06',
    '2027-10-11',
    '2027-11-11',
    '2027-11-25',
    '2027-12-24',
    '2027-12-25',
    '2027-12-31',
  ],
];
const STATE_HOLIDAYS: Readonly<Record<string, readonly string[]>> = {
  AL: [
    '2026-02-17',
    '2026-04-27',
    '2026-06-01',
    '2026-12-01',
    '2027-02-09',
    '2027-04-26',
    '2027-06-07',
    '2027-12-01',
  ],
  LA: ['2026-02-17', '2026-04-03', '2026-11-27', '2026-11-03', '2027-02-09', '2027-03-26', '2027-11-26'],
  PA: ['2026-04-03', '2026-06-14', '2026-06-15', '2026-11-03', '2027-03-26', '2027-06-14', '2027-11-02'],
  RI: ['2026-05-04', '2026-08-10', '2026-11-03', '2027-05-04', '2027-08-09'],
  UT: ['2026-07-24', '2027-07-24', '2027-07-23'],
};

type Row = (typeof table.states)['NE'];
const rows = table.states as unknown as Readonly<Record<string, Row>>;
const MINUTE = 60_000;

/** Days around each clock change, a Thanksgiving week, a doubled Independence Day, Pioneer Day on a Saturday, New Year. */
const WEEKS = ['2026-10-30', '2027-03-12', '2026-11-24', '2026-07-02', '2027-07-22', '2026-12-23'].map(
  (day) => Date.parse(`${day}T00:00:00Z`),
);
const WEEK_MINUTES = 7 * 1440;

const CONTACTS: Readonly<Record<string, Contact>> = {
  'a nudge': contact('sms.nudge'),
  'a noticed first text': contact('sms.textback.first'),
  'a first text without notice': { ...contact('sms.textback.first'), noticed: false },
  'a later reply': { ...contact('sms.reply'), minutesSinceInbound: 300 },
  'a sales text': { ...contact('sms.marketing'), solicitation: true },
  'an AI-voice call': contact('call.ai-voice'),
  "a person's service call": contact('call.human'),
  HELP: contact('sms.help'),
};

describe.each(Object.keys(table.states))('%s', (state) => {
  const zones = zonesOfState(state);
  // Rows without bans of their own need no holiday weeks.
  const special = rows[state]?.holidaySet !== null || rows[state].windows.sun.length === 0 || state === 'NE';

  it('opens and closes when a walk through every minute says so', () => {
    for (const zone of zones) {
      const place: Place = { state, zone };
      for (const [name, who] of Object.entries(CONTACTS)) {
        const hours = openingHours([place], bindingFor(who));
        for (const from of special ? WEEKS : WEEKS.slice(0, 2)) {
          const open = walk(place, who, from);
          // Every 61 minutes: the start drifts through the hour, and both sides of each edge are met over the weeks.
          for (let minute = 0; minute < WEEK_MINUTES; minute += 61) {
            const next = open.indexOf(1, minute);
            const ours = nextCommonOpening(hours, from + minute * MINUTE, from + (WEEK_MINUTES - 1) * MINUTE);
            const expected = next === -1 ? null : from + next * MINUTE;
            if (ours !== expected) {
              expect.fail(
                `${state} ${zone} ${name} at ${new Date(from + minute * MINUTE).toISOString()}: ${String(ours)} instead of ${String(expected)}`,
              );
            }
          }
        }
      }
    }
  });
});

describe('several places at once', () => {
  it('open only when all of them are, on every US clock', () => {
    const places: Place[] = [
      ...US_ZONES.map((zone) => ({ state: null, zone })),
      { state: 'RI', zone: 'America/New_York' },
    ];
    for (const from of WEEKS) {
      const walks = places.map((place) => walk(place, CONTACTS['a nudge'] ?? contact('sms.nudge'), from));
      const hours = openingHours(places, bindingFor(contact('sms.nudge')));
      for (let minute = 0; minute < WEEK_MINUTES; minute += 97) {
        let next = minute;
        while (next < WEEK_MINUTES && !walks.every((open) => open[next] === 1)) next += 1;
        const ours = nextCommonOpening(hours, from + minute * MINUTE, from + (WEEK_MINUTES - 1) * MINUTE);
        expect(ours).toBe(next === WEEK_MINUTES ? null : from + next * MINUTE);
      }
    }
  });
});

function contact(kind: string): Contact {
  return { kind, category: undefined, solicitation: false, noticed: true, minutesSinceInbound: undefined };
}

/** One byte a minute: 1 when the oracle says open. */
function walk(place: Place, who: Contact, from: number): Uint8Array {
  const recipient = clockOf(place.zone, from);
  const commission = place.state === 'MS' ? clockOf('America/Chicago', from) : recipient;
  return Uint8Array.from(recipient, (wall, minute) =>
    oracle(place.state, wall, commission[minute] ?? wall, who) ? 1 : 0,
  );
}

interface Wall {
  readonly date: string;
  readonly weekday: string;
  readonly time: string;
}

const clocks = new Map<string, readonly Wall[]>();

function clockOf(zone: string, from: number): readonly Wall[] {
  const key = `${zone} ${from}`;
  const known = clocks.get(key);
  if (known !== undefined) return known;
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    weekday: 'short',
  });
  const walls = Array.from({ length: WEEK_MINUTES }, (_, minute) => {
    const parts = Object.fromEntries(
      format.formatToParts(from + minute * MINUTE).map((part) => [part.type, part.value]),
    );
    const { year = '', month = '', day = '', hour = '', minute: minutes = '', weekday = '' } = parts;
    return { date: `${year}-${month}-${day}`, weekday, time: `${hour}:${minutes}` };
  });
  clocks.set(key, walls);
  return walls;
}

/** Section 3.4 once more, read straight from the page. */
function oracle(state: string | null, wall: Wall, stateWall: Wall, who: Contact): boolean {
  if (who.kind === 'sms.help') return true;
  if (!within(wall.time, [['08:00', '21:00']])) return false;
  if (state === null || (who.kind === 'call.human' && !who.solicitation)) return true;
  const row = rows[state];
  if (row === undefined) return true;
  const today = ofDay(row.windows, row.holidaySet, stateWall);
  const voice = row.recordedVoiceWindow as Row['recordedVoiceWindow'] | null;
  if (who.kind === 'call.ai-voice') {
    return (
      within(stateWall.time, today) &&
      (voice === null || within(stateWall.time, ofDay(voice, voice.holidaySet, stateWall)))
    );
  }
  if (today.length > 0) return within(stateWall.time, today);
  if (who.solicitation || who.kind === 'sms.nudge') return false;
  if (who.kind !== 'sms.textback.first') return within(stateWall.time, [['08:00', '21:00']]);
  return (
    who.noticed &&
    row.responsiveExempt &&
    within(stateWall.time, [['08:00', '21:00']]) &&
    within(stateWall.time, row.windows.mf)
  );
}

type Windows = readonly (readonly string[])[];

function ofDay(
  weekly: { mf: Windows; sat: Windows; sun: Windows; hol: Windows | null },
  set: string | null,
  wall: Wall,
): Windows {
  const holiday = set !== null && [...FEDERAL_HOLIDAYS, ...(STATE_HOLIDAYS[set] ?? [])].includes(wall.date);
  if (holiday && weekly.hol !== null) return weekly.hol;
  return wall.weekday === 'Sun' ? weekly.sun : wall.weekday === 'Sat' ? weekly.sat : weekly.mf;
}

function within(time: string, windows: Windows): boolean {
  return windows.some(([open = '', close = '']) => time >= open && time < close);
}
