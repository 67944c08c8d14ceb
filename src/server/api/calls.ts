import type { Tx } from '../../store/database.ts';
import type { Keeper } from '../../store/keeper.ts';
import { locationEver, type Organisation } from '../../core/model/directory.ts';
import { withoutCaptures } from '../../core/audit/captures.ts';
import { outcomeOf } from '../../core/audit/decision-record.ts';
import { foldConsent } from '../../core/gate/consent-fold.ts';
import { readRecords, type AuditEntry } from '../../store/audit-read.ts';
import { latestCheckpoint } from '../../store/audit-log.ts';
import { proveLeaves } from '../../store/audit-proof.ts';
import { loadConsent } from '../../store/consent.ts';
import {
  listCalls,
  mergedInto,
  readCall,
  readCallEvents,
  readLeads,
  type CallEventRecord,
  type CallRecord,
} from '../../store/queries-calls.ts';
import { readCallback } from '../../store/queries-desk.ts';
import { readBookings, readContact, type BookingRecord } from '../../store/queries-people.ts';
import { readMessages, type MessageRecord } from '../../store/queries-threads.ts';
import type { SourceRecord } from '../../store/sources.ts';
import { notFound } from '../errors.ts';
import { consentTitle, STATE_WORDS } from './consent-view.ts';
import { IdParam, narrowed } from './lookups.ts';
import { callRow, messageShape } from './present.ts';
import { decisionShape, timelineOf } from './records.ts';
import { defineRoute, READERS, type Route } from './route.ts';
import { CallDetail, CallList, CallProof, CallsQuery, type TimelineEntry } from './schemas/calls.ts';

export const callRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/calls',
    tag: 'Calls',
    summary: 'Attempts to reach a location, newest first',
    roles: READERS,
    query: CallsQuery,
    answer: CallList,
    run: async ({ tx, principal, query, organisation }) => {
      const shop = await organisation();
      const { rows, nextCursor } = await listCalls(tx, principal.tenantId, {
        ...query,
        ...narrowed(shop, query),
      });
      return { items: rows.map((row) => callRow(shop, row)), nextCursor };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/calls/:id',
    tag: 'Calls',
    summary: 'One attempt with everything that was seen, decided and done about it',
    roles: READERS,
    params: IdParam,
    answer: CallDetail,
    run: async ({ tx, principal, params, organisation, clock, deps }) => {
      const shop = await organisation();
      const { tenantId } = principal;
      const call = await readCall(tx, tenantId, params.id);
      if (call === null) throw notFound('call');
      const parts = await mergedInto(tx, tenantId, call.id);
      const records = await recordsOf(tx, deps.pipeline.keeper, tenantId, parts);
      const mayHear = isHearable(records);
      const shown = (value: unknown): unknown => (mayHear ? value : withoutCaptures(value));
      const events = await readCallEvents(tx, call.id);
      const messages = await readMessages(tx, tenantId, { attemptIds: parts });
      const bookings = await readBookings(tx, tenantId, {
        attemptIds: parts,
        now: clock.now().toISOString(),
      });
      const [lead] = await readLeads(tx, tenantId, { attemptId: call.id });
      const contact = call.caller === null ? null : await readContact(tx, tenantId, { phone: call.caller });
      const callback = await readCallback(tx, tenantId, { attemptId: call.id });
      const sources = new Map(
        (await deps.pipeline.sources.ofTenant(tenantId)).map((source) => [source.id, source]),
      );
      const consent = call.caller === null ? [] : await consentLines(tx, tenantId, shop, call, call.caller);
      const lines = [
        ...events.map((event) => eventLine(event, sources.get(event.source_id), call.caller)),
        ...messages.map(messageLine),
        ...bookings.map(bookingLine),
        ...consent,
        ...records.flatMap((record) => timelineOf(record) ?? []),
      ];
      return {
        header: callRow(shop, call),
        outcome: outcomeSentence(call, messages, bookings),
        explanation: call.view.explanation ?? '',
        confidence: call.view.confidence ?? null,
        classes: (call.view.classes ?? []).map((each) => ({
          class: each.class,
          confidence: each.confidence,
          because: each.because,
          primary: each.class === call.primary_class,
        })),
        links: (call.view.links ?? []).map((link) => ({ ...link, eventIds: [...link.eventIds] })),
        events: events.map((each) => ({
          ...eventShape(each, sources.get(each.source_id)),
          detail: shown(each.event),
        })),
        timeline: lines.sort((a, b) => a.at.localeCompare(b.at)),
        decisions: records
          .filter((record) => record.kind.startsWith('decision.'))
          .map(decisionShape)
          .map((decision) => ({ ...decision, facts: shown(decision.facts) })),
        messages: messages.map(messageShape),
        lead:
          lead === undefined
            ? null
            : {
                id: lead.id,
                source: lead.source,
                intent: lead.intent,
                outcome: lead.outcome,
                summary: lead.summary,
                hot: lead.hot,
                attribution: lead.attribution,
              },
        contact:
          contact === null
            ? null
            : {
                id: contact.id,
                phone: contact.phone,
                name: contact.name,
                blocked: contact.blocked,
                existingCustomer: contact.existing_customer,
              },
        callback:
          callback === null
            ? null
            : {
                id: callback.id,
                state: callback.state,
                reasonCode: callback.reason_code,
                reason: callback.reason,
                urgent: callback.urgent,
              },
        bookings: bookings.map((row) => ({
          id: row.id,
          serviceKey: row.service_key,
          startsAt: row.starts_at,
          endsAt: row.ends_at,
          state: row.state,
        })),
        recordIds: records.map((record) => record.id),
      };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/calls/:id/proof',
    tag: 'Calls',
    summary: 'Inclusion proofs of the records of an attempt under the newest checkpoint',
    roles: READERS,
    params: IdParam,
    answer: CallProof,
    run: async ({ tx, principal, params }) => {
      const { tenantId } = principal;
      const call = await readCall(tx, tenantId, params.id);
      if (call === null) throw notFound('call');
      const parts = await mergedInto(tx, tenantId, call.id);
      const rows = await tx
        .selectFrom('audit_record')
        .select(['id', 'kind', 'occurred_at', 'leaf', 'leaf_hash', 'leaf_index'])
        .where('tenant_id', '=', tenantId)
        .where('attempt_id', 'in', parts)
        .orderBy('occurred_at')
        .orderBy('id')
        .execute();
      const checkpoint = await latestCheckpoint(tx, tenantId);
      const sealed = rows.flatMap((row) =>
        row.leaf_index !== null && checkpoint !== null && row.leaf_index < checkpoint.size
          ? [{ id: row.id, leaf: row.leaf, index: row.leaf_index }]
          : [],
      );
      const proofs = checkpoint === null ? [] : await proveLeaves(tx, tenantId, checkpoint, sealed);
      const byId = new Map(proofs.map((proof) => [proof.id, proof]));
      const stored = await tx
        .selectFrom('audit_checkpoint')
        .select('created_at')
        .where('tenant_id', '=', tenantId)
        .where('tree_size', '=', checkpoint?.size ?? -1)
        .executeTakeFirst();
      return {
        attemptId: call.id,
        checkpoint:
          checkpoint === null
            ? null
            : {
                treeSize: checkpoint.size,
                rootBase64: checkpoint.root.toString('base64'),
                note: checkpoint.note,
                createdAt: stored?.created_at ?? '',
              },
        records: rows.map((row) => ({
          recordId: row.id,
          kind: row.kind,
          at: row.occurred_at,
          leaf: row.leaf,
          leafHashBase64: row.leaf_hash.toString('base64'),
          leafIndex: row.leaf_index,
          proofBase64: byId.get(row.id)?.hashes.slice() ?? null,
        })),
      };
    },
  }),
];

async function recordsOf(
  tx: Tx,
  keeper: Keeper,
  tenantId: string,
  attemptIds: readonly string[],
): Promise<AuditEntry[]> {
  const records: AuditEntry[] = [];
  for (const attemptId of attemptIds)
    records.push(...(await readRecords(tx, keeper, tenantId, { attemptId })));
  return records.sort((a, b) => a.occurredAt.localeCompare(b.occurredAt) || a.id.localeCompare(b.id));
}

/** What the phone system captured is shown only when the Gate was asked about it and said yes. */
function isHearable(records: readonly AuditEntry[]): boolean {
  const last = records.filter((record) => record.kind === 'decision.gate.record').at(-1);
  const outcome = last === undefined ? undefined : outcomeOf(last);
  return (
    typeof outcome === 'object' && outcome !== null && 'decision' in outcome && outcome.decision === 'pass'
  );
}

function eventShape(row: CallEventRecord, source: SourceRecord | undefined): CallDetail['events'][number] {
  const { event } = row;
  return {
    key: row.event_key,
    surface: event.surface,
    sourceKey: source?.key ?? event.source ?? null,
    sourceName: source?.name ?? null,
    callId: event.callId,
    disposition: event.disposition,
    final: event.final,
    occurredAt: row.occurred_at,
    receivedAt: row.received_at,
    ringSeconds: event.ringSeconds ?? null,
    talkSeconds: event.talkSeconds ?? null,
    detail: event,
  };
}

const DISPOSITION_WORDS: Readonly<Record<string, string>> = {
  answered: 'answered',
  no_answer: 'nobody answered',
  busy: 'busy',
  voicemail: 'went to voicemail',
  ivr_abandoned: 'hung up in the menu',
  queue_abandoned: 'hung up in the queue',
  rejected: 'rejected',
  blocked: 'blocked',
  failed: 'failed',
  canceled: 'caller hung up',
  in_progress: 'ringing or in progress',
  unknown: 'the phone system did not say how it ended',
};

function eventLine(
  row: CallEventRecord,
  source: SourceRecord | undefined,
  caller: string | null,
): TimelineEntry {
  const { event } = row;
  const who = source?.name ?? source?.key ?? event.surface;
  return {
    ...NOTHING,
    id: row.event_key,
    at: row.occurred_at,
    type: 'event',
    title: `${who}: ${DISPOSITION_WORDS[event.disposition] ?? event.disposition}`,
    detail: [
      // A phone system that rings the shop places a call of its own; only one to the caller is the shop's.
      event.direction === 'outbound'
        ? event.to !== null && event.to === caller
          ? 'call from the shop'
          : 'put through to the shop'
        : null,
      event.final ? null : 'provisional',
      event.ringSeconds === undefined ? null : `rang ${event.ringSeconds} s`,
      event.talkSeconds === undefined ? null : `talked ${event.talkSeconds} s`,
      event.voicemail?.left === true ? 'left a voicemail' : null,
    ]
      .filter((part) => part !== null)
      .join(', '),
    surface: event.surface,
    tone: event.disposition === 'answered' ? 'good' : 'neutral',
  };
}

const NOTHING = { surface: null, recordId: null, messageId: null, bookingId: null } as const;

function messageLine(row: MessageRecord): TimelineEntry {
  const failed = ['rejected', 'failed', 'undelivered'].includes(row.state);
  const title =
    row.direction === 'inbound'
      ? 'The caller wrote'
      : failed
        ? `Text not delivered: ${row.reason ?? row.state}`
        : `Text ${row.state}`;
  return {
    ...NOTHING,
    id: row.id,
    at: row.intended_at,
    type: 'message',
    title,
    detail: row.body,
    tone: failed ? 'bad' : row.state === 'delivered' || row.state === 'read' ? 'good' : 'neutral',
    messageId: row.id,
  };
}

function bookingLine(row: BookingRecord): TimelineEntry {
  return {
    ...NOTHING,
    id: row.id,
    at: row.created_at,
    type: 'booking',
    title: `Booking ${row.state}`,
    detail: `${row.service_key}, ${row.starts_at}`,
    tone: row.state === 'confirmed' ? 'good' : 'neutral',
    bookingId: row.id,
  };
}

/** What the caller's consent went through from this call on, for a week: later changes belong to later calls. */
async function consentLines(
  tx: Tx,
  tenantId: string,
  shop: Organisation,
  call: CallRecord,
  phone: string,
): Promise<TimelineEntry[]> {
  const banner = locationEver(shop, call.location_id)?.banner;
  const ledger = (await loadConsent(tx, tenantId, [phone])).get(phone) ?? [];
  const own = ledger.filter((event) => event.bannerId === banner?.id);
  const from = Date.parse(call.started_at);
  return own
    .filter(
      (event) => Date.parse(event.occurredAt) >= from && Date.parse(event.occurredAt) < from + 7 * 86_400_000,
    )
    .map((event) => ({
      ...NOTHING,
      id: `consent-${event.seq}`,
      at: event.occurredAt,
      type: 'consent' as const,
      title: `Consent: ${consentTitle(event)}`,
      detail: `Towards ${banner?.name ?? 'this brand'} from then on: ${STATE_WORDS[foldConsent(own, event.occurredAt).state]}`,
      tone:
        event.kind === 'opted-out' || event.kind === 'do-not-contact'
          ? ('bad' as const)
          : ('neutral' as const),
    }));
}

/** What came of it, in one sentence for the shop owner. */
function outcomeSentence(
  call: CallRecord,
  messages: readonly MessageRecord[],
  bookings: readonly BookingRecord[],
): string {
  if (bookings.some((row) => row.state === 'confirmed')) return 'Missed, texted and booked.';
  if (messages.some((row) => row.direction === 'inbound')) return 'Missed, and the caller answered by text.';
  if (call.state === 'recovered-by-caller') return 'Missed at first; the caller got through in a later call.';
  if (call.state === 'answered') return 'Answered by a person.';
  if (call.state === 'in-progress') return 'The call is still going on.';
  if (call.state === 'undecided') return 'We do not know yet whether anybody answered.';
  switch (call.answer) {
    case 'sent':
      return 'Missed and texted; no reply yet.';
    case 'sending':
      return 'Missed; the text is on its way.';
    case 'scheduled':
      return 'Missed; a text is due in a moment.';
    default:
      return call.answer_reason === null ? 'Missed.' : `Missed, not texted: ${call.answer_reason}`;
  }
}
