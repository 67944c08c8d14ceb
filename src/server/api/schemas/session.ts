/** Who is logged in, and the few counts that the frame around every page shows. */
import { z } from 'zod';
import { At, Role } from './common.ts';

export const LoginRequest = z.union([
  z.strictObject({ token: z.string().min(16).max(200).describe('From the one-time login link') }),
  z.strictObject({
    email: z.email().max(200),
    password: z.string().min(1).max(500),
    tenant: z
      .string()
      .max(63)
      .optional()
      .describe('Organisation key, needed when the address has accounts in several'),
  }),
]);
export type LoginRequest = z.infer<typeof LoginRequest>;

export const PasswordRequest = z.strictObject({ password: z.string().min(10).max(500) });
export type PasswordRequest = z.infer<typeof PasswordRequest>;

export const Session = z.object({
  account: z.object({ id: z.string(), name: z.string(), email: z.string().nullable(), role: Role }),
  tenant: z.object({
    key: z.string(),
    name: z.string(),
    zone: z.string(),
    simulated: z.boolean(),
    paused: z.boolean(),
    now: At,
    clockOffsetMs: z.number(),
  }),
  version: z.string(),
  surfaceNames: z
    .record(z.string(), z.string())
    .describe('What each phone and text product is called, by the id that calls and texts name it by'),
  unreadNotifications: z.int(),
  openCallbacks: z.int(),
  openCounsel: z.int(),
  unreadThreads: z.int(),
});
export type Session = z.infer<typeof Session>;
