/**
 * Lines for training only, made by putting parts together: what an opt-out and its innocent look-alike have in common
 * (the verb) and what tells them apart (the object) in many combinations. None of them is ever measured on. Drawn by a
 * seeded generator, so that the same parts always make the same lines.
 */
import { PARTS } from './recombine-parts.ts';
import { TEMPLATES } from './recombine-templates.ts';

export interface MadeLine {
  readonly text: string;
  readonly language: 'en' | 'es' | 'fr';
  readonly label: 'opt-out' | 'none' | 'ambiguous' | 'wrong-number';
}

type Language = MadeLine['language'];

/** Lines from the templates below, `perTemplate` of each at most. */
export function recombined(perTemplate: number, seed: number): readonly MadeLine[] {
  const random = generator(seed);
  const made = new Map<string, MadeLine>();
  for (const language of ['en', 'es', 'fr'] as const) {
    for (const label of ['opt-out', 'none'] as const) {
      for (const template of TEMPLATES[language][label]) {
        for (let i = 0; i < perTemplate; i += 1) {
          const text = fill(template, language, random);
          if (!made.has(text)) made.set(text, { text, language, label });
        }
      }
    }
  }
  return [...made.values()];
}

/**
 * Up to five lines as one text: innocents stay innocent, and an opt-out stays one behind or before any story.
 */
export function joined(lines: readonly MadeLine[], count: number, seed: number): readonly MadeLine[] {
  const random = generator(seed);
  const made: MadeLine[] = [];
  for (const language of ['en', 'es', 'fr'] as const) {
    const none = lines.filter((line) => line.language === language && line.label === 'none');
    const out = lines.filter((line) => line.language === language && line.label === 'opt-out');
    for (let i = 0; i < count; i += 1) {
      const parts = Array.from({ length: 1 + Math.floor(random() * 4) }, () => pick(none, random));
      const wish = i % 3 === 0;
      if (wish) parts.splice(random() < 0.7 ? parts.length : 0, 0, pick(out, random));
      const text = parts
        .map((part) => part.text.replace(/[.!]+$/, ''))
        .reduce(
          (left, right) => `${left}${pick(language === 'en' ? JOINTS : ['. ', ', ', ' '], random)}${right}`,
        );
      made.push({ text, language, label: wish ? 'opt-out' : 'none' });
    }
  }
  return made;
}

const JOINTS = ['. ', '. ', ', ', ' ', '! ', ' and ', ' so '];

function fill(template: string, language: Language, random: () => number): string {
  return template
    .replaceAll(/\{([a-z]+)\}/g, (_, name: string) => pick(PARTS[language][name] ?? [`{${name}}`], random))
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function pick<T>(list: readonly T[], random: () => number): T {
  const chosen = list[Math.floor(random() * list.length)];
  if (chosen === undefined) throw new Error('nothing to choose from');
  return chosen;
}

/** A linear congruential generator: numbers from 0 to 1, the same for the same seed. */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}
