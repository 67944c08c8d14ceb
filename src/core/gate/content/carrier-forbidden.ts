/** What carriers forbid in texts (CTIA § 5.3; T-Mobile Code of Conduct § 5): classes of content and public link shorteners. */

const FORBIDDEN: ReadonlySet<string> = new Set([
  'sex',
  'hate',
  'cannabis',
  'high-risk-lending',
  'debt-relief',
  'lead-resale',
  'gambling',
  'illegal',
]);
const AGE_GATED: ReadonlySet<string> = new Set(['alcohol', 'firearms', 'tobacco']);

export type ContentClass = 'none' | 'age-gated' | 'forbidden';

/** The worst of the flags. A flag that the classifier should not know counts as forbidden: it said something is wrong. */
export function classOfContent(flags: readonly string[]): ContentClass {
  const known = flags
    .map((flag) => flag.trim().toLowerCase())
    .filter((flag) => flag !== '' && flag !== 'none');
  if (known.some((flag) => FORBIDDEN.has(flag) || !AGE_GATED.has(flag))) return 'forbidden';
  return known.length > 0 ? 'age-gated' : 'none';
}

export function hasPublicShortener(text: string): boolean {
  return SHORTENER.test(text);
}

const SHORTENER =
  /(?<![a-z0-9-])(?:bit\.ly|tinyurl\.com|goo\.gl|t\.co|ow\.ly|is\.gd|buff\.ly|rebrand\.ly)(?![a-z0-9-]|\.[a-z0-9])/i;
