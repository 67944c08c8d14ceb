/** The phone simulator; only organisations marked SIMULATED have it. */
import { z } from 'zod';
import { MISSED_CALL_CLASSES } from '../../../core/model/attempt.ts';
import { E164, Key } from '../../../core/model/primitives.ts';
import { At, Id, Phone, Zone } from './common.ts';

export const SimulatorState = z.object({
  now: At,
  offsetMs: z.number(),
  surfaces: z.array(z.object({ id: z.string(), name: z.string() })),
  classes: z.array(z.object({ id: z.enum(MISSED_CALL_CLASSES), name: z.string(), description: z.string() })),
  locations: z.array(
    z.object({
      key: z.string(),
      name: z.string(),
      number: Phone,
      zone: Zone,
      mode: z.enum(['live', 'shadow', 'off']),
      brand: z.string(),
      textsFrom: At.nullable().describe(
        "When a text may next go to a caller of the shop's own area; null when not in the next ten days",
      ),
    }),
  ),
  callers: z.array(z.object({ number: Phone, label: z.string(), description: z.string() })),
  forwarding: z.object({ running: z.boolean(), progress: z.number(), target: At.nullable() }).nullable(),
  history: z.object({ running: z.boolean(), progress: z.number() }),
});
export type SimulatorState = z.infer<typeof SimulatorState>;

export const RingRequest = z.strictObject({
  surfaces: z.array(z.string().min(1).max(64)).min(1).max(9),
  locationKey: Key,
  caller: E164.nullable().describe('null for a withheld number'),
  class: z.enum(MISSED_CALL_CLASSES),
  voicemail: z.string().max(2000).optional(),
});
export type RingRequest = z.infer<typeof RingRequest>;
export const RingAnswer = z.object({
  attemptIds: z.array(Id),
  startedAt: At,
  endedAt: At,
  deliveries: z.array(z.object({ surface: z.string(), at: At, status: z.int(), what: z.string() })),
});
export type RingAnswer = z.infer<typeof RingAnswer>;

export const HandsetMessage = z.object({
  id: z.string(),
  direction: z.enum(['to-handset', 'from-handset']),
  from: Phone,
  to: Phone,
  body: z.string(),
  at: At,
});
export type HandsetMessage = z.infer<typeof HandsetMessage>;
export const HandsetMessages = z.object({ messages: z.array(HandsetMessage) });
export type HandsetMessages = z.infer<typeof HandsetMessages>;
export const HandsetSend = z.strictObject({ to: E164, body: z.string().min(1).max(10_000) });
export type HandsetSend = z.infer<typeof HandsetSend>;

export const FastForwardRequest = z.strictObject({
  seconds: z
    .int()
    .min(1)
    .max(31 * 24 * 3600),
});
export type FastForwardRequest = z.infer<typeof FastForwardRequest>;
export const FastForwardAnswer = z.object({ target: At, running: z.boolean() });
export type FastForwardAnswer = z.infer<typeof FastForwardAnswer>;

export const SimulatedSources = z.object({
  sources: z.array(
    z.object({
      key: z.string(),
      surface: z.string(),
      path: z.string(),
      url: z.string().nullable(),
      secret: z.string(),
    }),
  ),
});
export type SimulatedSources = z.infer<typeof SimulatedSources>;

export const CarriedQuery = z.object({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(5000).default(1000),
});
export type CarriedQuery = z.infer<typeof CarriedQuery>;
export const CarriedTexts = z.object({
  texts: z.array(
    z.object({
      position: z.int(),
      from: Phone,
      to: Phone,
      body: z.string(),
      at: At,
      clientReference: z.string().nullable(),
    }),
  ),
});
export type CarriedTexts = z.infer<typeof CarriedTexts>;
