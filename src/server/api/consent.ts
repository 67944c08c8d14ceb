import { z } from 'zod';
import type { ConsentState } from '../../core/model/consent.ts';
import { E164 } from '../../core/model/primitives.ts';
import { appendConsent, loadConsent, type StoredConsentEvent } from '../../store/consent.ts';
import { newId } from '../../store/ids.ts';
import { lockCaller } from '../../store/locks.ts';
import { listSuppressed, readContact, readLineType } from '../../store/queries-people.ts';
import { AppError } from '../../core/model/errors.ts';
import { givenEvent } from '../../pipeline/consent-given.ts';
import { invalidInput, notFound } from '../errors.ts';
import { consentEntries, consentPerBanner, givenPerBanner } from './consent-view.ts';
import { defineRoute, LISTENERS, READERS, type Call, type Route } from './route.ts';
import {
  ConsentGivenAnswer,
  ConsentGivenRequest,
  ConsentLedger,
  ConsentRequest,
  SuppressionList,
  SuppressionsQuery,
  type SuppressionRow,
} from './schemas/consent.ts';
import { recordStaff } from './staff-record.ts';

const PhoneParam = z.object({ phone: E164 });

export const consentRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/suppressions',
    tag: 'Consent',
    summary: 'Numbers that are not texted, latest first',
    roles: READERS,
    query: SuppressionsQuery,
    answer: SuppressionList,
    run: async ({ tx, principal, query, organisation, clock }) => {
      const shop = await organisation();
      const { tenantId } = principal;
      const { rows, nextCursor } = await listSuppressed(tx, tenantId, query);
      const phones = rows.map((row) => row.phone);
      const ledgers = await loadConsent(tx, tenantId, phones);
      const lineTypes = await readLineType(tx, tenantId, phones);
      const at = clock.now().toISOString();
      const items = rows.flatMap((row): SuppressionRow[] => {
        const ledger = ledgers.get(row.phone) ?? [];
        const states = consentPerBanner(shop, ledger, at).filter((each) => KINDS[each.state] !== undefined);
        const landline = lineTypes.get(row.phone);
        const named = { phone: row.phone, name: row.contact_name, contactId: row.contact_id };
        const [first] = states;
        const kind = first === undefined ? undefined : KINDS[first.state];
        if (first !== undefined && kind !== undefined) {
          const last = lastSuppressing(ledger);
          return [
            {
              ...named,
              kind:
                last?.kind === 'wrong-party'
                  ? 'wrong-party'
                  : last?.kind === 'unreachable'
                    ? 'unreachable'
                    : kind,
              banners: states.map((each) => each.bannerKey),
              bannerNames: states.map((each) => each.bannerName),
              since: last?.occurredAt ?? first.since ?? row.last_at,
              source: last?.source ?? 'unknown',
              words: wordsOf(last),
            },
          ];
        }
        // Somebody who came back by own wish is not suppressed any more; a landline stays one.
        if (landline?.lineType !== 'landline') return [];
        return [
          {
            ...named,
            kind: 'landline',
            banners: [],
            bannerNames: [],
            since: landline.learnedAt,
            source: landline.learnedFrom,
            words: null,
          },
        ];
      });
      return { items, nextCursor };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/consent/:phone',
    tag: 'Consent',
    summary: 'The consent ledger of one number and its state per brand',
    roles: READERS,
    params: PhoneParam,
    answer: ConsentLedger,
    run: (call) => ledgerOf(call, call.params.phone),
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/consent/:phone',
    tag: 'Consent',
    summary: 'Records what a person told the shop about being contacted',
    description:
      'Anybody who hears it may record a revocation; taking somebody back in takes counsel or an owner.',
    roles: LISTENERS,
    params: PhoneParam,
    body: ConsentRequest,
    answer: ConsentLedger,
    run: async (call) => {
      const { tx, principal, params, body, clock, organisation, afterCommit, deps } = call;
      const { tenantId } = principal;
      if (body.kind === 're-opted-in' && principal.role === 'agent') {
        throw new AppError('forbidden', 'taking somebody back in takes the role counsel or owner');
      }
      const shop = await organisation();
      const banners = [...shop.banners.values()].filter(
        (banner) => body.banner === 'all' || banner.key === body.banner,
      );
      if (banners.length === 0) throw notFound('brand');
      const at = clock.now().toISOString();
      if (body.receivedOn !== undefined && body.receivedOn > at.slice(0, 10))
        throw new AppError('invalid-input', 'receivedOn: a day that has not come yet', {
          issues: [
            { path: 'receivedOn', message: 'lies in the future', remedy: 'Give the day the person said it.' },
          ],
        });
      await lockCaller(tx, tenantId, params.phone);
      const factKey = `staff:${newId()}`;
      await appendConsent(
        tx,
        tenantId,
        banners.map((banner) => ({
          bannerId: banner.id,
          phone: params.phone,
          kind: body.kind,
          occurredAt: at,
          source: 'staff',
          proof: {
            note: body.note,
            by: principal.name,
            ...(body.means === undefined ? {} : { means: body.means }),
            ...(body.receivedOn === undefined ? {} : { receivedOn: body.receivedOn }),
          },
          factKey,
        })),
      );
      await recordStaff(call, 'consent', {
        phone: params.phone,
        body: {
          kind: body.kind,
          banners: banners.map((banner) => banner.key),
          ...(body.means === undefined ? {} : { means: body.means }),
          ...(body.receivedOn === undefined ? {} : { receivedOn: body.receivedOn }),
        },
        personal: { note: body.note, phone: params.phone },
      });
      afterCommit(() => deps.pipeline.signal.wake('job:send'));
      return ledgerOf(call, params.phone);
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/consent/:phone/given',
    tag: 'Consent',
    summary:
      'Records consent given in writing (marketing, WhatsApp, patient authorization) with its proof, or its end',
    description:
      'Counts from the moment it was signed, never from the moment it was written down; a record that lacks an element is kept and counts for nothing.',
    roles: LISTENERS,
    params: PhoneParam,
    body: ConsentGivenRequest,
    answer: ConsentGivenAnswer,
    run: async (call) => {
      const { tx, principal, params, body, organisation } = call;
      const ends = !('textShown' in body.given);
      if (!ends && principal.role === 'agent')
        throw new AppError('forbidden', 'recording consent takes the role counsel or owner');
      const shop = await organisation();
      const banner = [...shop.banners.values()].find(({ key }) => key === body.banner);
      if (banner === undefined) throw notFound('brand');
      const told = givenEvent(shop, banner, params.phone, body.given, call.clock.now());
      if (!told.ok) throw invalidInput(told.issue.message, [told.issue]);
      await lockCaller(tx, principal.tenantId, params.phone);
      await appendConsent(tx, principal.tenantId, [
        {
          ...told.event,
          source: 'staff',
          proof: { ...told.event.proof, by: principal.name },
          factKey: `given:${newId()}`,
        },
      ]);
      await recordStaff(call, 'consent', {
        phone: params.phone,
        body: { kind: body.given.kind, banners: [banner.key], defect: told.defect },
        personal: { given: body.given, phone: params.phone },
      });
      return { defect: told.defect, unnamed: told.unnamed, ledger: await ledgerOf(call, params.phone) };
    },
  }),
];

/** States that keep texts away, and what the list calls them. */
const KINDS: Readonly<Partial<Record<ConsentState, SuppressionRow['kind']>>> = {
  OPTED_OUT: 'opted-out',
  CLARIFY_PENDING: 'opted-out',
  DNC_INTERNAL: 'do-not-contact',
  BLOCKED: 'wrong-party',
};

function lastSuppressing(ledger: readonly StoredConsentEvent[]): StoredConsentEvent | undefined {
  return ledger.findLast((event) =>
    ['opted-out', 'do-not-contact', 'wrong-party', 'unreachable'].includes(event.kind),
  );
}

function wordsOf(event: StoredConsentEvent | undefined): string | null {
  for (const name of ['words', 'text', 'body', 'note'] as const) {
    const value = event?.proof[name];
    if (typeof value === 'string' && value !== '') return value.slice(0, 400);
  }
  return null;
}

async function ledgerOf(
  call: Pick<Call<unknown, unknown, unknown>, 'tx' | 'principal' | 'organisation' | 'clock'>,
  phone: string,
): Promise<z.output<typeof ConsentLedger>> {
  const { tx, principal, clock } = call;
  const shop = await call.organisation();
  const ledger = (await loadConsent(tx, principal.tenantId, [phone])).get(phone) ?? [];
  const contact = await readContact(tx, principal.tenantId, { phone });
  return {
    phone,
    contactId: contact?.id ?? null,
    lineType:
      contact?.line_type ??
      (await readLineType(tx, principal.tenantId, [phone])).get(phone)?.lineType ??
      null,
    states: consentPerBanner(shop, ledger, clock.now().toISOString()),
    given: givenPerBanner(shop, ledger, clock.now().toISOString()),
    ledger: consentEntries(shop, ledger),
  };
}
