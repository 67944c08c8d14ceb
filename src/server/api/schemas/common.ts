/**
 * Shapes that every answer of the API shares. The schemas in this folder serve three purposes at once: they check what
 * comes in, they make the OpenAPI document, and the dashboard takes its types from them.
 */
import { z } from 'zod';
import { ERROR_CODES, type ErrorCode } from '../../../core/model/errors.ts';

/** Answers carry instants as we store them: RFC 3339 in UTC, in the tenant's own time. */
export const At = z.string().describe('RFC 3339 instant in UTC, in tenant time');
export const Zone = z.string().describe('IANA zone of the location; show times in it');
export const Id = z.uuid();
export const Phone = z.string().describe('E.164 number');

export const ROLES = ['viewer', 'agent', 'counsel', 'owner'] as const;
export const Role = z.enum(ROLES);
export type Role = z.infer<typeof Role>;

export const IssueShape = z.object({ path: z.string(), message: z.string(), remedy: z.string().optional() });

export const ErrorBody = z
  .object({
    error: z.object({
      code: z.enum(Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]]),
      message: z.string(),
      remedy: z.string(),
      issues: z.array(IssueShape).optional(),
      requestId: z.string(),
    }),
  })
  .meta({ id: 'Error', description: 'Every refusal has this shape; `remedy` says what to do about it.' });
export type ErrorBody = z.infer<typeof ErrorBody>;

/** Lists are read page by page: pass `nextCursor` back as `cursor` until it is null. */
export function listOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

export const Cursor = z.string().max(300).optional().describe('`nextCursor` of the page before');
export const Limit = z.coerce.number().int().min(1).max(200).default(50);
export const Search = z.string().max(100).optional();

export const Ok = z.object({ ok: z.literal(true) });
export type Ok = z.infer<typeof Ok>;

/** A location, as short as a list row needs it. */
export const LocationRef = z.object({
  id: Id,
  key: z.string(),
  name: z.string(),
  bannerKey: z.string(),
  bannerName: z.string(),
  zone: Zone,
});
export type LocationRef = z.infer<typeof LocationRef>;
