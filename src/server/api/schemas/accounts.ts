/** People who may log in, and keys for programs. */
import { z } from 'zod';
import { At, Id, Role } from './common.ts';

const Password = z.string().min(10).max(500);

export const AccountShape = z.object({
  id: Id,
  email: z.string(),
  name: z.string(),
  role: Role,
  disabled: z.boolean(),
  hasPassword: z.boolean(),
  createdAt: At,
});
export type AccountShape = z.infer<typeof AccountShape>;
export const AccountList = z.object({ items: z.array(AccountShape), nextCursor: z.null() });
export type AccountList = z.infer<typeof AccountList>;
export const AccountCreate = z.strictObject({
  email: z.email().max(200),
  name: z.string().trim().min(1).max(80),
  role: Role,
  password: Password,
});
export type AccountCreate = z.infer<typeof AccountCreate>;
export const AccountUpdate = z.strictObject({
  name: z.string().trim().min(1).max(80).optional(),
  role: Role.optional(),
  disabled: z.boolean().optional(),
  password: Password.optional(),
});
export type AccountUpdate = z.infer<typeof AccountUpdate>;

export const ApiKeyIdParam = z.object({ id: z.string().regex(/^[0-9a-f]{16}$/) });
export const ApiKeyShape = z.object({ id: z.string(), name: z.string(), role: Role, createdAt: At });
export const ApiKeyList = z.object({ items: z.array(ApiKeyShape), nextCursor: z.null() });
export type ApiKeyList = z.infer<typeof ApiKeyList>;
export const ApiKeyCreate = z.strictObject({ name: z.string().trim().min(1).max(80), role: Role });
export type ApiKeyCreate = z.infer<typeof ApiKeyCreate>;
export const ApiKeyCreated = ApiKeyShape.extend({ key: z.string().describe('Shown this once') });
export type ApiKeyCreated = z.infer<typeof ApiKeyCreated>;
