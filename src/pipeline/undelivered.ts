/**
 * What follows for people when a text does not arrive: the callback list, the attempt, what only the operator can fix; and
 * all of it taken back when the text arrived after all.
 */
import { maskNumber } from '../ports/log.ts';
import type { CodeAdvice, RejectReason } from '../ports/messaging.ts';
import { REASON_WORDS } from '../ports/messaging-reasons.ts';
import { gotThrough } from '../store/attempts.ts';
import {
  dropTextCallbacks,
  learnLine,
  settleAttempts,
  TEXT_FAILED,
  unlearnLine,
  type OutboundText,
} from '../store/messages.ts';
import type { Pipeline } from './context.ts';
import { raiseNotification } from './notify.ts';
import { listForCallback } from './side-gate.ts';
import type { Settling } from './settle.ts';

/** The text did not arrive: remember why, put the caller on the callback list, tell the operator what only they can fix. */
export async function fallBack(
  settling: Settling,
  text: OutboundText,
  reason: RejectReason,
  code: string,
): Promise<void> {
  const { tx, pipeline, organisation, at } = settling;
  const tenantId = organisation.tenant.id;
  const words = REASON_WORDS[reason];
  const advice = await codeAdvice(pipeline, text, code);
  if (reason === 'landline')
    await learnLine(tx, tenantId, { phone: text.recipient, lineType: 'landline', messageId: text.id, at });
  const why = `${words.text} ${advice?.remedy ?? words.remedy}`;
  if (text.kind !== 'optout-confirm' && text.kind !== 'help') {
    if (text.attemptId === null) {
      await raiseNotification(tx, pipeline, {
        tenantId,
        locationId: text.locationId,
        type: 'problem',
        subject: 'A text did not reach a customer',
        body: `The text to ${maskNumber(text.recipient)} did not arrive. ${why}`,
        link: `/inbox/${text.threadId}`,
        dedupeKey: `text-failed:${text.id}`,
        at,
      });
    } else if (!(await gotThrough(tx, tenantId, text.attemptId))) {
      await listForCallback(tx, pipeline, organisation, [
        {
          locationId: text.locationId,
          attemptId: text.attemptId,
          phone: text.recipient,
          name: text.contactName,
          reasonCode: `${TEXT_FAILED}${reason}`,
          reason: words.text,
          at,
        },
      ]);
    }
  }
  if (text.kind === 'textback' && text.attemptId !== null) {
    await settleAttempts(
      tx,
      tenantId,
      [{ id: text.attemptId, answer: 'held', code: `${TEXT_FAILED}${reason}`, reason: why }],
      at,
    );
  }
  if (words.operator) {
    await raiseNotification(tx, pipeline, {
      tenantId,
      locationId: text.locationId,
      type: 'problem',
      subject: `Texts do not go out: ${organisation.locations.get(text.locationId)?.name ?? 'a location'}`,
      body: `${words.text} ${advice === undefined ? words.remedy : `${advice.meaning} (${code}). ${advice.remedy}`}`,
      link: '/health',
      data: { code, reason },
      // Once a day per location and cause, not once per call.
      dedupeKey: `texts-blocked:${text.locationId}:${reason}:${at.slice(0, 10)}`,
      at,
    });
  }
}

/** They arrived after all: what an earlier failure caused is undone, so that both orders of receipts end alike. */
export async function takeBack(
  { tx, organisation, at }: Settling,
  texts: readonly OutboundText[],
): Promise<void> {
  const tenantId = organisation.tenant.id;
  await unlearnLine(
    tx,
    tenantId,
    texts.map((text) => text.id),
  );
  await dropTextCallbacks(
    tx,
    tenantId,
    texts.flatMap((text) => text.attemptId ?? []),
    at,
  );
  await settleAttempts(
    tx,
    tenantId,
    texts.flatMap((text) =>
      text.kind === 'textback' && text.attemptId !== null
        ? [{ id: text.attemptId, answer: 'sent' as const, code: null, reason: null }]
        : [],
    ),
    at,
  );
}

async function codeAdvice(
  pipeline: Pipeline,
  text: OutboundText,
  code: string,
): Promise<CodeAdvice | undefined> {
  const source = text.sourceId === null ? null : await pipeline.sources.byId(text.sourceId);
  return source === null ? undefined : pipeline.connectors.messaging.get(source.connector)?.codes?.[code];
}
