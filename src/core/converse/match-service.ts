/**
 * Which service a caller means: names and aliases, with typos, in any order, inside a longer sentence. When two fit
 * equally well both come back and the caller is asked, because a wrong guess books the wrong thing.
 */
import type { Service } from '../model/organisation.ts';
import { readText, sameWord, type ReadText } from './text.ts';

export interface ServiceMatch {
  /** Best first; several when they fit equally. */
  readonly services: readonly Service[];
  readonly score: number;
}

const FILLER = new Set([
  'a',
  'an',
  'the',
  'and',
  'of',
  'for',
  'my',
  'service',
  'services',
  'new',
  'to',
  'on',
  'in',
  'with',
  'or',
  'de',
  'para',
  'el',
  'la',
  'per',
  'only',
]);
const SURE = 0.6;
/** A word that several services share says little about which one is meant. */
const SHARED_WEIGHT = 0.4;

export function matchService(text: ReadText, services: readonly Service[]): ServiceMatch {
  const named = services.map((service) => ({
    service,
    names: [service.name, service.key.replaceAll('-', ' '), ...service.aliases].map((name) => readText(name)),
  }));
  const shared = sharedWords(named.map(({ names }) => names));
  const scored = named
    .map(({ service, names }) => {
      const best = names
        .map((name) => ({ name: name.plain, score: scoreName(text, name, shared) }))
        .reduce((a, b) => (b.score > a.score ? b : a));
      return { service, ...best };
    })
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
  const best = scored[0]?.score ?? 0;
  // Several names in full are several services, unless one name only stands inside another.
  const whole = scored.filter(
    (each) =>
      each.score > 1 &&
      !scored.some((other) => other !== each && other.score > each.score && other.name.includes(each.name)),
  );
  if (whole.length > 0) return { services: whole.map(({ service }) => service), score: best };
  const level = best >= SURE ? best - 0.001 : 0.15;
  return {
    services: scored.filter(({ score }) => score >= level).map(({ service }) => service),
    score: best,
  };
}

/** Only one service is meant, beyond doubt. */
export function surely(match: ServiceMatch): Service | null {
  const [only, ...more] = match.services;
  return only !== undefined && more.length === 0 && match.score >= SURE ? only : null;
}

function sharedWords(services: readonly (readonly ReadText[])[]): ReadonlySet<string> {
  const counts = new Map<string, number>();
  for (const names of services) {
    for (const word of new Set(names.flatMap((name) => name.words.map(stem))))
      counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return new Set([...counts].flatMap(([word, count]) => (count > 1 ? [word] : [])));
}

/** 1 and a little for the whole name in one piece (longer names beat shorter ones inside them); else the part found. */
function scoreName(text: ReadText, known: ReadText, shared: ReadonlySet<string>): number {
  if (known.plain === '') return 0;
  const wanted = known.words.filter((word) => !FILLER.has(word));
  const weight = (words: readonly string[]): number =>
    words.reduce((sum, word) => sum + word.length * (shared.has(stem(word)) ? SHARED_WEIGHT : 1), 0);
  if (` ${text.plain} `.includes(` ${known.plain} `)) {
    const allShared = wanted.length > 0 && wanted.every((word) => shared.has(stem(word)));
    if (!allShared || text.plain === known.plain) return 1 + Math.min(known.plain.length, 99) / 100;
  }
  if (wanted.length === 0) return 0;
  const found = wanted.filter((word) => text.words.some((typed) => sameStem(typed, word)));
  return weight(found) / weight(wanted);
}

function sameStem(typed: string, known: string): boolean {
  return sameWord(typed, known) || sameWord(stem(typed), stem(known));
}

/** Endings that do not change what is meant: details, detailing, coated. */
function stem(word: string): string {
  return word.length <= 4 ? word : word.replace(/(?:ings?|ers?|ed|es|s)$/, '');
}
