/** Locations: the list, the settings of one, and the switches. */
import { z } from 'zod';
import { LocationConfig } from '../../../core/model/organisation.ts';
import { Id, Phone, Search, Zone } from './common.ts';

export const MODES = ['live', 'shadow', 'off'] as const;
export const Mode = z.enum(MODES);

export const LocationsQuery = z.object({
  q: Search,
  banner: z.string().max(63).optional(),
  mode: Mode.optional(),
});
export type LocationsQuery = z.infer<typeof LocationsQuery>;

export const LocationRow = z.object({
  id: Id,
  key: z.string(),
  name: z.string(),
  banner: z.object({ key: z.string(), name: z.string(), paused: z.boolean() }),
  zone: Zone,
  city: z.string(),
  state: z.string(),
  mode: Mode,
  paused: z.boolean(),
  effectiveMode: Mode.describe('What really happens now, banner and organisation switches included'),
  mainNumber: Phone.nullable(),
  problems: z.array(z.string()).describe('What would keep texts from going out, in plain words'),
  missed7d: z.int(),
  texted7d: z.int(),
});
export type LocationRow = z.infer<typeof LocationRow>;
export const LocationList = z.object({ items: z.array(LocationRow), nextCursor: z.null() });
export type LocationList = z.infer<typeof LocationList>;

export const LocationDetail = z.object({
  location: LocationRow,
  version: z.int(),
  config: LocationConfig,
  defaultTemplate: z
    .string()
    .nullable()
    .describe('What is used when the location has no template of its own'),
});
export type LocationDetail = z.infer<typeof LocationDetail>;

/**
 * Top-level settings of a location, each optional. A section that is sent replaces the whole section. Keys and modes
 * have their own ways (`mode` is a switch with its own address).
 */
export const LocationUpdate = z.strictObject({
  version: z
    .int()
    .describe('Of the settings that were edited; refused with `conflict` when they changed meanwhile'),
  changes: z
    .record(z.string().max(63), z.unknown())
    .describe('Sections of the location configuration; null removes an optional section'),
});
export type LocationUpdate = {
  version: number;
  changes: {
    [K in Exclude<keyof z.input<typeof LocationConfig>, 'key'>]?: z.input<typeof LocationConfig>[K] | null;
  };
};

export const ModeRequest = z.strictObject({ mode: Mode });
export type ModeRequest = z.infer<typeof ModeRequest>;

export const SwitchRequest = z.union([
  z.strictObject({ scope: z.literal('tenant'), paused: z.boolean() }),
  z.strictObject({
    scope: z.enum(['banner', 'location']),
    key: z.string().min(1).max(63),
    paused: z.boolean(),
  }),
]);
export type SwitchRequest = z.infer<typeof SwitchRequest>;

export const PreviewRequest = z.strictObject({
  template: z.string().max(480).optional(),
  variant: z.enum(['plain', 'after-hours', 'voicemail', 'busy', 'returning']).default('plain'),
});
export type PreviewRequest = z.input<typeof PreviewRequest>;
export const Preview = z.object({
  body: z.string(),
  segments: z.int(),
  encoding: z.string(),
  problems: z.array(z.string()),
});
export type Preview = z.infer<typeof Preview>;
