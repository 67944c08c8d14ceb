import type { Decision } from '../model/decision.ts';

/**
 * A decision as an audit record, so that `ringback replay` can make it again from the recorded facts and counsel can
 * read what it rested on. Facts and explanation are personal: they go under the data subject's key. The outcome stays
 * readable after an erasure only when nothing in it is personal: a message text, a transcript or a number moves the
 * whole outcome under the key (see `outcomeOf`).
 */
export interface RecordedAbout {
  readonly attemptId?: string;
  /** E.164 of the data subject. */
  readonly phone?: string;
  /** Tenant time. */
  readonly occurredAt: string;
}

/** What `appendRecords` of the store takes. `body` has no personal content, `personal` is encrypted. */
export interface NewRecord extends RecordedAbout {
  /** Dotted, lower case: `decision.gate`, `send.intent`, `booking.confirmed`. */
  readonly kind: string;
  readonly body: Readonly<Record<string, unknown>>;
  readonly personal?: Readonly<Record<string, unknown>>;
}

export const DECISION_PREFIX = 'decision.';

export function decisionRecord(decision: Decision<unknown>, about: RecordedAbout): NewRecord {
  const { kind, version, facts, outcome, confidence, explanation, citations } = decision;
  const open = OPEN_OUTCOMES.has(kind) && !holdsNumber(outcome);
  return {
    ...about,
    kind: `${DECISION_PREFIX}${kind}`,
    body: { version, confidence, citations, ...(open ? { outcome } : {}) },
    personal: { facts, explanation, ...(open ? {} : { outcome }) },
  };
}

/** The outcome of a decision record, wherever it is kept; `undefined` when it went with an erased subject. */
export function outcomeOf(record: {
  readonly body: Readonly<Record<string, unknown>>;
  readonly personal: Readonly<Record<string, unknown>> | null;
}): unknown {
  return 'outcome' in record.body ? record.body['outcome'] : record.personal?.['outcome'];
}

/** Judgements whose outcome is a verdict with rule names, instants and codes. Every other outcome counts as personal. */
const OPEN_OUTCOMES: ReadonlySet<string> = new Set([
  'gate',
  'gate.write',
  'gate.record',
  'gate.model',
  'gate.callback',
  'gate.export',
  'gate.route',
  'answer',
  'send',
  'follow',
  'reminder',
  'notify',
  'keyword',
]);

/** A verdict that quotes a phone number after all is personal. */
function holdsNumber(value: unknown): boolean {
  if (typeof value === 'string') return /\+[1-9]\d{6,14}/.test(value);
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).some(holdsNumber);
}
