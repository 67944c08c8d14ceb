import { decisionRecord } from '../core/audit/decision-record.ts';
import { converse } from '../core/converse/assistant.ts';
import {
  judgeModel,
  mayUseModel,
  modelPrompt,
  type HistoryLine,
  type ModelAnswer,
} from '../core/converse/model.ts';
import type { ConverseFacts } from '../core/converse/turn.ts';
import { locationEver } from '../core/model/directory.ts';
import { appendRecords } from '../store/audit.ts';
import type { Tx } from '../store/database.ts';
import { finishJobs, type Job } from '../store/jobs.ts';
import { lockCaller } from '../store/locks.ts';
import { lastMessages, loadThread } from '../store/threads.ts';
import { clockWithOffset } from '../store/tenant-clock.ts';
import { converseFacts, modelOf, performTurn } from './assistant-turn.ts';
import type { Pipeline, Step } from './context.ts';
import { attemptOf, isLive, whyNotLive, type Exchange } from './exchange.ts';
import { forPerson } from './needs-person.ts';
import { mayAskModel } from './side-gate.ts';

const HISTORY = 24;

/**
 * Answers texts with the help of a model. The model is asked between two transactions, with a time limit; its answer is
 * then judged on the facts as they are by then. Whatever goes wrong with it, the deterministic answer goes out.
 */
export const reply: Step = async (pipeline, jobs) => {
  await Promise.all(jobs.map((job) => replyOne(pipeline, job)));
};

async function replyOne(pipeline: Pipeline, job: Job): Promise<void> {
  const asked = await pipeline.store.tx(job.tenantId, async (tx) => {
    const exchange = await loadExchange(tx, pipeline, job);
    if (exchange === null) return null;
    const facts = await converseFacts(exchange);
    const provider = modelOf(exchange);
    const history = await historyOf(exchange);
    const allowed =
      provider !== null &&
      (await mayAskModel(tx, pipeline, {
        organisation: exchange.organisation,
        location: exchange.location,
        phone: exchange.phone,
        // Everything of theirs that the model would be shown: what a child or a patient said earlier counts too.
        text: [...said(history), exchange.text].join('\n'),
        attemptId: exchange.thread.attemptId,
        at: exchange.at,
      }));
    return {
      facts,
      history,
      provider: allowed ? provider : null,
      config: exchange.organisation.tenant.config.assistant,
    };
  });
  const answer =
    asked === null || asked.provider === null
      ? null
      : await ask(pipeline, asked.provider, asked.config, asked.facts, asked.history);
  await pipeline.store.tx(job.tenantId, async (tx) => {
    await finishJobs(tx, [job]);
    const exchange = await loadExchange(tx, pipeline, job);
    if (exchange === null || !(await stillOurs(exchange))) return;
    if (!isLive(exchange)) {
      await forPerson(exchange, whyNotLive(exchange));
      return;
    }
    const facts = await converseFacts(exchange);
    const decision = converse(facts);
    const fallback = decision.outcome;
    const judged =
      answer === null || !mayUseModel(fallback) ? decision : judgeModel({ base: facts, fallback, answer });
    await appendRecords(tx, pipeline.keeper, job.tenantId, [
      decisionRecord(judged, { ...attemptOf(exchange), phone: exchange.phone, occurredAt: exchange.at }),
    ]);
    await performTurn(exchange, facts, judged.outcome);
  });
  pipeline.signal.wake('job:send');
  pipeline.signal.wake('job:notify');
  pipeline.signal.wake(`change:${job.tenantId}`);
}

async function ask(
  pipeline: Pipeline,
  provider: string,
  config: { readonly timeoutMs: number },
  facts: ConverseFacts,
  history: readonly HistoryLine[],
): Promise<ModelAnswer> {
  const model = pipeline.connectors.llm.get(provider);
  const parsed = model?.config.safeParse(config);
  if (model === undefined || parsed?.success !== true)
    return { status: 'failed', detail: 'the model is not configured' };
  const signal = AbortSignal.timeout(config.timeoutMs);
  try {
    return await model.propose(modelPrompt(facts, history), parsed.data, {
      fetch: pipeline.fetch,
      now: pipeline.clock.now,
      signal,
    });
  } catch (error) {
    return { status: 'failed', detail: error instanceof Error ? error.name : 'the connector failed' };
  }
}

async function loadExchange(tx: Tx, pipeline: Pipeline, job: Job): Promise<Exchange | null> {
  const { tenantId, key } = job;
  const organisation = await pipeline.organisations.load(tx, tenantId);
  const message = await tx
    .selectFrom('message')
    .select(['id', 'thread_id', 'sender', 'recipient', 'body', 'source_id'])
    .where('tenant_id', '=', tenantId)
    .where('id', '=', key)
    .where('direction', '=', 'inbound')
    .executeTakeFirst();
  if (message === undefined || message.source_id === null) return null;
  await lockCaller(tx, tenantId, message.sender);
  const thread = await loadThread(tx, tenantId, message.thread_id);
  const location = thread === null ? undefined : locationEver(organisation, thread.locationId);
  if (thread === null || location === undefined) return null;
  return {
    tx,
    pipeline,
    organisation,
    location,
    thread,
    phone: message.sender,
    to: message.recipient,
    sourceId: message.source_id,
    inboundId: message.id,
    text: message.body,
    providerAnswered: false,
    at: clockWithOffset(tenantId, organisation.tenant.clockOffsetMs, pipeline.clock).now().toISOString(),
  };
}

/** While the model was thinking a person may have taken over, STOP may have come, or the answer may be there already. */
async function stillOurs(exchange: Exchange): Promise<boolean> {
  const { thread, tx, location, inboundId } = exchange;
  if (thread.holder !== 'assistant' || thread.state !== 'open') return false;
  const answered = await tx
    .selectFrom('message')
    .select('id')
    .where('tenant_id', '=', location.tenantId)
    .where('purpose', '=', `reply:${inboundId}`)
    .executeTakeFirst();
  return answered === undefined;
}

const said = (history: readonly HistoryLine[]): readonly string[] =>
  history.filter((line) => line.role === 'caller').map((line) => line.text);

async function historyOf(exchange: Exchange): Promise<HistoryLine[]> {
  const past = await lastMessages(exchange.tx, exchange.location.tenantId, exchange.thread.id, HISTORY);
  return past.map((message) => ({
    role:
      message.direction === 'inbound'
        ? 'caller'
        : message.author.startsWith('staff:')
          ? 'person'
          : 'assistant',
    text: message.body,
  }));
}
