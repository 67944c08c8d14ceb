import type { DeliveryState } from '../core/model/conversation.ts';
import { laterDelivery } from '../core/model/conversation.ts';
import type { Organisation } from '../core/model/directory.ts';
import type { RejectReason, SendAnswer } from '../ports/messaging.ts';
import { REASON_WORDS } from '../ports/messaging-reasons.ts';
import { appendRecords, type NewRecord } from '../store/audit.ts';
import { appendConsent } from '../store/consent.ts';
import type { Tx } from '../store/database.ts';
import { cancelJobs } from '../store/jobs.ts';
import {
  settleAttempts,
  takenProviderIds,
  writeAccepted,
  writeStates,
  type OutboundText,
} from '../store/messages.ts';
import { lockProviderIds, receiptsOf, type StoredReceipt } from '../store/receipts.ts';
import { together } from '../store/together.ts';
import type { Pipeline } from './context.ts';
import { fallBack, takeBack } from './undelivered.ts';

/**
 * What a provider's word means for everything else: the message, the attempt it answers, the consent ledger, what we
 * know of the number, the callback list. `send`, `reconcile` and `receipts` all end here, so that it does not matter
 * which of them hears first.
 */
export interface Settling {
  readonly tx: Tx;
  readonly pipeline: Pipeline;
  readonly organisation: Organisation;
  /** Tenant time. */
  readonly at: string;
}

type Accepted = Extract<SendAnswer, { status: 'accepted' }>;

/** A text that the provider took, and how we know: by its answer, by asking for it, or by a receipt that came first. */
export interface AcceptedText {
  readonly text: OutboundText;
  readonly answer: Accepted;
  readonly learnedBy: 'answer' | 'reconciliation' | 'receipt';
}

/**
 * Stores accepted texts with whatever receipts came before them. Returns the texts that could not be stored, because
 * their provider id belongs to another text: those stay unknown.
 */
export async function settleAccepted(
  settling: Settling,
  accepted: readonly AcceptedText[],
): Promise<AcceptedText[]> {
  const { tx, organisation, at } = settling;
  const tenantId = organisation.tenant.id;
  const refused: AcceptedText[] = [];
  const records: NewRecord[] = [];
  const received: TextReceipts[] = [];
  for (const [sourceId, group] of Map.groupBy(accepted, (each) => each.text.sourceId)) {
    if (sourceId === null) continue;
    const providerIds = group.map((each) => each.answer.providerId);
    await lockProviderIds(tx, sourceId, providerIds);
    const [taken, receipts] = await together(
      takenProviderIds(tx, tenantId, sourceId, providerIds),
      receiptsOf(tx, sourceId, providerIds),
    );
    const early = Map.groupBy(receipts, (receipt) => receipt.providerId);
    const fits = (each: AcceptedText): boolean => {
      const owner = taken.get(each.answer.providerId);
      return (
        (owner === undefined || owner === each.text.id) &&
        (each.text.providerId === null || each.text.providerId === each.answer.providerId)
      );
    };
    const good = group.filter(fits);
    refused.push(...group.filter((each) => !fits(each)));
    const ids = good.map(({ text }) => text.id);
    await together(
      writeAccepted(
        tx,
        tenantId,
        good.map(({ text, answer }) => ({
          id: text.id,
          providerId: answer.providerId,
          state: laterDelivery(text.state, answer.state),
          segments: answer.segments ?? null,
          at,
        })),
      ),
      appendConsent(
        tx,
        tenantId,
        good.flatMap(({ text }) => {
          const bannerId = organisation.locations.get(text.locationId)?.banner.id;
          return bannerId === undefined
            ? []
            : [
                {
                  bannerId,
                  phone: text.recipient,
                  kind: 'text-sent' as const,
                  occurredAt: at,
                  source: 'sms',
                  proof: { messageId: text.id },
                  category: text.kind,
                  factKey: `text-sent:${text.id}`,
                },
              ];
        }),
      ),
      settleAttempts(
        tx,
        tenantId,
        good.flatMap(({ text }) =>
          text.kind === 'textback' && text.attemptId !== null
            ? [{ id: text.attemptId, answer: 'sent' as const, code: null, reason: null }]
            : [],
        ),
        at,
      ),
      cancelJobs(tx, tenantId, 'reconcile', ids),
      cancelJobs(tx, tenantId, 'send', ids),
    );
    for (const { text, answer, learnedBy } of good) {
      records.push(
        answerRecord(text, at, {
          status: 'accepted',
          providerId: answer.providerId,
          state: answer.state,
          segments: answer.segments ?? null,
          learnedBy,
        }),
      );
      const known = early.get(answer.providerId) ?? [];
      // Receipts that came before the answer could not be recorded against a text then.
      if (learnedBy !== 'receipt') records.push(...known.map((receipt) => receiptRecord(text, at, receipt)));
      const told: StoredReceipt[] =
        answer.state === 'failed' || answer.state === 'undelivered'
          ? [
              {
                providerId: answer.providerId,
                state: answer.state,
                reason: answer.reason ?? 'unknown',
                code: answer.code ?? null,
                at,
                messageId: text.id,
              },
            ]
          : [];
      if (known.length + told.length > 0)
        received.push({
          text: {
            ...text,
            providerId: answer.providerId,
            state: laterDelivery(text.state, answer.state),
          },
          receipts: [...told, ...known],
        });
    }
  }
  await settleDeliveries(settling, received);
  await appendRecords(tx, settling.pipeline.keeper, tenantId, records);
  return refused;
}

/** A text that will not reach anybody, with what the shop does instead. */
export async function settleRefused(
  settling: Settling,
  text: OutboundText,
  refusal: {
    readonly state: 'rejected' | 'failed';
    readonly reason: RejectReason;
    readonly code: string;
    readonly detail: string;
  },
): Promise<void> {
  const { tx, pipeline, organisation, at } = settling;
  const tenantId = organisation.tenant.id;
  await writeStates(tx, tenantId, [
    { id: text.id, state: refusal.state, reason: refusal.reason, code: refusal.code, deliveredAt: null },
  ]);
  await cancelJobs(tx, tenantId, 'reconcile', [text.id]);
  await appendRecords(tx, pipeline.keeper, tenantId, [
    answerRecord(text, at, {
      status: refusal.state,
      reason: refusal.reason,
      code: refusal.code,
      detail: refusal.detail,
    }),
  ]);
  if (refusal.reason === 'opted-out') await suppress(settling, text, refusal.code);
  await fallBack(settling, text, refusal.reason, refusal.code);
}

/** A text with everything that was ever received about it. */
export interface TextReceipts {
  readonly text: OutboundText;
  readonly receipts: readonly StoredReceipt[];
}

/**
 * Brings texts to the state that all their receipts give together. The state is a fold over everything received, never
 * a step from the last one, so the order of receipts cannot matter. What goes well is written for all texts at once.
 */
export async function settleDeliveries(
  settling: Settling,
  deliveries: readonly TextReceipts[],
): Promise<void> {
  const { tx, organisation } = settling;
  const folded = deliveries.map((each) => ({ ...each, ...fold(each) }));
  await writeStates(
    tx,
    organisation.tenant.id,
    folded.map(({ text, state, reason, decisive, receipts }) => ({
      id: text.id,
      state,
      reason,
      code: reason === null ? null : (decisive?.code ?? null),
      deliveredAt:
        (
          receipts.find((receipt) => receipt.state === 'delivered') ??
          receipts.find((receipt) => receipt.state === 'read')
        )?.at ?? null,
    })),
  );
  for (const { text, receipts, reason, decisive } of folded) {
    // An opt-out is a fact about the person, whatever became of this text.
    const optOut = receipts.find((receipt) => receipt.reason === 'opted-out');
    if (optOut !== undefined) await suppress(settling, text, optOut.code ?? 'opted-out');
    if (reason !== null) await fallBack(settling, text, reason, decisive?.code ?? reason);
  }
  await takeBack(
    settling,
    folded.filter(({ state }) => state === 'delivered' || state === 'read').map(({ text }) => text),
  );
}

function fold({ text, receipts }: TextReceipts): {
  readonly state: DeliveryState;
  readonly decisive: StoredReceipt | undefined;
  readonly reason: RejectReason | null;
} {
  const state = receipts.reduce((sofar, receipt) => laterDelivery(sofar, receipt.state), text.state);
  const decisive = receipts.find((receipt) => receipt.state === state);
  const failed = state === 'failed' || state === 'undelivered';
  return { state, decisive, reason: failed ? reasonOf(decisive?.reason ?? null) : null };
}

export function answerRecord(
  text: OutboundText,
  at: string,
  body: Readonly<Record<string, unknown>>,
): NewRecord {
  return {
    kind: 'send.answer',
    ...(text.attemptId === null ? {} : { attemptId: text.attemptId }),
    phone: text.recipient,
    occurredAt: at,
    body: { messageId: text.id, submission: text.submissions, ...body },
  };
}

export function receiptRecord(text: OutboundText, at: string, receipt: StoredReceipt): NewRecord {
  return {
    kind: 'send.receipt',
    ...(text.attemptId === null ? {} : { attemptId: text.attemptId }),
    phone: text.recipient,
    occurredAt: at,
    body: {
      messageId: text.id,
      providerId: receipt.providerId,
      state: receipt.state,
      reason: receipt.reason,
      code: receipt.code,
    },
  };
}

/**
 * The carrier knows of a STOP that we do not: it binds us too. It stood when the carrier was handed the text, however late
 * we hear of it: a START that came afterwards is newer.
 */
async function suppress({ tx, organisation, at }: Settling, text: OutboundText, code: string): Promise<void> {
  const bannerId = organisation.locations.get(text.locationId)?.banner.id;
  if (bannerId === undefined) return;
  await appendConsent(tx, organisation.tenant.id, [
    {
      bannerId,
      phone: text.recipient,
      kind: 'opted-out',
      occurredAt: text.submittedAt ?? at,
      source: 'provider',
      proof: { messageId: text.id, code },
      factKey: `provider-opt-out:${text.id}`,
    },
  ]);
}

function reasonOf(reason: string | null): RejectReason {
  return reason !== null && Object.hasOwn(REASON_WORDS, reason) ? (reason as RejectReason) : 'unknown';
}
