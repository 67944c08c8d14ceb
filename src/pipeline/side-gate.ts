/**
 * The Gate for what happens beside the texts: writing a caller into the records, keeping what a phone system recorded,
 * asking a model, ringing somebody back. Each decision is recorded like that of a text and can be replayed; the kind of
 * the record says what was asked.
 */
import { decisionRecord } from '../core/audit/decision-record.ts';
import { explainDecision } from '../core/gate/explain.ts';
import type { GateInput } from '../core/gate/input.ts';
import type { CallEvent } from '../core/model/call-event.ts';
import type { LocationRecord, Organisation } from '../core/model/directory.ts';
import { attestationsOf } from '../core/organisation/attested.ts';
import { appendRecords } from '../store/audit.ts';
import { askCounselOnce } from '../store/counsel.ts';
import type { Tx } from '../store/database.ts';
import { addCallbacks, EMERGENCY, type CallbackWrite } from '../store/leads.ts';
import type { Pipeline } from './context.ts';
import { gateFacts, type CallFacts, type GateQuestion } from './gate-facts.ts';
import { gateRecord } from './gate-record.ts';
import { assignCallbacks } from './assign.ts';
import { judgeAside } from './judge-aside.ts';
import { judgeAction } from './policy-desk.ts';

/** A missed call whose caller would be written into the records. */
export interface WriteWish {
  readonly location: LocationRecord;
  readonly phone: string;
  readonly call: CallFacts;
  readonly name: string | null;
  readonly attribution: boolean;
  readonly approvedRules?: readonly string[];
}

/**
 * Attempts whose caller may not be written down beyond the call itself: no name, no source of the call. Where counsel
 * has to decide, one question per location is enough; its answer holds for all.
 */
export async function heldWrites(
  tx: Tx,
  pipeline: Pipeline,
  organisation: Organisation,
  at: Date,
  wishes: readonly WriteWish[],
): Promise<ReadonlySet<string>> {
  const judged = await judgeAside(
    tx,
    pipeline,
    organisation,
    'gate.write',
    wishes.map((wish) => writeQuestion(organisation, wish, at)),
  );
  const asked = judged.filter(({ decision }) => decision.decision === 'route-to-counsel');
  await askCounselOnce(
    tx,
    organisation.tenant.id,
    asked.map(({ question, decision }) => ({
      locationId: question.location.id,
      attemptId: question.call?.attemptId ?? '',
      queue: decision.queue ?? 'counsel',
      action: 'crm.write',
      reason: explainDecision(decision),
      decision,
      at: at.toISOString(),
    })),
  );
  return new Set(
    judged.flatMap(({ question, decision }) =>
      decision.decision === 'pass' || question.call === null ? [] : [question.call.attemptId],
    ),
  );
}

function writeQuestion(organisation: Organisation, wish: WriteWish, at: Date): GateQuestion {
  const { location, phone, call } = wish;
  const notice = attestationsOf(location.config, organisation.tenant.config).privacyNotice;
  const fields = [
    { name: 'phone', class: 'contact', redacted: false },
    ...(wish.name === null ? [] : [{ name: 'name', class: 'name', redacted: false }]),
    ...(wish.attribution ? [{ name: 'attribution', class: 'source', redacted: false }] : []),
  ];
  return {
    location,
    phone,
    at,
    call,
    action: { kind: 'crm.write', messageClass: 'service', category: 'lead', hasMarketing: false },
    ...(wish.approvedRules === undefined ? {} : { approvedRules: wish.approvedRules }),
    sections: {
      // Our own records: the ledger of opt-outs stands beside them, and nobody else gets to see them.
      write: { fields, idempotencyKey: call.attemptId, optOutSynced: true, scopeMatches: true },
      privacy: {
        sharing: false,
        purposeIsCall: true,
        ...(notice !== undefined && notice.since <= at.toISOString().slice(0, 10)
          ? { noticePath: true }
          : {}),
      },
    },
  };
}

/** Did the phone system keep a recording or write down what was said? */
export function captured(events: readonly CallEvent[]): boolean {
  return events.some(
    ({ recordingUrl, voicemail }) =>
      recordingUrl !== undefined || voicemail?.url !== undefined || voicemail?.transcript !== undefined,
  );
}

/** Whether what was captured may be shown or fetched; read back from the record by whoever shows it. */
export async function judgeCaptures(
  tx: Tx,
  pipeline: Pipeline,
  organisation: Organisation,
  at: Date,
  calls: readonly { readonly location: LocationRecord; readonly phone: string; readonly call: CallFacts }[],
): Promise<void> {
  await judgeAside(
    tx,
    pipeline,
    organisation,
    'gate.record',
    calls.map(({ location, phone, call }): GateQuestion => {
      const written = call.events.find((event) => event.voicemail?.transcript !== undefined);
      return {
        location,
        phone,
        at,
        call,
        action: { kind: 'call.record', messageClass: 'service', category: 'voicemail', hasMarketing: false },
        ...(written === undefined ? {} : { transcribedBy: written.surface }),
        sections: { recorder: written === undefined ? 'own-system' : 'third-party-ai' },
      };
    }),
  );
}

/** May a model see this text, and what else of the conversation is shown to it? False keeps the answer with our own words. */
export async function mayAskModel(
  tx: Tx,
  pipeline: Pipeline,
  given: {
    readonly organisation: Organisation;
    readonly location: LocationRecord;
    readonly phone: string;
    readonly text: string;
    readonly attemptId: string | null;
    readonly at: string;
  },
): Promise<boolean> {
  const question: GateQuestion = {
    location: given.location,
    phone: given.phone,
    at: new Date(given.at),
    call: null,
    action: { kind: 'llm.process', messageClass: 'service', category: 'reply', hasMarketing: false },
    inboundText: given.text,
    assistant: true,
    modelled: true,
    aiDisclosed: true,
  };
  const { tenant } = given.organisation;
  const [input] = await gateFacts(tx, given.organisation, [question]);
  if (input === undefined) return false;
  const { facts, decision } = await judgeAction(pipeline.policy, tenant, input);
  await appendRecords(tx, pipeline.keeper, tenant.id, [
    decisionRecord(gateRecord(facts, decision, 'gate.model'), {
      ...(given.attemptId === null ? {} : { attemptId: given.attemptId }),
      phone: given.phone,
      occurredAt: given.at,
    }),
  ]);
  return decision.decision === 'pass';
}

/**
 * Puts people on the call-back list, and gives each to a rep. What the Gate says of a call by a person, and of who is to
 * make it, is recorded with each entry.
 */
export async function listForCallback(
  tx: Tx,
  pipeline: Pipeline,
  organisation: Organisation,
  items: readonly CallbackWrite[],
): Promise<void> {
  await addCallbacks(tx, organisation.tenant.id, items);
  const questions = items.flatMap((item): GateQuestion[] => {
    const location = organisation.locations.get(item.locationId);
    if (location === undefined || item.phone === null) return [];
    const danger = item.reasonCode === EMERGENCY;
    return [callQuestion(location, item.phone, item.attemptId, new Date(item.at), danger)];
  });
  if (questions.length === 0) return;
  await judgeAside(tx, pipeline, organisation, 'gate.callback', questions);
  const attemptIds = questions.flatMap(({ call }) => call?.attemptId ?? []);
  const at = new Date(Math.max(...questions.map((question) => question.at.getTime())));
  await assignCallbacks(tx, pipeline, organisation, { attemptIds }, at);
}

/**
 * A person rings back about a missed call: a service call that names who is calling. After danger to life it belongs to
 * the safety text: a person was alerted so that they ring now, at any hour (catalogue 3.4, exempt contacts; the hours of
 * 47 CFR § 64.1200(c)(1) bind solicitations, and this is none).
 */
export function callQuestion(
  location: LocationRecord,
  phone: string,
  attemptId: string,
  at: Date,
  danger = false,
): GateQuestion {
  const action: GateInput['action'] = {
    kind: 'call.human',
    messageClass: 'service',
    category: danger ? 'safety-text' : 'callback',
    hasMarketing: false,
    identifiesSeller: true,
  };
  const call: CallFacts = { attemptId, primaryClass: 'callback', endedAt: at.toISOString(), events: [] };
  return { location, phone, at, action, call };
}
