/**
 * Where the recipient stands: the effective consent state and whether an opt-out reaches this message (catalogue 3.2,
 * "Terms used by many rules"). Computed once; the rules only read the answers.
 *
 * Doubt goes to the recipient: a scope, brand or order of events that is not known is read as the opt-out still holding.
 */
import { CONSENT_STATES } from '../model/consent.ts';
import type { ActionKind, GateInput } from './input.ts';

export interface ConsentStanding {
  /** The state as recorded, or undefined when it is absent or a word we do not know. */
  readonly state: string | undefined;
  /** State after the terms of 3.2; TEXTBACK_SENT carries its origin. */
  readonly effective: string | undefined;
  readonly noticed: boolean | undefined;
  readonly calledOnly: boolean | undefined;
  readonly optOutOnFile: boolean | undefined;
  readonly optOutReaches: boolean | undefined;
  /** An opt-out is on file, but this transactional message is of an unrelated programme (category mode). */
  readonly optOutUnrelated: boolean | undefined;
  readonly optOutMinutesAgo: number | undefined;
  readonly optOutDaysAgo: number | undefined;
}

export function consentStanding(input: GateInput, kind: ActionKind, solicitation: boolean): ConsentStanding {
  const state = knownState(input.consent.state);
  const optOut = input.consent.optOut;
  const onFile = isOptOutOnFile(state, optOut);
  const standing = onFile === true ? judgeOptOut(input, kind, solicitation) : 'none';
  const effective = effectiveState(input, state, onFile === true ? standing : 'none');
  return {
    state,
    effective,
    noticed: effective === undefined ? undefined : NOTICED_OR_BETTER.has(effective),
    calledOnly:
      effective === undefined
        ? undefined
        : effective === 'INBOUND_CALLED' || effective === 'TEXTBACK_SENT from INBOUND_CALLED',
    optOutOnFile: onFile,
    optOutReaches: NEVER_REACHED.has(kind)
      ? false
      : onFile === undefined
        ? undefined
        : standing === 'reaches',
    optOutUnrelated: NEVER_REACHED.has(kind)
      ? false
      : onFile === undefined
        ? undefined
        : standing === 'unrelated-programme',
    optOutMinutesAgo: age(optOut?.minutesAgo),
    optOutDaysAgo: age(optOut?.daysAgo) ?? minutesToDays(age(optOut?.minutesAgo)),
  };
}

/** Non-negative number or undefined: an age below zero is not an age. */
export function age(value: number | null | undefined): number | undefined {
  return value === null || value === undefined || value < 0 ? undefined : value;
}

function minutesToDays(minutes: number | undefined): number | undefined {
  return minutes === undefined ? undefined : minutes / 1440;
}

type OptOutStanding =
  'none' | 'lifted' | 'other-brand' | 'unrelated-programme' | 'not-for-people-calling' | 'reaches';

const NEVER_REACHED: ReadonlySet<string> = new Set(['sms.optout.confirm', 'sms.help']);
const OPTED_OUT_STATES: ReadonlySet<string> = new Set(['OPTED_OUT', 'CLARIFY_PENDING']);
const NOTICED_OR_BETTER: ReadonlySet<string> = new Set([
  'INBOUND_NOTICED',
  'TEXTBACK_SENT from INBOUND_NOTICED',
  'ENGAGED',
  'TRANSACTIONAL',
  'MARKETING',
  'RE_OPTED_IN',
]);

function knownState(state: string | null | undefined): string | undefined {
  return (CONSENT_STATES as readonly string[]).includes(state ?? '') ? (state ?? undefined) : undefined;
}

function isOptOutOnFile(
  state: string | undefined,
  optOut: NonNullable<GateInput['consent']>['optOut'] | undefined,
): boolean | undefined {
  if (optOut !== null && optOut !== undefined) return true;
  if (state !== undefined && OPTED_OUT_STATES.has(state)) return true;
  return state === undefined || optOut === undefined ? undefined : false;
}

function judgeOptOut(input: GateInput, kind: ActionKind, solicitation: boolean): OptOutStanding {
  const optOut = input.consent.optOut ?? undefined;
  if (isLifted(input)) return 'lifted';
  const brands = [optOut?.brand ?? undefined, input.sender.brand ?? undefined] as const;
  const otherBrand = brands[0] !== undefined && brands[1] !== undefined && brands[0] !== brands[1];
  if (otherBrand && input.policy.crossBannerOptOut === false) return 'other-brand';
  if (kind === 'call.human' && !solicitation) return 'not-for-people-calling';
  const byCategory = optOut?.scope === 'category' && input.policy.optOutScope === 'category';
  if (!byCategory || input.consent.state === 'CLARIFY_PENDING') return 'reaches';
  const programme = input.action.category ?? undefined;
  const stopped = optOut.inReplyToCategory ?? undefined;
  const surelyUnrelated = programme !== undefined && stopped !== undefined && programme !== stopped;
  return surelyUnrelated && !solicitation && input.action.messageClass === 'transactional'
    ? 'unrelated-programme'
    : 'reaches';
}

/**
 * A later START lifts an opt-out. Ages in days are whole days, so two events of the same day have no order of their own:
 * then the recorded state, which was folded from the exact times, decides.
 */
function isLifted(input: GateInput): boolean {
  const reOptInDays = age(input.consent.reOptIn?.daysAgo);
  const optOut = input.consent.optOut;
  if (reOptInDays === undefined || optOut === null || optOut === undefined) return false;
  const minutes = age(optOut.minutesAgo);
  const days = age(optOut.daysAgo);
  if (minutes === undefined && days === undefined) return false;
  const surelyLater = minutes === undefined ? reOptInDays < (days ?? 0) : (reOptInDays + 1) * 1440 <= minutes;
  const surelyEarlier = minutes === undefined ? reOptInDays > (days ?? 0) : reOptInDays * 1440 > minutes;
  return surelyLater || (!surelyEarlier && input.consent.state === 'RE_OPTED_IN');
}

function effectiveState(
  input: GateInput,
  state: string | undefined,
  optOut: OptOutStanding,
): string | undefined {
  if (state === undefined) return undefined;
  if (OPTED_OUT_STATES.has(state)) {
    if (optOut === 'other-brand') return fromCall(input);
    return optOut === 'lifted' ? 'RE_OPTED_IN' : state;
  }
  if (state === 'UNKNOWN' || state === 'LAPSED' || state === 'INBOUND_CALLED') return fromCall(input);
  if (state === 'TEXTBACK_SENT') return `TEXTBACK_SENT from ${input.consent.enteredFrom ?? fromCall(input)}`;
  return state;
}

/** What this very call says: was the caller told that we may text, or did they ask for it? */
function fromCall(input: GateInput): 'INBOUND_NOTICED' | 'INBOUND_CALLED' {
  const call = input.call;
  const told = call.textbackNoticePlayed === true || call.leftVoicemail === true || call.keypress === true;
  return told ? 'INBOUND_NOTICED' : 'INBOUND_CALLED';
}
