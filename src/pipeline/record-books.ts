import type { AnswerState } from '../core/model/attempt.ts';
import { decisionRecord } from '../core/audit/decision-record.ts';
import { DETECT_VERSION } from '../core/detect/detect.ts';
import { textable, type TextableFacts, type TextableVerdict } from '../core/detect/textable.ts';
import type { AttemptView } from '../core/model/attempt.ts';
import type { Attribution } from '../core/model/call-event.ts';
import type { LocationRecord, Organisation } from '../core/model/directory.ts';
import { appendRecords, type NewRecord } from '../store/audit.ts';
import {
  assignEvents,
  insertEvents,
  mergeAttempts,
  saveAttempts,
  type AttemptRow,
  type AttemptWrite,
  type NewCallEvent,
  type StoredCallEvent,
} from '../store/attempts.ts';
import { appendConsent, type NewConsentEvent } from '../store/consent.ts';
import type { Tx } from '../store/database.ts';
import { newId } from '../store/ids.ts';
import { cancelJobs, sendJobs, type NewJob } from '../store/jobs.ts';
import {
  closeCallbacks,
  GOT_THROUGH,
  reopenCallbacks,
  upsertContacts,
  upsertLeads,
  type CallbackWrite,
  type LeadWrite,
} from '../store/leads.ts';
import { dueAt, type TenantClock } from '../store/tenant-clock.ts';
import { together } from '../store/together.ts';
import { CANCELLABLE, furthest, isSettled, WAITING } from './answer-progress.ts';
import type { Pipeline } from './context.ts';
import { noticePlayed, type CallFacts } from './gate-call.ts';
import { captured, heldWrites, judgeCaptures, listForCallback, type WriteWish } from './side-gate.ts';
import { compactView, type DetectFacts } from './detect-facts.ts';

/** Collects what a batch changes, so that each table is written once. */
export class Books {
  readonly #tenantId: string;
  readonly #organisation: Organisation;
  readonly #clock: TenantClock;
  readonly #lineTypes: ReadonlyMap<string, string>;
  readonly #attempts: AttemptWrite[] = [];
  /** Where each event lies so far. */
  readonly #related: ReadonlyMap<string, StoredCallEvent>;
  readonly #fresh: ReadonlyMap<string, NewCallEvent>;
  /** Attempt of each event. */
  readonly #assignments = new Map<string, string>();
  readonly #merges: { winner: string; losers: string[] }[] = [];
  readonly #timers: NewJob[] = [];
  readonly #cancelled: string[] = [];
  readonly #closed: string[] = [];
  readonly #missedAgain: { attemptId: string; missedAt: string }[] = [];
  readonly #callbacks: CallbackWrite[] = [];
  readonly #records: NewRecord[] = [];
  readonly #callers: {
    attemptId: string;
    phone: string;
    name?: string | undefined;
    source: string;
    at: string;
  }[] = [];
  readonly #wishes: WriteWish[] = [];
  readonly #captures: { location: LocationRecord; phone: string; call: CallFacts }[] = [];
  readonly #leads: (Omit<LeadWrite, 'contactId'> & { phone: string | null })[] = [];
  readonly #consent: NewConsentEvent[] = [];

  constructor(
    tenantId: string,
    organisation: Organisation,
    clock: TenantClock,
    lineTypes: ReadonlyMap<string, string>,
    related: readonly StoredCallEvent[],
    fresh: ReadonlyMap<string, NewCallEvent>,
  ) {
    this.#tenantId = tenantId;
    this.#related = new Map(related.map((each) => [each.eventKey, each]));
    this.#fresh = fresh;
    this.#lineTypes = lineTypes;
    this.#organisation = organisation;
    this.#clock = clock;
  }

  file(
    view: AttemptView,
    facts: DetectFacts,
    location: LocationRecord,
    keys: readonly string[],
    current: AttemptRow | undefined,
    others: readonly AttemptRow[],
  ): void {
    const now = this.#clock.now();
    const at = now.toISOString();
    const id = current?.id ?? newId(now);
    const losers = others.map((row) => row.id);
    for (const key of keys) this.#assignments.set(key, id);
    if (losers.length > 0) {
      this.#merges.push({ winner: id, losers });
      this.#cancelled.push(...losers);
    }
    // Of merged attempts the one that got furthest speaks for all: a text that went out stays sent.
    const standing = furthest([...(current === undefined ? [] : [current]), ...others]);
    const answer = this.#plan(view, location, id, standing, now);
    const compact = compactView(view);
    this.#attempts.push({
      id,
      tenant_id: this.#tenantId,
      location_id: location.id,
      caller: view.from,
      dialled: view.to,
      state: view.state,
      missed: view.missed,
      missed_at: view.missedAt,
      started_at: view.calls[0]?.startedAt ?? at,
      primary_class: view.primaryClass,
      view: compact,
      answer: answer.state,
      answer_reason: answer.reason,
      answer_code: answer.code,
      answer_due_at: answer.dueAt,
      first_evaluated_at: standing?.first_evaluated_at ?? null,
      merged_into: null,
      simulated: this.#organisation.tenant.simulated,
      updated_at: at,
    });
    if (view.missed) this.#recordLead(view, location, id, at);
    this.#askAbout(view, location, id, current?.missed === true, keys);
    const decision = {
      kind: 'detect',
      version: DETECT_VERSION,
      facts,
      outcome: compact,
      confidence: { high: 0.99, medium: 0.9, low: 0.6 }[view.confidence],
      explanation: view.explanation,
      citations: [],
    };
    this.#records.push(
      decisionRecord(decision, {
        attemptId: id,
        ...(view.from === null ? {} : { phone: view.from }),
        occurredAt: at,
      }),
    );
  }

  /** Sets, keeps or clears the timer of the answer. */
  #plan(
    view: AttemptView,
    location: LocationRecord,
    id: string,
    standing: AttemptRow | undefined,
    now: Date,
  ): Plan {
    const before = standing?.answer ?? 'none';
    const keep: Plan = {
      state: before,
      reason: standing?.answer_reason ?? null,
      code: standing?.answer_code ?? null,
      dueAt: standing?.answer_due_at ?? null,
    };
    if (view.state === 'answered' || view.state === 'recovered-by-caller') {
      this.#closed.push(id);
      this.#cancelled.push(id);
      const reason =
        view.state === 'answered'
          ? 'The call was answered by a person.'
          : 'The caller got through in another call, so no text was needed.';
      const waited = CANCELLABLE.has(before) || (before === 'held' && keep.code === 'end-unknown');
      return waited ? { state: 'cancelled', reason, code: view.state, dueAt: null } : keep;
    }
    if (!view.missed || view.missedAt === null || isSettled(standing)) {
      // The timer of an attempt that gave way went with it: whoever speaks for both needs one of its own.
      if (standing !== undefined && standing.id !== id && WAITING.has(before)) {
        const due = new Date(Math.max(now.getTime(), Date.parse(keep.dueAt ?? now.toISOString())));
        this.#timers.push({
          tenantId: this.#tenantId,
          kind: 'answer',
          key: id,
          dueAt: dueAt(this.#clock, due),
        });
      }
      if (view.state === 'missed' && view.missedAt !== null)
        this.#missedAgain.push({ attemptId: id, missedAt: view.missedAt });
      return keep;
    }
    const verdict = textable(view, this.#knownOf(view.from));
    if (!verdict.textable) return this.#hold(view, location, id, verdict, now.toISOString());
    const due = new Date(
      Math.max(now.getTime(), Date.parse(view.missedAt) + location.config.textback.delaySeconds * 1000),
    );
    this.#timers.push({ tenantId: this.#tenantId, kind: 'answer', key: id, dueAt: dueAt(this.#clock, due) });
    return { state: 'scheduled', reason: null, code: null, dueAt: due.toISOString() };
  }

  #knownOf(caller: string | null): TextableFacts {
    const own = caller === null ? undefined : this.#organisation.numbers.get(caller);
    const lineType = caller === null ? undefined : this.#lineTypes.get(caller);
    return {
      ...(own === undefined ? {} : own.kind === 'staff' ? { staff: true } : { own: true }),
      ...(lineType === 'landline' ? { lineType } : {}),
    };
  }

  #hold(view: AttemptView, location: LocationRecord, id: string, verdict: TextableVerdict, at: string): Plan {
    if (verdict.callbackList) {
      this.#callbacks.push({
        locationId: location.id,
        attemptId: id,
        phone: view.from,
        name: nameOf(view),
        reasonCode: verdict.reason,
        reason: verdict.explanation,
        at,
      });
    }
    return { state: 'held', reason: verdict.explanation, code: verdict.reason, dueAt: null };
  }

  #recordLead(view: AttemptView, location: LocationRecord, id: string, at: string): void {
    const events = view.calls.flatMap((call) => call.events);
    const source =
      events
        .map((event) => event.attribution.source ?? event.attribution.utmSource)
        .find((value) => value !== undefined) ?? 'phone';
    if (view.from !== null) {
      this.#callers.push({
        attemptId: id,
        phone: view.from,
        name: nameOf(view) ?? undefined,
        source: events[0]?.surface ?? 'phone',
        at,
      });
      this.#consent.push(...consentOf(view, location, id));
    }
    this.#leads.push({
      attemptId: id,
      locationId: location.id,
      source,
      intent: null,
      summary: view.explanation,
      attribution: Object.assign({}, ...events.map((event) => event.attribution)) as Attribution,
      at,
      phone: view.from,
    });
  }

  /** What the Gate is asked about a call beside its text: once per missed call, and once per thing that was captured. */
  #askAbout(
    view: AttemptView,
    location: LocationRecord,
    attemptId: string,
    knownAsMissed: boolean,
    keys: readonly string[],
  ): void {
    const phone = view.from;
    if (phone === null) return;
    const events = view.calls.flatMap((each) => each.events);
    const call: CallFacts = {
      attemptId,
      primaryClass: view.primaryClass ?? 'unknown',
      endedAt: view.missedAt ?? view.calls[0]?.startedAt ?? this.#clock.now().toISOString(),
      events,
    };
    const attribution = events.some((event) => Object.keys(event.attribution).length > 0);
    if (view.missed && !knownAsMissed)
      this.#wishes.push({ location, phone, call, name: nameOf(view), attribution });
    const news = keys.flatMap((key) => this.#fresh.get(key)?.event ?? []);
    if (captured(news)) this.#captures.push({ location, phone, call });
  }

  async write(tx: Tx, pipeline: Pipeline): Promise<void> {
    const at = this.#clock.now().toISOString();
    await saveAttempts(tx, this.#attempts);
    // News is stored under its attempt at once; only what moves between attempts is written again.
    await insertEvents(
      tx,
      [...this.#fresh].map(([key, call]) => ({ call, attemptId: this.#assignments.get(key) ?? null })),
    );
    await assignEvents(
      tx,
      this.#tenantId,
      [...this.#assignments].flatMap(([key, attemptId]) =>
        this.#fresh.has(key) || this.#related.get(key)?.attemptId === attemptId
          ? []
          : [{ eventKey: key, attemptId }],
      ),
    );
    for (const { winner, losers } of this.#merges) await mergeAttempts(tx, this.#tenantId, winner, losers);
    const held = await heldWrites(tx, pipeline, this.#organisation, this.#clock.now(), this.#wishes);
    await judgeCaptures(tx, pipeline, this.#organisation, this.#clock.now(), this.#captures);
    const contacts = await upsertContacts(
      tx,
      this.#tenantId,
      this.#callers.map(({ attemptId, name, ...caller }) => ({
        ...caller,
        ...(name === undefined || held.has(attemptId) ? {} : { name }),
      })),
    );
    await together(
      upsertLeads(
        tx,
        this.#tenantId,
        this.#leads.map(({ phone, ...lead }) => ({
          ...lead,
          ...(held.has(lead.attemptId) ? { attribution: {} } : {}),
          contactId: phone === null ? null : (contacts.get(phone) ?? null),
        })),
      ),
      appendConsent(tx, this.#tenantId, this.#consent),
      listForCallback(tx, pipeline, this.#organisation, this.#callbacks),
      cancelJobs(tx, this.#tenantId, 'answer', this.#cancelled),
      appendRecords(tx, pipeline.keeper, this.#tenantId, this.#records),
    );
    // These speak of what the ones before them wrote.
    await together(
      closeCallbacks(tx, this.#tenantId, this.#closed, GOT_THROUGH, at),
      sendJobs(tx, this.#timers),
    );
    await reopenCallbacks(tx, this.#tenantId, this.#missedAgain);
  }
}

interface Plan {
  readonly state: AnswerState;
  readonly reason: string | null;
  readonly code: string | null;
  readonly dueAt: string | null;
}

/** The ledger lines of a missed call: how the number reached us decides what it permits (catalogue 5.1). */
function consentOf(view: AttemptView, location: LocationRecord, attemptId: string): NewConsentEvent[] {
  const events = view.calls.flatMap((call) => call.events);
  if (view.from === null || view.missedAt === null) return [];
  const notice = noticePlayed(location, { endedAt: view.missedAt, events });
  const told = notice || events.some((event) => event.keypress === true || event.voicemail?.left === true);
  return [
    {
      bannerId: location.banner.id,
      phone: view.from,
      kind: told ? 'missed-call-noticed' : 'missed-call',
      occurredAt: view.missedAt,
      source: 'call',
      proof: {
        attemptId,
        class: view.primaryClass,
        ...(notice ? { notice: location.config.greetingNotice?.version ?? 'said by the surface' } : {}),
      },
      factKey: `${told ? 'noticed' : 'call'}:${attemptId}`,
    },
  ];
}

function nameOf(view: AttemptView): string | null {
  return (
    view.calls.flatMap((call) => call.events).find((event) => event.callerName !== undefined)?.callerName ??
    null
  );
}
