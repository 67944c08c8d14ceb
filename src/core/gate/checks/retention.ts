/**
 * How long a class of field may and must be kept (catalogue 3.5 "retention", 6.7). "The longest period wins" is wrong:
 * some laws are ceilings. Floor and ceiling are found apart, and where they cross, content goes and proof stays.
 */
import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import table from '../data/retention.json' with { type: 'json' };
import { Instant } from '../../model/primitives.ts';
import type { Finding } from '../rule.ts';
import { says } from './finding.ts';

/** "necessity" and the like are no numbers: such a period sets neither floor nor ceiling (catalogue 6.7). */
const Period = z.object({
  rule: z.string().min(1).max(200),
  years: z.union([z.number().min(0).max(1000), z.string().max(200)]).nullish(),
});
const Day = z.union([z.iso.date(), Instant]).transform((given) => given.slice(0, 10));

export const RetentionInput = z.object({
  check: z.literal('retention').nullish(),
  fieldClass: z.string().max(200),
  lastInteraction: Day.nullish(),
  createdAt: Day.nullish(),
  minimums: z.array(Period).max(100).nullish(),
  maximums: z.array(Period).max(100).nullish(),
  state: z.string().max(100).nullish(),
  nowUtc: Day.nullish(),
});
export type RetentionInput = z.infer<typeof RetentionInput>;

export interface RetentionAnswer {
  readonly action:
    | 'never-store'
    | 'route-to-counsel'
    | 'delete-content-keep-proof'
    | 'delete-by-ceiling'
    | 'keep-until-floor'
    | 'keep-then-delete'
    | 'keep';
  readonly minYears: number | null;
  readonly maxYears: number | null;
  readonly retentionDays: number | null;
  readonly deleteContentBy?: string;
  readonly keepProofUntil?: string;
  readonly due?: boolean;
  readonly findings: readonly Finding[];
}

export function checkRetention(input: RetentionInput): RetentionAnswer {
  const row = CLASSES.get(input.fieldClass.trim().toLowerCase());
  const minimums = [...ofClass(row, row?.minYears), ...numbered(input.minimums)];
  const maximums = [...ofClass(row, row?.maxYears), ...numbered(input.maximums)];
  const floor = minimums.length === 0 ? null : Math.max(...minimums.map((one) => one.years));
  const ceiling = maximums.length === 0 ? null : Math.min(...maximums.map((one) => one.years));
  const days = row?.retentionDays ?? null;
  const action = actionFor(row, floor, ceiling, days);
  const retentionDays = action === 'never-store' ? 0 : days;
  return {
    action,
    minYears: floor,
    maxYears: ceiling,
    retentionDays,
    ...datesFor(input, floor, ceiling),
    findings: findingsFor(row, action, {
      inForce: [
        ...minimums.filter((one) => one.years === floor),
        ...maximums.filter((one) => one.years === ceiling),
      ].map((one) => one.rule),
      compared: minimums.length + maximums.length > 1,
    }),
  };
}

interface Row {
  readonly fieldClass: string;
  readonly minYears: number | string | null;
  readonly maxYears: number | string | null;
  readonly retentionDays: number | null;
  readonly rules: readonly string[];
  readonly note: string;
}
type Periods = readonly { readonly rule: string; readonly years: number }[];

const CLASSES = new Map((table.classes as readonly Row[]).map((row) => [row.fieldClass, row]));

function ofClass(row: Row | undefined, years: number | string | null | undefined): Periods {
  return typeof years === 'number' ? (row?.rules ?? []).map((rule) => ({ rule, years })) : [];
}

function numbered(given: RetentionInput['minimums']): Periods {
  return (given ?? []).flatMap(({ rule, years }) => (typeof years === 'number' ? [{ rule, years }] : []));
}

/** First that fits. */
function actionFor(
  row: Row | undefined,
  floor: number | null,
  ceiling: number | null,
  days: number | null,
): RetentionAnswer['action'] {
  if (ceiling === 0) return 'never-store';
  // "state": the law of the state sets the period, and no schedule of the states is part of this pack.
  if (row === undefined || row.minYears === 'state') return 'route-to-counsel';
  if (floor !== null && ceiling !== null && floor > ceiling) return 'delete-content-keep-proof';
  if (ceiling !== null) return 'delete-by-ceiling';
  if (floor !== null) return 'keep-until-floor';
  return days === null ? 'keep' : 'keep-then-delete';
}

/** Classes whose clock starts with the last use; every other starts with the creation. */
const FROM_LAST_USE: ReadonlySet<string> = new Set([
  'voiceprint',
  'customer-financial-info',
  'consent',
  'claim-substantiation',
  'casl-consent',
]);

function datesFor(
  input: RetentionInput,
  floor: number | null,
  ceiling: number | null,
): Pick<RetentionAnswer, 'deleteContentBy' | 'keepProofUntil' | 'due'> {
  const lastUse = input.lastInteraction ?? undefined;
  const created = input.createdAt ?? undefined;
  const from = FROM_LAST_USE.has(input.fieldClass.trim().toLowerCase())
    ? (lastUse ?? created)
    : (created ?? lastUse);
  if (from === undefined) return {};
  const deleteContentBy = ceiling === null ? undefined : addYears(from, ceiling);
  const today = input.nowUtc ?? undefined;
  return {
    ...(deleteContentBy === undefined ? {} : { deleteContentBy }),
    ...(floor === null ? {} : { keepProofUntil: addYears(from, floor) }),
    ...(deleteContentBy === undefined || today === undefined ? {} : { due: deleteContentBy <= today }),
  };
}

/** Calendar years; a part of a year is whole months (25 months, 6 months). */
function addYears(day: string, years: number): string {
  return Temporal.PlainDate.from(day)
    .add({ months: Math.round(years * 12) })
    .toString();
}

function findingsFor(
  row: Row | undefined,
  action: RetentionAnswer['action'],
  periods: { readonly inForce: readonly string[]; readonly compared: boolean },
): readonly Finding[] {
  const decision = action === 'route-to-counsel' ? 'route-to-counsel' : 'pass';
  const hasNumber = typeof row?.minYears === 'number' || typeof row?.maxYears === 'number';
  const own = row === undefined ? ['retention-resolver'] : hasNumber ? [] : row.rules;
  const rules = new Set([...own, ...periods.inForce, ...(periods.compared ? ['retention-resolver'] : [])]);
  const because = BECAUSE[action];
  const note = row === undefined || row.note === '' ? '' : ` (${row.note})`;
  return [...rules].map((rule) => says(rule, decision, `${because}${note}`));
}

const BECAUSE: Readonly<Record<RetentionAnswer['action'], string>> = {
  'never-store': 'It must never be stored.',
  'route-to-counsel': 'The class, or the fact its period depends on, is not known.',
  'delete-content-keep-proof':
    'It must be deleted before proof of it may go: content at the ceiling, proof at the floor.',
  'delete-by-ceiling': 'It must be gone by the ceiling.',
  'keep-until-floor': 'It must be kept until the floor.',
  'keep-then-delete': 'Kept for the days of our policy, then deleted.',
  keep: 'Kept as long as its purpose lasts.',
};
