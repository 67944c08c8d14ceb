/**
 * The consent state of one person towards one brand, folded from the append-only ledger (catalogue section 5).
 *
 * The fold is pure: the same events in the same order of time give the same state, whatever order they arrived in.
 * Nothing is ever inferred upwards: a call, a reply or a booking is not written consent, and a new call does not lift an
 * opt-out.
 */
import type { ConsentEvent, ConsentState } from '../model/consent.ts';
import { isDefective } from './consent-given.ts';

export interface ConsentFold {
  readonly state: ConsentState;
  /** Where TEXTBACK_SENT came from: it decides whether a nudge has any consent to rest on. */
  readonly enteredFrom?: 'INBOUND_CALLED' | 'INBOUND_NOTICED';
  /** The opt-out in force, or null; a later START or signed consent ends it. */
  readonly optOut: OptOutOnFile | null;
  readonly reOptIn?: { readonly keyword: string; readonly at: string };
  readonly writtenConsentAt?: string;
  readonly lastTextAt?: string;
  /** When the state last changed. */
  readonly since: string | null;
}

export interface OptOutOnFile {
  readonly at: string;
  readonly scope: 'all' | 'category';
  /** Programme that the opt-out answered. */
  readonly category?: string;
}

export const NOTHING_KNOWN: ConsentFold = { state: 'UNKNOWN', optOut: null, since: null };

/** State after all events up to and including `at` (all of them when absent), silence timers applied at `at`. */
export function foldConsent(events: readonly ConsentEvent[], at?: string): ConsentFold {
  const limit = at === undefined ? Number.POSITIVE_INFINITY : Date.parse(at);
  const ordered = events
    .filter((event) => Date.parse(event.occurredAt) <= limit)
    .toSorted((a, b) => Date.parse(a.occurredAt) - Date.parse(b.occurredAt));
  let fold: Folding = { ...NOTHING_KNOWN, before: 'UNKNOWN' };
  for (const event of ordered) fold = step(afterSilence(fold, Date.parse(event.occurredAt)), event);
  return withoutKey(at === undefined ? fold : afterSilence(fold, limit), 'before');
}

/** `before` is the state that MARKETING covers and falls back to. */
type Folding = ConsentFold & { readonly before: ConsentState };

const SILENCE_MS = 72 * 3_600_000;
/** Written consent unused for 18 months (540 days, policy) asks for a new permission. */
const WRITTEN_CONSENT_MS = 540 * 86_400_000;
const STOPPED: readonly ConsentState[] = ['OPTED_OUT', 'CLARIFY_PENDING', 'DNC_INTERNAL', 'BLOCKED'];

function step(fold: Folding, event: ConsentEvent): Folding {
  const to = (state: ConsentState): Folding => enter(fold, state, event.occurredAt);
  const { state } = fold;
  switch (event.kind) {
    case 'missed-call':
      return state === 'UNKNOWN' || state === 'LAPSED' ? to('INBOUND_CALLED') : fold;
    case 'missed-call-noticed':
      if (state === 'UNKNOWN' || state === 'LAPSED' || state === 'INBOUND_CALLED')
        return to('INBOUND_NOTICED');
      // Told on a later call: from now on the number was given knowingly.
      return state === 'TEXTBACK_SENT' ? { ...fold, enteredFrom: 'INBOUND_NOTICED' } : fold;
    case 'text-sent':
      return textSent({ ...fold, lastTextAt: event.occurredAt }, event.occurredAt);
    case 'replied':
      return ['UNKNOWN', 'LAPSED', 'INBOUND_CALLED', 'INBOUND_NOTICED', 'TEXTBACK_SENT'].includes(state)
        ? to('ENGAGED')
        : fold;
    case 'booked':
      return STOPPED.includes(state) || state === 'MARKETING' ? fold : to('TRANSACTIONAL');
    case 'opted-out':
      return optedOut(fold, event);
    case 'clarify-asked':
      // No answer means: stop everything.
      if (state === 'DNC_INTERNAL' || state === 'BLOCKED') return fold;
      return { ...to('CLARIFY_PENDING'), optOut: fold.optOut ?? { at: event.occurredAt, scope: 'all' } };
    case 're-opted-in':
      return reOptedIn(fold, event);
    case 'wrong-party':
    case 'unreachable':
      return to('BLOCKED');
    case 'do-not-contact': {
      const stopped = { ...fold, optOut: { at: event.occurredAt, scope: 'all' as const } };
      return state === 'BLOCKED' ? stopped : enter(stopped, 'DNC_INTERNAL', event.occurredAt);
    }
    case 'written-consent':
      if (state === 'BLOCKED' || isDefective(event)) return fold;
      return {
        ...to('MARKETING'),
        optOut: null,
        writtenConsentAt: event.occurredAt,
        before: coveredBy(fold),
      };
    // No state of its own: they are read where a rule asks for them (consent-given.ts).
    case 'whatsapp-opt-in':
    case 'whatsapp-opt-out':
    case 'hipaa-authorization':
    case 'hipaa-authorization-revoked':
      return fold;
    case 'lapsed':
      return state === 'TEXTBACK_SENT' ? to('LAPSED') : state === 'MARKETING' ? to(fold.before) : fold;
  }
}

function enter(fold: Folding, state: ConsentState, at: string): Folding {
  if (fold.state === state) return fold;
  return { ...withoutKey(fold, 'enteredFrom'), state, since: at };
}

function textSent(fold: Folding, at: string): Folding {
  if (fold.state === 'INBOUND_CALLED' || fold.state === 'INBOUND_NOTICED') {
    return { ...enter(fold, 'TEXTBACK_SENT', at), enteredFrom: fold.state };
  }
  // A text without a call on record rests on the weakest evidence.
  if (fold.state === 'UNKNOWN' || fold.state === 'LAPSED')
    return { ...enter(fold, 'TEXTBACK_SENT', at), enteredFrom: 'INBOUND_CALLED' };
  return fold;
}

function optedOut(fold: Folding, event: ConsentEvent): Folding {
  const scope = event.proof['scope'] === 'category' && event.category !== undefined ? 'category' : 'all';
  // An earlier opt-out is never narrowed: of everything it stays of everything, and two programmes make it everything.
  const wider =
    fold.optOut !== null && (fold.optOut.scope === 'all' || fold.optOut.category !== event.category);
  const optOut: OptOutOnFile = {
    at: event.occurredAt,
    scope: wider ? 'all' : scope,
    ...(event.category === undefined ? {} : { category: event.category }),
  };
  const stopped = { ...fold, optOut };
  return fold.state === 'BLOCKED' || fold.state === 'DNC_INTERNAL'
    ? stopped
    : enter(stopped, 'OPTED_OUT', event.occurredAt);
}

function reOptedIn(fold: Folding, event: ConsentEvent): Folding {
  // START towards a brand that only another brand's STOP had silenced (consent-reach).
  const liftsElsewhere = event.proof['lifts'] === 'other-brand' && !STOPPED.includes(fold.state);
  if (fold.state !== 'OPTED_OUT' && fold.state !== 'CLARIFY_PENDING' && !liftsElsewhere)
    return step(fold, { ...event, kind: 'replied' });
  const said = event.proof['keyword'] ?? event.proof['text'];
  const keyword = typeof said === 'string' ? said : 'START';
  return {
    ...enter(fold, 'RE_OPTED_IN', event.occurredAt),
    optOut: null,
    reOptIn: { keyword, at: event.occurredAt },
  };
}

/** What remains when written consent ends: never an opt-out that the signature lifted, nor a stale hold. */
function coveredBy(fold: Folding): ConsentState {
  if (fold.state === 'MARKETING') return fold.before;
  return STOPPED.includes(fold.state) ? 'RE_OPTED_IN' : fold.state;
}

function afterSilence(fold: Folding, now: number): Folding {
  const ends = (from: string, ms: number): number => Date.parse(from) + ms;
  if (
    fold.state === 'TEXTBACK_SENT' &&
    fold.lastTextAt !== undefined &&
    now > ends(fold.lastTextAt, SILENCE_MS)
  ) {
    return enter(fold, 'LAPSED', new Date(ends(fold.lastTextAt, SILENCE_MS)).toISOString());
  }
  if (fold.state === 'MARKETING' && fold.writtenConsentAt !== undefined) {
    const used = [fold.writtenConsentAt, fold.lastTextAt ?? ''].toSorted().at(-1) ?? fold.writtenConsentAt;
    if (now > ends(used, WRITTEN_CONSENT_MS))
      return enter(fold, fold.before, new Date(ends(used, WRITTEN_CONSENT_MS)).toISOString());
  }
  return fold;
}

function withoutKey<Whole extends object, Key extends keyof Whole>(whole: Whole, key: Key): Omit<Whole, Key> {
  const copy = { ...whole };
  Reflect.deleteProperty(copy, key);
  return copy;
}
