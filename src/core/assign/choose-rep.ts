/**
 * Which rep is to ring a person back. Only what is named here ranks: the language that the caller chose themselves, who
 * is at work, and who has the least on their list. Nothing about who people are or where they live goes in, and the names
 * of what did go in are what the Gate judges (15 U.S.C. § 1691; 42 U.S.C. § 3605; catalogue `ecoa-reg-b`, `fair-housing`).
 */
import { isOpenAt } from '../detect/hours.ts';
import type { LocationConfig } from '../model/organisation.ts';

export interface RepChoice {
  /** Key of the rep; null when the location lists none. */
  readonly rep: string | null;
  /** What ranked, in words. */
  readonly features: readonly string[];
}

export interface RepFacts {
  readonly location: Pick<LocationConfig, 'reps' | 'hours' | 'exceptions' | 'zone'>;
  /** As the caller chose it in a menu or asked for it; null when they did not. Never guessed. */
  readonly statedLanguage: string | null;
  /** Open callbacks per rep. */
  readonly open: ReadonlyMap<string, number>;
  readonly at: string;
}

export function chooseRep({ location, statedLanguage, open, at }: RepFacts): RepChoice {
  const { reps, zone, exceptions } = location;
  if (reps.length === 0) return { rep: null, features: [] };
  const features: string[] = [];
  let able = reps;
  if (statedLanguage !== null) {
    features.push('stated language');
    const speaking = able.filter(({ languages }) => languages.some((one) => same(one, statedLanguage)));
    // Nobody speaks it: whoever has time rings, which is better than nobody.
    if (speaking.length > 0) able = speaking;
  }
  features.push('rep hours');
  const working = able.filter(({ hours }) =>
    isOpenAt({ zone, exceptions, hours: hours ?? location.hours }, at),
  );
  if (working.length > 0) able = working;
  features.push('open callbacks per rep');
  const load = ({ key }: { readonly key: string }): number => open.get(key) ?? 0;
  const [chosen] = [...able].sort((a, b) => load(a) - load(b) || (a.key < b.key ? -1 : 1));
  return { rep: chosen?.key ?? null, features };
}

function same(a: string, b: string): boolean {
  return a.split('-')[0]?.toLowerCase() === b.split('-')[0]?.toLowerCase();
}
