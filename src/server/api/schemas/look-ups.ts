/** Lists about numbers: who answers each, what was answered, and the choices to run without. */
import { z } from 'zod';
import { NUMBER_TOPICS } from '../../../core/model/look-ups.ts';
import { CalendarDate, E164, Key, Money } from '../../../core/model/primitives.ts';
import { MATURITIES } from '../../../ports/connector.ts';
import { At } from './common.ts';
import { SettingField } from './sources.ts';

const List = z.enum(NUMBER_TOPICS);

const Choice = z.object({
  by: z.string(),
  reason: z.string(),
  on: z.string(),
  expiresOn: z.string().nullable(),
  inForce: z.boolean().describe('False before its first and after its last day'),
});

export const LookUpListShape = z.object({
  list: List,
  title: z.string(),
  rule: z.string().describe('The rule that reads it'),
  consequence: z.string().describe('What follows where nothing is known'),
  state: z
    .enum(['asked', 'without', 'imported', 'undecided'])
    .describe('`without`: a choice on record; `undecided`: nobody is asked and nobody chose that'),
  sources: z.array(z.string()),
  keepDays: z.int(),
  mostDays: z.int().describe('Longest that the law, or the kind of answer, allows'),
  requestsPerMinute: z.int(),
  costPer1000: Money.nullable(),
  choice: Choice.nullable(),
  kept: z.int().describe('Answers of look-ups that are kept'),
  current: z.int().describe('Of these, still to be relied on'),
  lastAnswerAt: At.nullable(),
  asking: z.int().describe('Numbers that wait for an answer'),
  givenUp: z.int().describe('Numbers about which no source answered within an hour'),
  imported: z.array(
    z.object({ name: z.string(), asOf: z.string(), state: z.string().nullable(), numbers: z.int() }),
  ),
});
export type LookUpListShape = z.infer<typeof LookUpListShape>;

export const LookUpSourceShape = z.object({
  key: z.string(),
  name: z.string().nullable(),
  connector: z.string(),
  product: z.string(),
  lists: z.array(List).describe('What it can answer'),
  state: z.enum(['well', 'not-asked-yet', 'failing', 'refused']),
  settings: z.record(z.string(), z.unknown()).describe('Without secrets'),
  secretsSet: z.array(z.string()).describe('Secret settings that have a value; the values never leave'),
  problems: z.array(z.string()),
  asked: z.int(),
  answered: z.int(),
  failed: z.int(),
  lastAnswerAt: At.nullable(),
  lastFailure: z.object({ at: At, detail: z.string(), remedy: z.string().nullable() }).nullable(),
  pausedUntil: At.nullable().describe('Left alone until then, because it failed'),
});
export type LookUpSourceShape = z.infer<typeof LookUpSourceShape>;

export const LookUpConnectorShape = z.object({
  id: z.string(),
  name: z.string(),
  lists: z.array(List),
  maturity: z.enum(MATURITIES),
  checkedHow: z.string(),
  lastChecked: z.string(),
  docs: z.array(z.string()),
  setup: z.array(z.string()),
  settings: z.array(SettingField),
});
export type LookUpConnectorShape = z.infer<typeof LookUpConnectorShape>;

export const LookUpOverview = z.object({
  simulated: z.boolean().describe('A simulated organisation asks nobody'),
  lists: z.array(LookUpListShape),
  sources: z.array(LookUpSourceShape),
  connectors: z.array(LookUpConnectorShape),
});
export type LookUpOverview = z.infer<typeof LookUpOverview>;

export const ListParam = z.object({ list: List });

export const LookUpListUpdate = z.strictObject({
  sources: z.array(Key).max(5).optional().describe('In the order in which they are asked'),
  keepDays: z.int().min(1).max(366).optional(),
  requestsPerMinute: z.int().min(1).max(6000).optional(),
  costPer1000: Money.nullable().optional(),
});
export type LookUpListUpdate = z.infer<typeof LookUpListUpdate>;

export const RunWithoutRequest = z.strictObject({
  reason: z.string().trim().min(3).max(400),
  expiresOn: CalendarDate.optional().describe('Last day; absent: until it is taken back'),
});
export type RunWithoutRequest = z.infer<typeof RunWithoutRequest>;

const Settings = z.record(z.string().min(1).max(64), z.unknown());
export const LookUpSourceCreate = z.strictObject({
  key: Key,
  connector: z.string().min(1).max(64),
  name: z.string().trim().min(1).max(80).optional(),
  settings: Settings.default({}),
  lists: z
    .array(List)
    .max(5)
    .default([])
    .describe('Lists that it is asked for from now on, after those already there'),
});
export type LookUpSourceCreate = z.infer<typeof LookUpSourceCreate>;
export const LookUpSourceUpdate = z.strictObject({
  name: z.string().trim().min(1).max(80).nullable().optional(),
  settings: Settings.optional().describe('Only what changes; null removes a setting'),
});
export type LookUpSourceUpdate = z.infer<typeof LookUpSourceUpdate>;

export const LookUpCheck = z.object({ ok: z.boolean(), detail: z.string(), remedy: z.string().nullable() });
export type LookUpCheck = z.infer<typeof LookUpCheck>;

export const TryNumber = z.strictObject({
  phone: E164,
  list: List,
  knownSince: CalendarDate.optional().describe('Day of consent; reassignment is asked since then'),
});
export type TryNumber = z.infer<typeof TryNumber>;
export const TriedNumber = z.object({
  asked: z.array(
    z.object({
      source: z.string(),
      status: z.enum(['answered', 'unknown', 'unavailable']),
      answer: z.string().nullable(),
      detail: z.string().nullable(),
      remedy: z.string().nullable(),
      validDays: z.int().nullable(),
    }),
  ),
});
export type TriedNumber = z.infer<typeof TriedNumber>;
