/**
 * The whole catalogue, searchable: the rules that decide about actions, and the entries that do not (per location, per
 * vendor, retention, reference). Somebody who looks for "FCC 24-18" must find what it really is.
 */
import { ENTRIES } from './entries/all.ts';
import type { Entry } from './entry.ts';
import { RULES } from './rules/all.ts';

export interface CatalogueItem {
  readonly id: string;
  readonly title: string;
  readonly citation: string;
  readonly aliases: readonly string[];
  /** `action` for the rules the Gate runs. */
  readonly runs: 'action' | Entry['runs'];
}

export const CATALOGUE: readonly CatalogueItem[] = [
  ...RULES.map(({ id, title, citation, aliases }) => ({
    id,
    title,
    citation,
    aliases,
    runs: 'action' as const,
  })),
  ...ENTRIES.map(({ id, title, citation, aliases, runs }) => ({ id, title, citation, aliases, runs })),
];

export function catalogueEntry(id: string): CatalogueItem | undefined {
  return BY_ID.get(id);
}

/** Every word of the query somewhere in the id, title, citation or an alias. */
export function searchCatalogue(query: string): readonly CatalogueItem[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return CATALOGUE.filter((item) => {
    const text = [item.id, item.title, item.citation, ...item.aliases].join(' ').toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

const BY_ID = new Map(CATALOGUE.map((item) => [item.id, item]));
