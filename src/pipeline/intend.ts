import { sql } from 'kysely';
import type { MessageKind } from '../core/model/conversation.ts';
import { appendRecords } from '../store/audit.ts';
import type { Tx } from '../store/database.ts';
import { newId } from '../store/ids.ts';
import { sendJobs } from '../store/jobs.ts';
import { together } from '../store/together.ts';
import type { Pipeline } from './context.ts';

/** A text that the Gate has passed in this very transaction. */
export interface IntendedText {
  readonly tenantId: string;
  readonly threadId: string;
  readonly attemptId?: string;
  readonly kind: MessageKind;
  /** What it is for, for example `textback:<attemptId>`: one purpose, one message, ever. */
  readonly purpose: string;
  readonly author: 'assistant' | 'system' | `staff:${string}`;
  readonly sourceId: string;
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly segments: number;
  /** Ids of the bookings, slots and prices the text asserts. */
  readonly asserts?: readonly string[];
  /** Tenant time. */
  readonly at: string;
}

export type Intended = { readonly messageId: string } | { readonly duplicate: true };

/**
 * Commits the intent to send, its record and the job that sends it. The database refuses a second message for the
 * same purpose, whatever path asks for it. Results are in the order of the texts.
 */
export async function intendTexts(
  tx: Tx,
  pipeline: Pipeline,
  texts: readonly IntendedText[],
): Promise<Intended[]> {
  if (texts.length === 0) return [];
  const now = pipeline.clock.now();
  const rows = texts.map((text) => ({
    id: newId(now),
    tenant_id: text.tenantId,
    thread_id: text.threadId,
    attempt_id: text.attemptId ?? null,
    direction: 'outbound',
    kind: text.kind,
    author: text.author,
    sender: text.from,
    recipient: text.to,
    body: text.body,
    purpose: text.purpose,
    state: 'intent',
    source_id: text.sourceId,
    segments: text.segments,
    asserts: JSON.stringify(text.asserts ?? []),
    intended_at: text.at,
  }));
  const inserted = await tx
    .insertInto('message')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['tenant_id', 'purpose']).doNothing())
    .returning('id')
    .execute();
  const fresh = new Set(inserted.map((row) => row.id));
  const intended = texts
    .map((text, index) => ({ text, id: rows[index]?.id ?? '' }))
    .filter((each) => fresh.has(each.id));
  await together(
    ...[...Map.groupBy(intended, (each) => each.text.tenantId)].map(([tenantId, group]) =>
      appendRecords(
        tx,
        pipeline.keeper,
        tenantId,
        group.map(({ text, id }) => ({
          kind: 'send.intent',
          ...(text.attemptId === undefined ? {} : { attemptId: text.attemptId }),
          phone: text.to,
          occurredAt: text.at,
          body: {
            messageId: id,
            kind: text.kind,
            purpose: text.purpose,
            author: text.author,
            segments: text.segments,
            asserts: text.asserts ?? [],
          },
          personal: { from: text.from, to: text.to, text: text.body },
        })),
      ),
    ),
    sendJobs(
      tx,
      intended.map(({ text, id }) => ({
        tenantId: text.tenantId,
        kind: 'send' as const,
        key: id,
        dueAt: now.toISOString(),
      })),
    ),
    noteOutbound(
      tx,
      intended.map(({ text }) => ({ id: text.threadId, at: text.at })),
    ),
  );
  return rows.map((row) => (fresh.has(row.id) ? { messageId: row.id } : { duplicate: true }));
}

async function noteOutbound(
  tx: Tx,
  threads: readonly { readonly id: string; readonly at: string }[],
): Promise<void> {
  if (threads.length === 0) return;
  await sql`update thread set last_outbound_at = v.at, updated_at = v.at
    from jsonb_to_recordset(${JSON.stringify(threads)}::jsonb) as v(id uuid, at timestamptz)
    where thread.id = v.id`.execute(tx);
}

export async function intendText(tx: Tx, pipeline: Pipeline, text: IntendedText): Promise<Intended> {
  const [intended] = await intendTexts(tx, pipeline, [text]);
  return intended ?? { duplicate: true };
}
