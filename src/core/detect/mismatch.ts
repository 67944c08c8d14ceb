import type { ClassFinding } from '../model/attempt.ts';
import type { CallEvent } from '../model/call-event.ts';
import table from './data/language-words.json' with { type: 'json' };
import type { LocationFacts, RepFacts } from './options.ts';

/**
 * Whether the caller wanted a language or a skill that nobody has, or that the person whose phone rang does not have.
 * What was wanted is what the surface says, or else what the queue is called.
 */
export function mismatches(
  ring: { readonly events: readonly CallEvent[] },
  location: LocationFacts | null,
): readonly ClassFinding[] {
  if (location === null) return [];
  const rung = rungReps(ring.events, location);
  return [...languageMismatch(ring.events, location, rung), ...skillMismatch(ring.events, location, rung)];
}

function languageMismatch(
  events: readonly CallEvent[],
  location: LocationFacts,
  rung: readonly RepFacts[],
): readonly ClassFinding[] {
  const said = events.map((event) => event.language).find((value) => value !== undefined);
  const queue = said === undefined ? queueFor(events, languageOfQueue) : null;
  const wanted = said ?? queue?.wanted;
  if (wanted === undefined) return [];
  const speaks = (languages: readonly string[]): boolean =>
    languages.some((spoken) => base(spoken) === base(wanted));
  const asked =
    queue === null ? `The caller asked for ${wanted}` : `The caller waited in the queue "${queue.name}"`;
  const found = (confidence: number, because: string): readonly ClassFinding[] => [
    { class: 'language-mismatch', confidence, because },
  ];
  if (!speaks(location.languages))
    return queue === null
      ? found(0.9, `${asked}, which nobody here speaks.`)
      : found(0.7, `${asked}, and nobody here speaks its language.`);
  if (rung.length > 0 && !rung.some((rep) => speaks(rep.languages)))
    return found(
      0.75,
      `${asked}; it rang at ${namesOf(rung)}, who ${rung.length === 1 ? 'does' : 'do'} not speak it.`,
    );
  return [];
}

function skillMismatch(
  events: readonly CallEvent[],
  location: LocationFacts,
  rung: readonly RepFacts[],
): readonly ClassFinding[] {
  if (location.skills.length === 0) return [];
  const offered = new Set(location.skills.map(plain));
  const said = events.map((event) => event.skill).find((value) => value !== undefined);
  // A queue may be called anything; only one that bears the name of a skill says what its callers want.
  const queue =
    said === undefined ? queueFor(events, (name) => (offered.has(plain(name)) ? name : null)) : null;
  const wanted = said ?? queue?.wanted;
  if (wanted === undefined) return [];
  const found = (confidence: number, because: string): readonly ClassFinding[] => [
    { class: 'skill-mismatch', confidence, because },
  ];
  if (!offered.has(plain(wanted)))
    return found(0.8, `The caller asked for ${wanted}, which nobody here offers.`);
  if (rung.length > 0 && !rung.some((rep) => rep.skills.some((own) => plain(own) === plain(wanted))))
    return found(
      0.7,
      `The caller asked for ${wanted}; it rang at ${namesOf(rung)}, who ${rung.length === 1 ? 'does' : 'do'} not offer it.`,
    );
  return [];
}

/** Reps that the surface names as agents, or whose phone rang. */
export function rungReps(
  events: readonly CallEvent[],
  location: Pick<LocationFacts, 'reps'>,
): readonly RepFacts[] {
  const agents = new Set(events.flatMap((event) => (event.agent === undefined ? [] : plain(event.agent))));
  const phones = new Set(events.flatMap((event) => event.to ?? []));
  return (location.reps ?? []).filter(
    (rep) =>
      agents.has(plain(rep.key)) ||
      agents.has(plain(rep.name)) ||
      (rep.phone !== null && phones.has(rep.phone)),
  );
}

function queueFor(
  events: readonly CallEvent[],
  read: (name: string) => string | null,
): { readonly name: string; readonly wanted: string } | null {
  for (const { queue: name } of events) {
    const wanted = name === undefined ? null : read(name);
    if (name !== undefined && wanted !== null) return { name, wanted };
  }
  return null;
}

function languageOfQueue(name: string): string | null {
  const words = ` ${name.toLowerCase().replaceAll(/[^\p{L}]+/gu, ' ')} `;
  for (const [code, names] of Object.entries(table.words))
    if (names.some((each) => words.includes(` ${each} `))) return code;
  return null;
}

/** `es-MX` and `es` are the same here. */
function base(language: string): string {
  return language.toLowerCase().split(/[-_]/, 1)[0] ?? '';
}

/** `Window Tint` and `window-tint` are the same here. */
function plain(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-|-$/g, '');
}

function namesOf(reps: readonly RepFacts[]): string {
  return reps.map((rep) => rep.name).join(' and ');
}
