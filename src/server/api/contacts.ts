import { cutRecord, wasCut, withoutCardData } from '../../pipeline/card-data.ts';
import { appendRecords } from '../../store/audit.ts';
import { appendConsent, loadConsent } from '../../store/consent.ts';
import { eraseSubject } from '../../store/audit-erase.ts';
import { lockCaller } from '../../store/locks.ts';
import { erasePerson } from '../../store/queries-erase.ts';
import { listCalls, readLeads } from '../../store/queries-calls.ts';
import {
  changeContact,
  listContacts,
  readBookings,
  readContact,
  type ContactRecord,
} from '../../store/queries-people.ts';
import { listThreads } from '../../store/queries-threads.ts';
import { authorOf } from '../auth/principal.ts';
import { notFound } from '../errors.ts';
import { consentPerBanner } from './consent-view.ts';
import { IdParam } from './lookups.ts';
import { bookingShape, callRow, contactRow, locationRef } from './present.ts';
import { defineRoute, OWNERS, READERS, WORKERS, type Call, type Route } from './route.ts';
import { Ok } from './schemas/common.ts';
import {
  ContactDetail,
  ContactList,
  ContactsQuery,
  ContactUpdate,
  EraseRequest,
} from './schemas/contacts.ts';
import { recordStaff } from './staff-record.ts';

const TAG = 'Contacts';
/** The mark in the provenance by which the page knows an erased person. */
const ERASED = 'erased';

export const contactRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/contacts',
    tag: TAG,
    summary: 'People, latest contact first',
    roles: READERS,
    query: ContactsQuery,
    answer: ContactList,
    run: async ({ tx, principal, query }) => {
      const { rows, nextCursor } = await listContacts(tx, principal.tenantId, query);
      return { items: rows.map(contactRow), nextCursor };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/contacts/:id',
    tag: TAG,
    summary: 'One person with calls, conversations, bookings and consent',
    roles: READERS,
    params: IdParam,
    answer: ContactDetail,
    run: (call) => detail(call, call.params.id),
  }),
  defineRoute({
    method: 'patch',
    path: '/api/v1/contacts/:id',
    tag: TAG,
    summary: 'Changes what we know of a person',
    roles: WORKERS,
    params: IdParam,
    body: ContactUpdate,
    answer: ContactDetail,
    run: async (call) => {
      const { tx, principal, params, clock } = call;
      const contact = await contactOf(call, params.id);
      const cut = withoutCardData(call.body.notes ?? '');
      const body = wasCut(cut) ? { ...call.body, notes: cut.text } : call.body;
      const at = clock.now().toISOString();
      await lockCaller(tx, principal.tenantId, contact.phone);
      const touched = Object.fromEntries(Object.keys(body).map((field) => [field, authorOf(principal)]));
      await changeContact(tx, principal.tenantId, params.id, body, { ...contact.provenance, ...touched }, at);
      await recordStaff(call, 'contact', {
        phone: contact.phone,
        body: { contact: contact.id, fields: Object.keys(body) },
        personal: { ...body },
      });
      if (wasCut(cut))
        await appendRecords(tx, call.deps.pipeline.keeper, principal.tenantId, [
          cutRecord(cut, 'note', { phone: contact.phone, occurredAt: at }),
        ]);
      return detail(call, params.id);
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/contacts/:id/erase',
    tag: TAG,
    summary: 'Erases a person: texts, names and recorded facts go, proofs and suppression stay',
    description:
      'The key of the person in the audit log is destroyed. What keeps the number from being texted again stays, because the law asks for it.',
    roles: OWNERS,
    params: IdParam,
    body: EraseRequest,
    answer: Ok,
    run: async (call) => {
      const { tx, principal, params, body, clock, deps, organisation } = call;
      const { tenantId } = principal;
      const contact = await contactOf(call, params.id);
      const shop = await organisation();
      const at = clock.now();
      await lockCaller(tx, tenantId, contact.phone);
      // Somebody who wants to be forgotten does not want to be texted either; the ledger line is kept for that alone.
      await appendConsent(
        tx,
        tenantId,
        [...shop.banners.values()].map((banner) => ({
          bannerId: banner.id,
          phone: contact.phone,
          kind: 'do-not-contact' as const,
          occurredAt: at.toISOString(),
          source: 'staff',
          proof: { note: 'erased on request', by: principal.name },
          factKey: `erase:${contact.id}`,
        })),
      );
      await erasePerson(tx, tenantId, contact.phone, at.toISOString());
      await changeContact(
        tx,
        tenantId,
        params.id,
        { name: null, email: null, notes: null, blocked: true },
        { [ERASED]: at.toISOString() },
        at.toISOString(),
      );
      const { subjectId, records } = await eraseSubject(
        tx,
        deps.pipeline.keeper,
        tenantId,
        contact.phone,
        at,
      );
      await recordStaff(call, 'erasure', {
        body: { contact: contact.id, subject: subjectId, records, reason: body.reason },
      });
      return { ok: true as const };
    },
  }),
];

type InTenant = Pick<Call<unknown, unknown, unknown>, 'tx' | 'principal' | 'clock' | 'organisation' | 'deps'>;

async function contactOf(call: InTenant, id: string): Promise<ContactRecord> {
  const contact = await readContact(call.tx, call.principal.tenantId, { id });
  if (contact === null) throw notFound('contact');
  return contact;
}

async function detail(call: InTenant, id: string): Promise<ContactDetail> {
  const { tx, principal, clock, deps } = call;
  const { tenantId } = principal;
  const shop = await call.organisation();
  const contact = await contactOf(call, id);
  const at = clock.now().toISOString();
  const calls = await listCalls(tx, tenantId, { caller: contact.phone, limit: 100 });
  const threads = await listThreads(tx, tenantId, { phone: contact.phone, limit: 100 });
  const bookings = await readBookings(tx, tenantId, { phone: contact.phone, now: at });
  const leads = await readLeads(tx, tenantId, { contactId: contact.id });
  const ledger = (await loadConsent(tx, tenantId, [contact.phone])).get(contact.phone) ?? [];
  return {
    contact: {
      ...contactRow(contact),
      notes: contact.notes,
      provenance: contact.provenance,
      lineType: contact.line_type,
      erased: ERASED in contact.provenance,
    },
    calls: calls.rows.map((row) => callRow(shop, row)),
    threads: threads.rows.map((row) => ({
      id: row.id,
      location: locationRef(shop, row.location_id),
      state: row.state,
      updatedAt: row.updated_at,
    })),
    bookings: bookings.map((row) => bookingShape(shop, deps.pipeline.keeper, row)),
    leads: leads.map((row) => ({
      id: row.id,
      attemptId: row.attempt_id,
      source: row.source,
      intent: row.intent,
      outcome: row.outcome,
      summary: row.summary,
      hot: row.hot,
      createdAt: row.created_at,
    })),
    consent: consentPerBanner(shop, ledger, at),
  };
}
