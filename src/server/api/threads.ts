import { readState, whenTakenOver } from '../../core/converse/turn.ts';
import { explainDecision } from '../../core/gate/explain.ts';
import { countSegments } from '../../core/gate/segments.ts';
import { effectiveMode, type LocationRecord, type Organisation } from '../../core/model/directory.ts';
import { AppError } from '../../core/model/errors.ts';
import { decisionRecord } from '../../core/audit/decision-record.ts';
import { gateRecord } from '../../pipeline/gate-record.ts';
import { senderSource } from '../../pipeline/sender.ts';
import { gateFacts } from '../../pipeline/gate-facts.ts';
import { intendText } from '../../pipeline/intend.ts';
import { judgeAction, type Judgement } from '../../pipeline/policy-desk.ts';
import { appendRecords } from '../../store/audit.ts';
import { loadConsent } from '../../store/consent.ts';
import { newId } from '../../store/ids.ts';
import { lockCaller } from '../../store/locks.ts';
import { readBookings } from '../../store/queries-people.ts';
import {
  changeThread,
  listThreads,
  readMessages,
  readThread,
  type ThreadRecord,
} from '../../store/queries-threads.ts';
import { closeAnswers, endTimers, withdrawIntents } from '../../store/threads.ts';
import { authorOf } from '../auth/principal.ts';
import { notFound } from '../errors.ts';
import { consentPerBanner } from './consent-view.ts';
import { IdParam, narrowed } from './lookups.ts';
import { messageShape, threadRow } from './present.ts';
import { defineRoute, READERS, WORKERS, type Call, type Route } from './route.ts';
import {
  ThreadDetail,
  ThreadList,
  ThreadMessageAnswer,
  ThreadMessageRequest,
  ThreadRow,
  ThreadsQuery,
} from './schemas/threads.ts';
import { recordStaff } from './staff-record.ts';

const TAG = 'Conversations';

export const threadRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/threads',
    tag: TAG,
    summary: 'Conversations, most recent first',
    roles: READERS,
    query: ThreadsQuery,
    answer: ThreadList,
    run: async ({ tx, principal, query, organisation }) => {
      const shop = await organisation();
      const { rows, nextCursor } = await listThreads(tx, principal.tenantId, {
        ...query,
        ...narrowed(shop, query),
      });
      return { items: rows.map((row) => threadRow(shop, row)), nextCursor };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/threads/:id',
    tag: TAG,
    summary: 'One conversation, and whether a person may write in it now',
    roles: READERS,
    params: IdParam,
    answer: ThreadDetail,
    run: async (call) => {
      const { tx, principal, params, clock } = call;
      const shop = await call.organisation();
      const thread = await threadOf(call, params.id);
      const at = clock.now().toISOString();
      const ledger = (await loadConsent(tx, principal.tenantId, [thread.phone])).get(thread.phone) ?? [];
      const bannerKey = shop.locations.get(thread.location_id)?.banner.key;
      const consent = consentPerBanner(shop, ledger, at).find((each) => each.bannerKey === bannerKey);
      const refusal = await mayText(call, shop, thread);
      return {
        thread: threadRow(shop, thread),
        messages: (await readMessages(tx, principal.tenantId, { threadId: thread.id })).map(messageShape),
        consentState: consent?.state ?? 'UNKNOWN',
        mayText: refusal === null,
        mayTextReason: refusal,
        assistant: thread.assistant,
        bookings: (await readBookings(tx, principal.tenantId, { threadId: thread.id, now: at })).map(
          (row) => ({
            id: row.id,
            serviceKey: row.service_key,
            startsAt: row.starts_at,
            endsAt: row.ends_at,
            state: row.state,
          }),
        ),
        holderChanges: await holderChanges(call, thread),
      };
    },
  }),
  change('takeover', 'Takes the conversation over: the assistant is silent until it is handed back', {
    holder: 'human',
  }),
  change('handback', 'Gives the conversation back to the assistant', { holder: 'assistant' }),
  change('close', 'Closes the conversation; a new call or text opens it again', { state: 'closed' }),
  change('read', 'Marks the conversation as read', { read: true }),
  defineRoute({
    method: 'post',
    path: '/api/v1/threads/:id/messages',
    tag: TAG,
    summary: 'Writes a text as a person, after the rules agreed',
    description:
      'The conversation must have been taken over first. What the rules refuse is answered with `conflict` and their reason.',
    roles: WORKERS,
    params: IdParam,
    body: ThreadMessageRequest,
    answer: ThreadMessageAnswer,
    run: writeMessage,
  }),
];

function change(
  what: 'takeover' | 'handback' | 'close' | 'read',
  summary: string,
  to: Parameters<typeof changeThread>[3],
): Route {
  return defineRoute({
    method: 'post',
    path: `/api/v1/threads/:id/${what}`,
    tag: TAG,
    summary,
    roles: WORKERS,
    params: IdParam,
    answer: ThreadRow,
    run: async (call) => {
      const { tx, principal, params, clock } = call;
      const before = await threadOf(call, params.id);
      await lockCaller(tx, principal.tenantId, before.phone);
      const at = clock.now().toISOString();
      if (what === 'takeover') await holdBack(call, before, at);
      await changeThread(
        tx,
        principal.tenantId,
        params.id,
        {
          ...to,
          ...(what === 'takeover' && {
            heldBy: principal.accountId,
            state: 'open' as const,
            read: true,
            // Marks where the human stretch began: the hand-back below marks its end.
            assistant: { ...whenTakenOver(readState(before.assistant), at) },
          }),
          ...(what === 'handback' && {
            heldBy: null,
            // Marks where the human stretch ended, so that the assistant does not answer what a person already did.
            assistant: { ...before.assistant, handedBackAt: at },
          }),
        },
        at,
      );
      if (what !== 'read') {
        await recordStaff(call, what === 'close' ? 'thread-closed' : what, {
          ...(before.attempt_id !== null && { attemptId: before.attempt_id }),
          phone: before.phone,
          body: { thread: before.id, from: before.holder },
        });
      }
      return threadRow(await call.organisation(), await threadOf(call, params.id));
    },
  });
}

/** From now on a person speaks: what the machine wrote a moment ago and has not handed over yet stays here. */
async function holdBack({ tx, principal }: InThread, thread: ThreadRecord, at: string): Promise<void> {
  const given = { tenantId: principal.tenantId, phone: thread.phone, locationIds: [thread.location_id] };
  const code = 'taken-over';
  await withdrawIntents(tx, { ...given, code, kinds: ['textback', 'nudge', 'reply'] });
  await endTimers(tx, { ...given, kinds: ['answer'] });
  const reason = 'A person of yours took over the conversation before the text was sent.';
  await closeAnswers(tx, { ...given, code, reason, at });
}

type InThread = Call<{ id: string }, unknown, unknown>;

async function threadOf(call: Pick<InThread, 'tx' | 'principal'>, id: string): Promise<ThreadRecord> {
  const thread = await readThread(call.tx, call.principal.tenantId, id);
  if (thread === null) throw notFound('conversation');
  return thread;
}

async function writeMessage(
  call: Call<{ id: string }, unknown, { body: string }>,
): Promise<{ message: ReturnType<typeof messageShape> }> {
  const { tx, principal, params, body, clock, deps, afterCommit } = call;
  const shop = await call.organisation();
  const { phone } = await threadOf(call, params.id);
  await lockCaller(tx, principal.tenantId, phone);
  // Read again under the lock: a STOP or a hand-back may have come in between.
  const thread = await threadOf(call, params.id);
  if (thread.holder !== 'human')
    throw new AppError('conflict', 'the assistant holds this conversation; take it over first');
  const location = openLocation(shop, thread);
  const sender = location.config.sender;
  const sourceId =
    sender === undefined ? null : await senderSource(deps.pipeline, principal.tenantId, sender.provider);
  if (sender === undefined || sourceId === null)
    throw new AppError(
      'conflict',
      'this location has no number that may send texts; add a sender in its settings',
    );

  const at = clock.now().toISOString();
  const about = {
    ...(thread.attempt_id !== null && { attemptId: thread.attempt_id }),
    phone,
    occurredAt: at,
  };
  const { facts, decision } = await askGate(call, shop, location, phone, body.body);
  if (decision.decision !== 'pass') throw new AppError('conflict', explainDecision(decision));
  await appendRecords(tx, deps.pipeline.keeper, principal.tenantId, [
    decisionRecord(gateRecord(facts, decision), about),
  ]);
  const id = newId();
  const intended = await intendText(tx, deps.pipeline, {
    tenantId: principal.tenantId,
    threadId: thread.id,
    ...(thread.attempt_id !== null && { attemptId: thread.attempt_id }),
    kind: 'manual',
    purpose: `manual:${id}`,
    author: authorOf(principal),
    sourceId,
    from: sender.number,
    to: phone,
    body: body.body,
    segments: countSegments(body.body).segments,
    at,
  });
  if ('duplicate' in intended) throw new AppError('conflict', 'this text was written already');
  await recordStaff(call, 'message', {
    ...about,
    body: { messageId: intended.messageId, thread: thread.id },
  });
  afterCommit(() => deps.pipeline.signal.wake('job:send'));
  const [message] = await readMessages(tx, principal.tenantId, { id: intended.messageId });
  if (message === undefined) throw new AppError('internal', 'the text was written but cannot be read back');
  return { message: messageShape(message) };
}

/** One switch stops everything, also what a person types. */
function openLocation(shop: Organisation, thread: ThreadRecord): LocationRecord {
  const location = shop.locations.get(thread.location_id);
  if (location === undefined) throw new AppError('conflict', 'the location of this conversation was removed');
  const mode = effectiveMode(shop, location);
  if (mode === 'off') throw new AppError('conflict', 'texting is switched off for this location');
  if (mode === 'shadow')
    throw new AppError(
      'conflict',
      'this location is in shadow mode, so nothing is sent; switch it to live first',
    );
  return location;
}

async function askGate(
  call: Pick<Call<unknown, unknown, unknown>, 'tx' | 'clock' | 'deps'>,
  shop: Organisation,
  location: LocationRecord,
  phone: string,
  body: string | null,
): Promise<Judgement> {
  const [input] = await gateFacts(call.tx, shop, [
    {
      location,
      phone,
      at: call.clock.now(),
      call: null,
      action: {
        kind: 'sms.reply',
        messageClass: 'conversational',
        category: 'manual',
        ...(body !== null && { body }),
        brandNamed: body?.toLowerCase().includes(location.banner.name.toLowerCase()) ?? false,
        optOutInstruction: /\bSTOP\b/.test(body ?? ''),
        hasMarketing: false,
        hasPhi: false,
      },
    },
  ]);
  if (input === undefined) throw new AppError('internal', 'the Gate was asked and got no facts');
  return judgeAction(call.deps.pipeline.policy, shop.tenant, input);
}

/** Null when a person could write now; else why not, in the words of the rules. */
async function mayText(
  call: Pick<Call<unknown, unknown, unknown>, 'tx' | 'clock' | 'deps'>,
  shop: Organisation,
  thread: ThreadRecord,
): Promise<string | null> {
  try {
    const location = openLocation(shop, thread);
    if (location.config.sender === undefined)
      return 'this location has no number that may send texts; add a sender in its settings';
    const { decision } = await askGate(call, shop, location, thread.phone, null);
    return decision.decision === 'pass' ? null : explainDecision(decision);
  } catch (error) {
    if (error instanceof AppError && error.code === 'conflict') return error.message;
    throw error;
  }
}

async function holderChanges(
  call: Pick<InThread, 'tx' | 'principal'>,
  thread: ThreadRecord,
): Promise<{ at: string; title: string; detail: string }[]> {
  const rows = await call.tx
    .selectFrom('audit_record')
    .select(['kind', 'occurred_at', 'leaf'])
    .where('tenant_id', '=', call.principal.tenantId)
    .where('kind', 'in', ['staff.takeover', 'staff.handback', 'staff.thread-closed'])
    .where('attempt_id', thread.attempt_id === null ? 'is' : '=', thread.attempt_id)
    .orderBy('occurred_at')
    .limit(100)
    .execute();
  return rows.flatMap((row) => {
    const { body } = JSON.parse(row.leaf) as { body: { thread?: unknown; by?: unknown } };
    if (body.thread !== thread.id) return [];
    const by = typeof body.by === 'string' ? body.by.replace(/^staff:/, '') : 'Somebody';
    return [{ at: row.occurred_at, title: TITLES[row.kind] ?? row.kind, detail: by }];
  });
}

const TITLES: Readonly<Record<string, string>> = {
  'staff.takeover': 'Taken over by a person',
  'staff.handback': 'Given back to the assistant',
  'staff.thread-closed': 'Closed',
};
