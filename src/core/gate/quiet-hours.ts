/**
 * Quiet hours (catalogue 3.4): which windows bind this contact, whether they are open now, and when they next all are.
 *
 * Two layers: the federal window 08:00-21:00 on the clock of every candidate place (47 CFR 64.1200(c)(1)), and the
 * window of the state's row in the table, with its Sunday and holiday bans. Which layer binds depends on what is sent
 * and to whom; the table of 3.4 is `bindingFor` below, first row that fits.
 */
import table from './data/quiet-hours.json' with { type: 'json' };
import type { Place } from './candidate-places.ts';
import { holidayOn } from './holidays.ts';
import { intersectWindows, isOpen, type DayWindows, type OpeningHours } from './open-windows.ts';
import { weekdayOf } from './zone-clock.ts';

export type Exemption = 'none' | 'reply-within-15-minutes' | 'opt-out-confirmation' | 'help' | 'safety-text';

/** What a state's ban (an empty window) becomes on its day. */
export type BanLift = 'kept' | 'federal-window' | 'federal-and-weekday-window';

export interface Binding {
  readonly exemption: Exemption;
  readonly federal: boolean;
  readonly state: boolean;
  readonly liftFor: (state: string) => BanLift;
  readonly recordedVoice: boolean;
}

export interface Contact {
  readonly kind: string;
  readonly category: string | undefined;
  readonly solicitation: boolean;
  /** Effective consent state is at least INBOUND_NOTICED; false when not known. */
  readonly noticed: boolean;
  readonly minutesSinceInbound: number | undefined;
}

export const FEDERAL_WINDOW: DayWindows = parseWindows(table.federal);

export function bindingFor(contact: Contact): Binding {
  const exemption = exemptionOf(contact);
  const recordedVoice = contact.kind === 'call.ai-voice';
  const kept = (): BanLift => 'kept';
  if (exemption !== 'none') return { exemption, federal: false, state: false, liftFor: kept, recordedVoice };
  if (contact.kind === 'call.human' && !contact.solicitation) {
    return { exemption, federal: true, state: false, liftFor: kept, recordedVoice };
  }
  const binding = { exemption, federal: true, state: true, recordedVoice };
  if (contact.solicitation || contact.kind === 'sms.nudge' || recordedVoice)
    return { ...binding, liftFor: kept };
  if (contact.kind === 'sms.textback.first') {
    const answersTheCaller = (state: string): BanLift =>
      contact.noticed && rowOf(state)?.responsiveExempt === true ? 'federal-and-weekday-window' : 'kept';
    return { ...binding, liftFor: answersTheCaller };
  }
  return { ...binding, liftFor: () => 'federal-window' };
}

/** Every clock that must be open for this contact, federal and state. */
export function openingHours(places: readonly Place[], binding: Binding): readonly OpeningHours[] {
  const federal = binding.federal ? federalHours(places) : [];
  const state = binding.state ? places.flatMap((place) => stateHours(place, binding)) : [];
  return [...federal, ...state];
}

export function federalHours(places: readonly Place[]): readonly OpeningHours[] {
  return [...new Set(places.map((place) => place.zone))].map((zone) => ({
    zone,
    windowsOn: () => FEDERAL_WINDOW,
  }));
}

/** The state layer of one place; none when only the federal window binds there. */
export function stateHours(place: Place, binding: Binding): readonly OpeningHours[] {
  const { state } = place;
  if (state === null) return [];
  return [{ zone: stateClock(place), windowsOn: (day) => stateWindowsOn(state, day, binding) }];
}

export function stateIsOpen(
  places: readonly Place[],
  binding: Binding,
  instant: number,
  only?: string,
): boolean {
  if (!binding.state) return true;
  return places
    .filter((place) => only === undefined || place.state === only)
    .flatMap((place) => stateHours(place, binding))
    .every((hours) => isOpen(hours, instant));
}

/** Why a state's day is special, for the evidence: a holiday's name, `sunday`, `saturday`, or null. */
export function dayNote(place: Place, day: number): string | null {
  const row = place.state === null ? undefined : rowOf(place.state);
  const holiday = row?.holidaySet === null || row === undefined ? null : holidayOn(row.holidaySet, day);
  return (
    holiday ?? ({ 0: 'sunday', 6: 'saturday' } as Readonly<Record<number, string>>)[weekdayOf(day)] ?? null
  );
}

/** Mississippi's commission reads its hours on Central time wherever the phone is; everyone else on the recipient's clock. */
export function stateClock(place: Place): string {
  return place.state === 'MS' ? 'America/Chicago' : place.zone;
}

type Weekly = {
  readonly mf: DayWindows;
  readonly sat: DayWindows;
  readonly sun: DayWindows;
  readonly hol: DayWindows | null;
};
interface Row {
  readonly windows: Weekly;
  readonly holidaySet: string | null;
  readonly responsiveExempt: boolean;
  readonly recordedVoice: (Weekly & { readonly holidaySet: string | null }) | null;
}

const rows = new Map(Object.entries(table.states).map(([state, row]) => [state, readRow(row)]));

function rowOf(state: string): Row | undefined {
  return rows.get(state);
}

function stateWindowsOn(state: string, day: number, binding: Binding): DayWindows {
  const row = rowOf(state);
  if (row === undefined) return FEDERAL_WINDOW;
  const today = windowsOfDay(row.windows, row.holidaySet, day);
  const texts = today.length > 0 ? today : lifted(row, binding.liftFor(state));
  if (!binding.recordedVoice || row.recordedVoice === null) return texts;
  return intersectWindows(texts, windowsOfDay(row.recordedVoice, row.recordedVoice.holidaySet, day));
}

function windowsOfDay(weekly: Weekly, holidaySet: string | null, day: number): DayWindows {
  if (weekly.hol !== null && holidaySet !== null && holidayOn(holidaySet, day) !== null) return weekly.hol;
  const weekday = weekdayOf(day);
  return weekday === 0 ? weekly.sun : weekday === 6 ? weekly.sat : weekly.mf;
}

function lifted(row: Row, lift: BanLift): DayWindows {
  if (lift === 'kept') return [];
  return lift === 'federal-window' ? FEDERAL_WINDOW : intersectWindows(FEDERAL_WINDOW, row.windows.mf);
}

function exemptionOf(contact: Contact): Exemption {
  if (contact.kind === 'sms.optout.confirm') return 'opt-out-confirmation';
  if (contact.kind === 'sms.help') return 'help';
  const inbound = contact.minutesSinceInbound;
  if (contact.kind === 'sms.reply' && inbound !== undefined && inbound <= 15)
    return 'reply-within-15-minutes';
  if (contact.category === 'safety-text' && !contact.solicitation) return 'safety-text';
  return 'none';
}

interface RawWeekly {
  readonly mf: readonly (readonly string[])[];
  readonly sat: readonly (readonly string[])[];
  readonly sun: readonly (readonly string[])[];
  readonly hol: readonly (readonly string[])[] | null;
}

function readRow(raw: {
  readonly windows: RawWeekly;
  readonly holidaySet: string | null;
  readonly responsiveExempt: boolean;
  readonly recordedVoiceWindow: (RawWeekly & { readonly holidaySet: string | null }) | null;
}): Row {
  const voice = raw.recordedVoiceWindow;
  return {
    windows: readWeekly(raw.windows),
    holidaySet: raw.holidaySet,
    responsiveExempt: raw.responsiveExempt,
    recordedVoice: voice === null ? null : { ...readWeekly(voice), holidaySet: voice.holidaySet },
  };
}

function readWeekly(raw: RawWeekly): Weekly {
  return {
    mf: parseWindows(raw.mf),
    sat: parseWindows(raw.sat),
    sun: parseWindows(raw.sun),
    hol: raw.hol === null ? null : parseWindows(raw.hol),
  };
}

function parseWindows(windows: readonly (readonly string[])[]): DayWindows {
  return windows.map(([open = '00:00', close = '00:00']) => [minutes(open), minutes(close)] as const);
}

function minutes(clock: string): number {
  const [hour = 0, minute = 0] = clock.split(':').map(Number);
  return hour * 60 + minute;
}
