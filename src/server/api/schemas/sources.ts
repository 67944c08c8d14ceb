/** Voice products that can be connected, and the sources that are: what the set-up pages are made of. */
import { z } from 'zod';
import { Key } from '../../../core/model/primitives.ts';
import { MATURITIES } from '../../../ports/connector.ts';
import { At } from './common.ts';
import { Redacted, SourceHealth } from './health.ts';
import { SettingShape } from './setting-shape.ts';

/** One setting of a connector, as a form shows it; made from the connector's own schema. */
export const SettingField = z.object({
  name: z.string(),
  kind: z
    .enum(['text', 'secret', 'number', 'switch', 'choice', 'list', 'table', 'json'])
    .describe('`list` is texts, `table` is text by text, `json` is anything deeper'),
  description: z.string(),
  authenticates: z.boolean().describe('Deliveries are checked with this secret; without it all are refused'),
  default: z.unknown(),
  choices: z.array(z.string()),
  minimum: z.number().nullable(),
  maximum: z.number().nullable(),
  shape: SettingShape.nullable().describe('What a `list`, `table` or `json` is made of; null for the others'),
});
export type SettingField = z.infer<typeof SettingField>;

export const SurfaceShape = z.object({
  id: z.string(),
  name: z.string(),
  family: z.string(),
  delivery: z.enum(['webhook', 'subscription', 'poll', 'stream']),
  signature: z.string().describe('How a delivery proves that it is genuine, in words'),
  maturity: z.enum(MATURITIES),
  checkedHow: z.string(),
  lastChecked: z.string(),
  docs: z.array(z.string()),
  setup: z.array(z.string()).describe('What to click at the vendor; `{url}` stands for the address to paste'),
  poll: z
    .object({ role: z.enum(['primary', 'reconciliation']), what: z.string(), everySeconds: z.int() })
    .nullable(),
  subscription: z.boolean().describe('Ringback makes and renews the push subscription itself'),
  settings: z.array(SettingField),
});
export type SurfaceShape = z.infer<typeof SurfaceShape>;
/** Without its form: those of fifty products would be most of the list, and a page shows one. */
export const SurfaceSummary = SurfaceShape.omit({ settings: true });
export type SurfaceSummary = z.infer<typeof SurfaceSummary>;
const PublicUrl = z
  .string()
  .nullable()
  .describe('What every address to paste begins with; null while none is set');
export const SurfaceList = z.object({ items: z.array(SurfaceSummary), publicUrl: PublicUrl });
export type SurfaceList = z.infer<typeof SurfaceList>;
export const SurfaceDetail = z.object({ surface: SurfaceShape, publicUrl: PublicUrl });
export type SurfaceDetail = z.infer<typeof SurfaceDetail>;

export const RecentDelivery = z.object({
  at: At,
  state: z.string().describe('`new`, `done`, `ignored`, `malformed`, `unrouted` or `quarantined`'),
  reason: z.string().nullable(),
  redacted: Redacted.nullable(),
});
export type RecentDelivery = z.infer<typeof RecentDelivery>;

export const SourceList = z.object({ items: z.array(SourceHealth) });
export type SourceList = z.infer<typeof SourceList>;

export const SourceDetail = z.object({
  source: SourceHealth,
  surface: SurfaceShape.nullable().describe('Null when this build has no such connector'),
  location: z.string().nullable(),
  settings: z.record(z.string(), z.unknown()).describe('Without secrets'),
  secretsSet: z.array(z.string()).describe('Secret settings that have a value; the values never leave'),
  problems: z.array(z.string()).describe('What is wrong with the settings as they stand'),
  recent: z
    .array(RecentDelivery)
    .describe('The latest deliveries, if they are among the newest of the inbox'),
});
export type SourceDetail = z.infer<typeof SourceDetail>;

const Settings = z.record(z.string().min(1).max(64), z.unknown());

export const SourceCreate = z.strictObject({
  key: Key.describe('Last part of the address: /hooks/voice/<key>'),
  connector: z.string().min(1).max(64),
  name: z.string().min(1).max(80).optional(),
  location: Key.optional().describe('Location of every call, when the number dialled does not tell'),
  settings: Settings.default({}),
});
export type SourceCreate = z.infer<typeof SourceCreate>;

export const SourceUpdate = z.strictObject({
  name: z.string().min(1).max(80).nullable().optional(),
  location: Key.nullable().optional(),
  settings: Settings.optional().describe('Only what changes; null removes a setting'),
});
export type SourceUpdate = z.infer<typeof SourceUpdate>;
