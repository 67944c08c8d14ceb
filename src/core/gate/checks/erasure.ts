/**
 * What happens to each class of data when a person asks to be erased (catalogue 3.5 "erasure", 6.7; GDPR Art. 17): the
 * key of personal content is destroyed, proof and duties stay for as long as the law wants them.
 */
import { z } from 'zod';
import erasure from '../data/erasure.json' with { type: 'json' };
import regions from '../data/regions.json' with { type: 'json' };
import { isKnownState } from '../candidate-places.ts';
import { inForce } from '../facts-privacy.ts';
import type { Finding } from '../rule.ts';
import { says } from './finding.ts';

export const ErasureInput = z.object({
  check: z.literal('erasure').nullish(),
  jurisdiction: z.string().max(100),
  classes: z
    .array(
      z
        .string()
        .min(1)
        .max(200)
        .refine((name) => name !== 'findings', 'is a name the answer needs for itself'),
    )
    .max(500),
  nowUtc: z.string().max(100).nullish(),
});
export type ErasureInput = z.infer<typeof ErasureInput>;

export type ErasureAction = 'crypto-shred' | 'keep' | 'keep-until-legal-period' | 'route-to-counsel';
export type ErasureAnswer = Readonly<Record<string, ErasureAction | readonly Finding[]>>;

export function checkErasure(
  input: Pick<ErasureInput, 'jurisdiction' | 'classes' | 'nowUtc'>,
): ErasureAnswer {
  const place = readPlace(input.jurisdiction);
  const today = (input.nowUtc ?? erasure.asOf).slice(0, 10);
  const hasRight = place === 'europe' || (place !== null && inForce(place, today));
  const actions = input.classes.map(
    (name) => [name, hasRight ? actionFor(name) : 'route-to-counsel'] as const,
  );
  const open = actions.some(([, action]) => action === 'route-to-counsel');
  const because = !hasRight
    ? 'No right to erasure is recorded for this place.'
    : open
      ? 'A class is not in the table: counsel decides.'
      : 'The key of personal content is destroyed; what the law wants kept stays for its period.';
  const law = place === 'europe' || place === null ? [] : [place === 'CA' ? 'ccpa-cpra' : 'us-state-privacy'];
  const findings = ['gdpr-art-17', ...law].map((rule) =>
    says(rule, open ? 'route-to-counsel' : 'pass', because),
  );
  return Object.fromEntries<ErasureAction | readonly Finding[]>([...actions, ['findings', findings]]);
}

const ACTIONS = new Map(
  erasure.actions.flatMap((row) => row.classes.map((name) => [name, row.action as ErasureAction] as const)),
);

function actionFor(name: string): ErasureAction {
  return ACTIONS.get(name.trim().toLowerCase()) ?? 'route-to-counsel';
}

/**
 * EU and UK, one of their countries, or a US state with or without its prefix. Two letters alone are a state, as in
 * `recipient.candidates`; only where no state has them (FR, ES) they are a country.
 */
function readPlace(jurisdiction: string): string | null {
  const name = jurisdiction.trim().toUpperCase();
  if (EUROPE.has(name) || /^EU-[A-Z]{2}$|^[A-Z]{2}-EU$/.test(name)) return 'europe';
  const code = STATE_NAMES.get(name) ?? (/^(?:US-)?[A-Z]{2}$/.test(name) ? name.slice(-2) : null);
  return code === name && !isKnownState(code) && regions.euEea.includes(code) ? 'europe' : code;
}

const EUROPE: ReadonlySet<string> = new Set([
  'EU',
  'EEA',
  'EU/EEA',
  'EUROPEAN UNION',
  'UK',
  'GB',
  'UNITED KINGDOM',
]);

/** States of table 6.5 by name. */
const STATE_NAMES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ALABAMA: 'AL',
    CALIFORNIA: 'CA',
    COLORADO: 'CO',
    CONNECTICUT: 'CT',
    DELAWARE: 'DE',
    FLORIDA: 'FL',
    INDIANA: 'IN',
    IOWA: 'IA',
    KENTUCKY: 'KY',
    LOUISIANA: 'LA',
    MARYLAND: 'MD',
    MINNESOTA: 'MN',
    MONTANA: 'MT',
    NEBRASKA: 'NE',
    'NEW HAMPSHIRE': 'NH',
    'NEW JERSEY': 'NJ',
    OKLAHOMA: 'OK',
    OREGON: 'OR',
    'RHODE ISLAND': 'RI',
    TENNESSEE: 'TN',
    TEXAS: 'TX',
    UTAH: 'UT',
    VERMONT: 'VT',
    VIRGINIA: 'VA',
  }),
);
