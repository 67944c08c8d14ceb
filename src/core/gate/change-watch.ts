/**
 * What is about to change in the rulebook (catalogue section 8): dates on which a rule flips by itself, and rules whose
 * review is due. Pending matters have no date; they are there so that nobody is surprised.
 */
import { dayAfter } from '../model/days.ts';
import { ENTRIES } from './entries/all.ts';
import { RULES } from './rules/all.ts';

export interface Change {
  /** Null: pending, without a date. */
  readonly on: string | null;
  readonly what: string;
  readonly rules: readonly string[];
  readonly kind: 'flips' | 'pending' | 'review' | 'overdue';
}

const DATED: readonly Omit<Change, 'kind'>[] = [
  {
    on: null,
    what: 'Seventh Circuit, Steidinger v. Blackstone: are texts telephone calls?',
    rules: ['mclaughlin-v-mckesson'],
  },
  {
    on: null,
    what: 'FCC proposals of 28 October 2025 on the scope and the means of revocation; the petition on quiet hours.',
    rules: ['fcc-revoke-all', 'quiet-hours-federal'],
  },
  {
    on: '2026-12-02',
    what: 'AI Act Article 50(2): the grace of existing generators ends.',
    rules: ['eu-ai-act-art-50'],
  },
  {
    on: '2026-12-31',
    what: 'The telemedicine flexibilities of the DEA end.',
    rules: ['dea-telemedicine'],
  },
  {
    on: '2027-01-01',
    what: 'Duties for automated decisions in California; privacy acts of Oklahoma and Louisiana begin.',
    rules: ['ccpa-admt', 'us-state-privacy', 'us-state-ai-disclosure'],
  },
  { on: '2027-01-31', what: 'The waiver of "stop one, stop all" ends.', rules: ['fcc-revoke-all'] },
  { on: '2027-05-13', what: "The consent duties of India's DPDP Act begin.", rules: ['dpdp'] },
  {
    on: '2027-12-02',
    what: 'AI Act: duties for high-risk systems of Annex III begin; embedded ones follow on 2 August 2028.',
    rules: ['eu-ai-act-art-12-13-14-15'],
  },
  { on: '2028-01-01', what: 'The privacy act of Vermont begins.', rules: ['us-state-privacy'] },
];

/** Changes from today on, soonest first; rules past their review first of all. */
export function changeWatch(today: string, withinDays = 120): readonly Change[] {
  const horizon = dayAfter(today, withinDays);
  const dated = DATED.filter((one) => one.on === null || one.on >= today).map((one): Change => ({
    ...one,
    kind: one.on === null ? 'pending' : 'flips',
  }));
  const flips = [...RULES, ...ENTRIES].flatMap(({ id, title, effectiveFrom, effectiveTo }): Change[] => [
    ...(effectiveFrom !== null && effectiveFrom > today
      ? [{ on: effectiveFrom, what: `${title} comes into force.`, rules: [id], kind: 'flips' as const }]
      : []),
    ...(effectiveTo !== null && effectiveTo >= today
      ? [{ on: effectiveTo, what: `${title} ends.`, rules: [id], kind: 'flips' as const }]
      : []),
  ]);
  const due = Map.groupBy(
    [...RULES, ...ENTRIES].filter(({ reviewBy }) => reviewBy <= horizon),
    ({ reviewBy }) => reviewBy,
  );
  const reviews = [...due].map(([on, rules]): Change => {
    const late = on < today;
    return {
      on,
      what: late
        ? 'Reviews that are overdue: their findings carry a warning until somebody has looked.'
        : 'Reviews that are due.',
      rules: rules.map(({ id }) => id),
      kind: late ? 'overdue' : 'review',
    };
  });
  return [...dated, ...flips, ...reviews].sort((a, b) => (a.on ?? '9999').localeCompare(b.on ?? '9999'));
}
