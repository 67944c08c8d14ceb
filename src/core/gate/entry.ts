/**
 * Entries of the catalogue that never judge a single action: duties of a location or a vendor, retention periods, and
 * references that explain why a rule reads as it does. They have no condition; they are there to be found.
 */
import type { Anchor } from './rule.ts';

export interface Entry {
  readonly id: string;
  readonly title: string;
  readonly citation: string;
  readonly aliases: readonly string[];
  /** When it is looked at: once per location, regularly per vendor, by the retention check, or never. */
  readonly runs: 'location' | 'vendor' | 'retention' | 'reference';
  /** What it asks for, in a sentence. */
  readonly asks: string;
  readonly notCovered: string;
  readonly anchor: Anchor;
  readonly confidence: string;
  readonly jurisdictions: readonly string[];
  readonly verticals: readonly string[];
  readonly effectiveFrom: string | null;
  readonly effectiveTo: string | null;
  readonly reviewBy: string;
  readonly evidence: string;
}

export const defineEntry = (entry: Entry): Entry => entry;
