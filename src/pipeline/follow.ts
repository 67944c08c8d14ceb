import { decisionRecord } from '../core/audit/decision-record.ts';
import { composeNudge } from '../core/compose/compose.ts';
import { shopFacts } from '../core/compose/shop.ts';
import { openState, sayOpenState } from '../core/compose/wording.ts';
import { decideFollow, type FollowFacts } from '../core/converse/follow.ts';
import { consentReach } from '../core/gate/consent-reach.ts';
import {
  effectiveMode,
  locationEver,
  type LocationRecord,
  type Organisation,
} from '../core/model/directory.ts';
import { loadAttempts, type AttemptRow } from '../store/attempts.ts';
import { appendRecords } from '../store/audit.ts';
import { appendConsent, loadConsent } from '../store/consent.ts';
import type { Tx } from '../store/database.ts';
import { finishJobs, sendJobs, type Job } from '../store/jobs.ts';
import { setLeadOutcome } from '../store/leads.ts';
import { lockCaller } from '../store/locks.ts';
import { threadsOf, type ThreadRow } from '../store/threads.ts';
import { upcomingBookings } from '../store/bookings.ts';
import { clockWithOffset, dueAt, type TenantClock } from '../store/tenant-clock.ts';
import { senderSource } from './sender.ts';
import type { Pipeline, Step } from './context.ts';
import { sayGated, type SayOutcome } from './say.ts';
import { listForCallback } from './side-gate.ts';
import { loadSituations, type Situation } from './situation.ts';

const HOUR_MS = 3_600_000;
/** After the last text a person looks; after three days the permission to follow up has lapsed (catalogue 5.1). */
const REVIEW_AFTER_MS = 24 * HOUR_MS;
const LAPSE_AFTER_MS = 72 * HOUR_MS;

/**
 * Follows up on a text-back that nobody answered: nudges by the location's cadence, each under its own permission, then
 * "contacted, no reply" and the call-back list. Keys: `<attempt>:<n>` for nudges, `<attempt>:review`, `<attempt>:lapse`.
 */
export const follow: Step = async (pipeline, jobs) => {
  for (const job of jobs) {
    await pipeline.store.tx(job.tenantId, (tx) => followOne(tx, pipeline, job));
    pipeline.signal.wake('job:send');
    pipeline.signal.wake(`change:${job.tenantId}`);
  }
};

interface Pursuit {
  readonly organisation: Organisation;
  readonly location: LocationRecord;
  readonly clock: TenantClock;
  readonly attempt: AttemptRow;
  readonly caller: string;
  readonly thread: ThreadRow | null;
  readonly situation: Situation;
  readonly stage: FollowFacts['stage'];
  readonly number: number;
  /** When the text-back was committed, and the last text of this attempt. */
  readonly textbackAt: string | null;
  readonly lastTextAt: string | null;
  readonly at: string;
}

async function followOne(tx: Tx, pipeline: Pipeline, job: Job): Promise<void> {
  const pursuit = await loadPursuit(tx, pipeline, job);
  await finishJobs(tx, [job]);
  if (pursuit === null) return;
  const { attempt, caller, at, organisation } = pursuit;
  const decision = decideFollow(await followFacts(tx, pursuit));
  const tenantId = organisation.tenant.id;
  await appendRecords(tx, pipeline.keeper, tenantId, [
    decisionRecord(decision, { attemptId: attempt.id, phone: caller, occurredAt: at }),
  ]);
  const verdict = decision.outcome;
  if (verdict.do === 'wait') {
    await later(tx, pursuit, job.key, verdict.until);
    return;
  }
  if (verdict.do === 'stop') {
    // Nudges are over, the look of a person is not: only a sign of life makes that needless.
    if (verdict.code === 'no-more-nudges' || verdict.code === 'too-late' || verdict.code === 'not-live')
      await scheduleEnd(tx, pursuit);
    return;
  }
  if (pursuit.stage === 'nudge') await nudge(tx, pipeline, pursuit, job.key);
  else if (pursuit.stage === 'review') await review(tx, pipeline, pursuit);
  else await lapse(tx, pursuit);
}

async function nudge(tx: Tx, pipeline: Pipeline, pursuit: Pursuit, key: string): Promise<void> {
  const outcome = await writeNudge(tx, pipeline, pursuit);
  if (outcome.status === 'deferred') {
    await later(tx, pursuit, key, outcome.until);
    return;
  }
  const { location, number, textbackAt } = pursuit;
  const next = location.config.textback.nudges[number];
  // What the Gate refuses once it refuses again: no second nudge where the first had no permission.
  if (outcome.status === 'held' || next === undefined || textbackAt === null) await scheduleEnd(tx, pursuit);
  else
    await later(
      tx,
      pursuit,
      `${pursuit.attempt.id}:${number + 1}`,
      new Date(Date.parse(textbackAt) + next.afterMinutes * 60_000).toISOString(),
    );
}

async function writeNudge(tx: Tx, pipeline: Pipeline, pursuit: Pursuit): Promise<SayOutcome> {
  const { organisation, location, attempt, caller, thread, situation, number, at } = pursuit;
  const sender = location.config.sender;
  const sourceId =
    sender === undefined ? null : await senderSource(pipeline, location.tenantId, sender.provider);
  if (sender === undefined || sourceId === null || thread === null) {
    return { status: 'held', code: 'no-sender', reason: 'This location has no number that may send texts.' };
  }
  const composed = composeNudge({
    ...shopFacts(location, attempt.dialled),
    callerName: situation.callerName,
    hoursText: sayOpenState(openState(location.config, location.zone, at)),
    number,
    assistantAnswers: true,
    template: location.config.textback.nudges[number - 1]?.template ?? null,
  });
  const text = composed.outcome;
  await appendRecords(tx, pipeline.keeper, location.tenantId, [
    decisionRecord(composed, { attemptId: attempt.id, phone: caller, occurredAt: at }),
  ]);
  return sayGated(tx, pipeline, {
    organisation,
    location,
    threadId: thread.id,
    attemptId: attempt.id,
    phone: caller,
    from: sender.number,
    sourceId,
    action: {
      kind: 'sms.nudge',
      messageClass: 'informational',
      category: 'textback',
      hasMarketing: text.hasMarketing,
      brandNamed: text.brandNamed,
      optOutInstruction: text.optOutInstruction,
    },
    kind: 'nudge',
    purpose: `nudge:${attempt.id}:${number}`,
    author: 'system',
    resume: { kind: 'follow', key: `${attempt.id}:${number}` },
    body: text.body,
    segments: text.segments,
    call: {
      attemptId: attempt.id,
      primaryClass: attempt.primary_class ?? 'unknown',
      endedAt: attempt.missed_at ?? attempt.started_at,
      events: situation.events,
    },
    assistant: true,
    aiDisclosed: text.aiDisclosed,
    at,
  });
}

async function review(tx: Tx, pipeline: Pipeline, pursuit: Pursuit): Promise<void> {
  const { attempt, location, caller, situation, at } = pursuit;
  await setLeadOutcome(tx, location.tenantId, attempt.id, 'contacted-no-reply', at, [
    'booked',
    'opted-out',
    'wrong-number',
    'in-conversation',
    'needs-person',
  ]);
  await listForCallback(tx, pipeline, pursuit.organisation, [
    {
      locationId: location.id,
      attemptId: attempt.id,
      phone: caller,
      name: situation.callerName,
      reasonCode: 'no-reply',
      reason: 'We texted and got no reply. Decide whether to call.',
      at,
    },
  ]);
}

async function lapse(tx: Tx, pursuit: Pursuit): Promise<void> {
  const { attempt, location, caller, at } = pursuit;
  await appendConsent(tx, location.tenantId, [
    {
      bannerId: location.banner.id,
      phone: caller,
      kind: 'lapsed',
      occurredAt: at,
      source: 'timer',
      proof: { attemptId: attempt.id },
      factKey: `lapsed:${attempt.id}`,
    },
  ]);
}

async function scheduleEnd(tx: Tx, pursuit: Pursuit): Promise<void> {
  const { attempt, lastTextAt, at } = pursuit;
  const from = Date.parse(lastTextAt ?? at);
  await later(tx, pursuit, `${attempt.id}:review`, new Date(from + REVIEW_AFTER_MS).toISOString());
  await later(tx, pursuit, `${attempt.id}:lapse`, new Date(from + LAPSE_AFTER_MS).toISOString());
}

async function later(tx: Tx, pursuit: Pursuit, key: string, instant: string): Promise<void> {
  const { clock } = pursuit;
  await sendJobs(
    tx,
    [{ tenantId: clock.tenantId, kind: 'follow', key, dueAt: dueAt(clock, new Date(instant)) }],
    { move: true },
  );
}

async function loadPursuit(tx: Tx, pipeline: Pipeline, job: Job): Promise<Pursuit | null> {
  const [attemptId = '', part = ''] = job.key.split(':');
  const organisation = await pipeline.organisations.load(tx, job.tenantId);
  const clock = clockWithOffset(job.tenantId, organisation.tenant.clockOffsetMs, pipeline.clock);
  const found = (await loadAttempts(tx, job.tenantId, [attemptId]))[0];
  const caller = found?.caller ?? null;
  if (found === undefined || caller === null) return null;
  await lockCaller(tx, job.tenantId, caller);
  // Read again under the lock: a reply or a call may have come in between.
  const attempt = (await loadAttempts(tx, job.tenantId, [attemptId]))[0];
  const location = attempt === undefined ? undefined : locationEver(organisation, attempt.location_id);
  const situation =
    attempt === undefined ? undefined : (await loadSituations(tx, job.tenantId, [attempt])).get(attempt.id);
  if (
    attempt === undefined ||
    attempt.merged_into !== null ||
    location === undefined ||
    situation === undefined
  )
    return null;
  const texts = await tx
    .selectFrom('message')
    .select(['kind', 'intended_at'])
    .where('tenant_id', '=', job.tenantId)
    .where('attempt_id', '=', attemptId)
    .where('direction', '=', 'outbound')
    .where('kind', 'in', ['textback', 'nudge'])
    .where('state', '<>', 'rejected')
    .orderBy('intended_at')
    .execute();
  return {
    organisation,
    location,
    clock,
    attempt,
    caller,
    thread:
      (await threadsOf(tx, job.tenantId, caller)).find((thread) => thread.locationId === location.id) ?? null,
    situation,
    stage: part === 'review' || part === 'lapse' ? part : 'nudge',
    number: /^\d+$/.test(part) ? Number(part) : 0,
    textbackAt: texts.find((text) => text.kind === 'textback')?.intended_at ?? null,
    lastTextAt: texts.at(-1)?.intended_at ?? null,
    at: clock.now().toISOString(),
  };
}

async function followFacts(tx: Tx, pursuit: Pursuit): Promise<FollowFacts> {
  const { organisation, location, attempt, caller, thread, situation, at } = pursuit;
  const tenantId = organisation.tenant.id;
  const ledger = (await loadConsent(tx, tenantId, [caller])).get(caller) ?? [];
  const { crossBannerOptOut } = organisation.tenant.config.policy;
  const { state: consentState } = consentReach(ledger, location.banner.id, {
    crossBanner: crossBannerOptOut,
    at,
  });
  const bookings = await upcomingBookings(tx, { tenantId, locationId: location.id, phone: caller, at });
  return {
    stage: pursuit.stage,
    number: pursuit.number,
    nudgesConfigured: location.config.textback.nudges.length,
    mode: effectiveMode(organisation, location),
    attemptState: attempt.state,
    answerState: attempt.answer,
    textbackAt: pursuit.textbackAt,
    lastInboundAt: thread?.lastInboundAt ?? null,
    holder: thread?.holder ?? 'assistant',
    consentState,
    booked: bookings.some((booking) => booking.state === 'confirmed'),
    callbackDone: situation.calledBack,
    blocked: situation.blocked,
    ...(organisation.locations.has(location.id) ? {} : { locationRemoved: true }),
    now: at,
  };
}
