import { decisionRecord } from '../core/audit/decision-record.ts';
import { explainDecision } from '../core/gate/explain.ts';
import type { GateDecision } from '../core/gate/gate.ts';
import type { GateInput } from '../core/gate/input.ts';
import type { MessageKind } from '../core/model/conversation.ts';
import { effectiveMode, type LocationRecord, type Organisation } from '../core/model/directory.ts';
import { appendRecords } from '../store/audit.ts';
import { fileCounselItems, rulesApproved } from '../store/counsel.ts';
import type { Tx } from '../store/database.ts';
import type { Pipeline } from './context.ts';
import { gateRecord } from './gate-record.ts';
import { gateFacts, type CallFacts, type GateQuestion } from './gate-facts.ts';
import { intendText } from './intend.ts';
import { judgeAction } from './policy-desk.ts';

/** One text that the conversation, a timer or a booking wants to send, and where it would go. */
export interface WantedText {
  readonly organisation: Organisation;
  readonly location: LocationRecord;
  readonly threadId: string;
  readonly attemptId: string | null;
  readonly phone: string;
  /** The number and source it goes out from: replies leave from the number that was written to. */
  readonly from: string;
  readonly sourceId: string;
  readonly action: Pick<
    GateQuestion['action'],
    'kind' | 'messageClass' | 'category' | 'hasMarketing' | 'brandNamed' | 'optOutInstruction'
  >;
  readonly kind: MessageKind;
  readonly purpose: string;
  readonly author: 'assistant' | 'system' | `staff:${string}`;
  readonly body: string;
  readonly segments: number;
  readonly asserts?: readonly string[];
  readonly call?: CallFacts | null;
  readonly inboundText?: string;
  readonly assistant?: boolean;
  /** A language model wrote these words. */
  readonly modelled?: boolean;
  readonly aiDisclosed?: boolean;
  /** The job that asks again once counsel has decided. */
  readonly resume?: { readonly kind: 'follow' | 'reminder'; readonly key: string };
  /** Tenant time. */
  readonly at: string;
}

export type SayOutcome =
  | { readonly status: 'intended'; readonly messageId: string }
  | { readonly status: 'duplicate' }
  | { readonly status: 'shadow' }
  | { readonly status: 'deferred'; readonly until: string; readonly reason: string; readonly code: string }
  | { readonly status: 'held'; readonly reason: string; readonly code: string };

/**
 * The only way from words to a text: the Gate judges exactly these words, its verdict is recorded, and the intent to
 * send is committed in the same transaction. In shadow mode everything is decided and recorded, and nothing is sent.
 */
export async function sayGated(tx: Tx, pipeline: Pipeline, text: WantedText): Promise<SayOutcome> {
  const { organisation, location } = text;
  const tenantId = organisation.tenant.id;
  const about = {
    ...(text.attemptId === null ? {} : { attemptId: text.attemptId }),
    phone: text.phone,
    occurredAt: text.at,
  };
  const question: GateQuestion = {
    location,
    phone: text.phone,
    at: new Date(text.at),
    action: { ...text.action, body: text.body, hasPhi: false },
    call: text.call ?? null,
    ...(text.inboundText === undefined ? {} : { inboundText: text.inboundText }),
    ...(text.assistant === undefined ? {} : { assistant: text.assistant }),
    ...(text.modelled === undefined ? {} : { modelled: text.modelled }),
    ...(text.aiDisclosed === undefined ? {} : { aiDisclosed: text.aiDisclosed }),
  };
  let asked = await ask(tx, pipeline, organisation, question);
  if (asked?.decision.decision === 'route-to-counsel' && text.attemptId !== null) {
    const approvedRules = await rulesApproved(tx, tenantId, text.attemptId, text.action.kind);
    if (approvedRules.length > 0)
      asked = await ask(tx, pipeline, organisation, { ...question, approvedRules });
  }
  if (asked === null)
    return { status: 'held', code: 'no-facts', reason: 'The facts for the Gate could not be read.' };
  const { input, decision } = asked;
  await appendRecords(tx, pipeline.keeper, tenantId, [decisionRecord(gateRecord(input, decision), about)]);
  if (decision.decision === 'route-to-counsel' && text.attemptId !== null) {
    await fileCounselItems(tx, tenantId, [
      {
        locationId: location.id,
        attemptId: text.attemptId,
        queue: decision.queue ?? 'counsel',
        action: text.action.kind,
        reason: explainDecision(decision),
        decision: text.resume === undefined ? decision : { ...decision, resume: text.resume },
        at: text.at,
      },
    ]);
  }
  const code = decision.reason ?? decision.decision;
  if (decision.decision === 'defer-until' && decision.until !== undefined) {
    return { status: 'deferred', until: decision.until, code, reason: explainDecision(decision) };
  }
  if (decision.decision !== 'pass') return { status: 'held', code, reason: explainDecision(decision) };
  const mode = effectiveMode(organisation, location);
  if (mode === 'shadow') return { status: 'shadow' };
  if (mode === 'off')
    return { status: 'held', code: 'texting-off', reason: 'Texting is switched off for this location.' };
  const intended = await intendText(tx, pipeline, {
    tenantId,
    threadId: text.threadId,
    ...(text.attemptId === null ? {} : { attemptId: text.attemptId }),
    kind: text.kind,
    purpose: text.purpose,
    author: text.author,
    sourceId: text.sourceId,
    from: text.from,
    to: text.phone,
    body: text.body,
    segments: text.segments,
    ...(text.asserts === undefined ? {} : { asserts: text.asserts }),
    at: text.at,
  });
  return 'messageId' in intended
    ? { status: 'intended', messageId: intended.messageId }
    : { status: 'duplicate' };
}

async function ask(
  tx: Tx,
  pipeline: Pipeline,
  organisation: Organisation,
  question: GateQuestion,
): Promise<{ readonly input: GateInput; readonly decision: GateDecision } | null> {
  const [input] = await gateFacts(tx, organisation, [question]);
  if (input === undefined) return null;
  const { facts, decision } = await judgeAction(pipeline.policy, organisation.tenant, input);
  return { input: facts, decision };
}
