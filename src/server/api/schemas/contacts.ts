/** People as the built-in CRM knows them. */
import { z } from 'zod';
import { At, Cursor, Id, Limit, listOf, LocationRef, Phone, Search } from './common.ts';
import { CallRow } from './calls.ts';
import { BookingShape } from './bookings.ts';
import { ConsentPerBanner } from './consent.ts';

export const ContactsQuery = z.object({ cursor: Cursor, limit: Limit, q: Search });
export type ContactsQuery = z.infer<typeof ContactsQuery>;

export const ContactRow = z.object({
  id: Id,
  phone: Phone,
  name: z.string().nullable(),
  email: z.string().nullable(),
  blocked: z.boolean(),
  existingCustomer: z.boolean(),
  attempts: z.int(),
  lastSeenAt: At,
  createdAt: At,
});
export type ContactRow = z.infer<typeof ContactRow>;
export const ContactList = listOf(ContactRow);
export type ContactList = z.infer<typeof ContactList>;

export const ContactDetail = z.object({
  contact: ContactRow.extend({
    notes: z.string().nullable(),
    provenance: z.record(z.string(), z.unknown()),
    lineType: z.string().nullable(),
    erased: z.boolean(),
  }),
  calls: z.array(CallRow),
  threads: z.array(z.object({ id: Id, location: LocationRef, state: z.string(), updatedAt: At })),
  bookings: z.array(BookingShape),
  leads: z.array(
    z.object({
      id: Id,
      attemptId: Id,
      source: z.string(),
      intent: z.string().nullable(),
      outcome: z.string(),
      summary: z.string().nullable(),
      hot: z.boolean(),
      createdAt: At,
    }),
  ),
  consent: z.array(ConsentPerBanner),
});
export type ContactDetail = z.infer<typeof ContactDetail>;

export const ContactUpdate = z.strictObject({
  name: z.string().trim().max(120).nullable().optional(),
  email: z.email().max(200).nullable().optional(),
  notes: z.string().max(4000).nullable().optional(),
  blocked: z.boolean().optional(),
  existingCustomer: z.boolean().optional(),
});
export type ContactUpdate = z.infer<typeof ContactUpdate>;

export const EraseRequest = z.strictObject({
  confirm: z.literal('erase').describe('The word `erase`, typed by a person'),
  reason: z.string().trim().min(3).max(400),
});
export type EraseRequest = z.infer<typeof EraseRequest>;
