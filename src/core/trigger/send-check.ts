import type { Decision } from '../model/decision.ts';
import { REMINDER_CATEGORY } from '../gate/opt-out-scope.ts';
import type { MessageKind } from '../model/conversation.ts';

/**
 * The last look before a text leaves: between the Gate's pass and the provider's turn a person may have texted STOP, got
 * through, or thrown a switch. The Gate is not run again here; this asks only what can have changed since.
 */
export const SEND_CHECK_VERSION = 2;

export interface SendCheckFacts {
  readonly kind: MessageKind;
  readonly mode: 'live' | 'shadow' | 'off';
  /** The opt-out in force towards this brand (or any brand, as policy says), or null. */
  readonly optOut: {
    readonly at: string;
    readonly scope: 'all' | 'category';
    readonly category?: string;
  } | null;
  readonly consentState: string;
  /** When the consent state last changed. */
  readonly consentSince: string | null;
  readonly contactBlocked: boolean;
  readonly attemptState: string | null;
  /** This attempt turned out to be part of another, which has a text of its own. */
  readonly attemptAnsweredElsewhere: boolean;
  readonly lastInboundAt: string | null;
  readonly intendedAt: string;
  readonly freshnessSeconds: number;
  readonly now: string;
}

export type SendVerdict =
  { readonly go: true } | { readonly go: false; readonly code: string; readonly callback: boolean };

/** Texts nobody asked for in this moment; a conversation's own answers are not among them. */
const UNASKED: readonly MessageKind[] = ['textback', 'nudge', 'reminder'];
/** Allowed after an opt-out by 47 CFR 64.1200(a)(12) and the CTIA handbook: the one confirmation, and HELP. */
const AFTER_STOP: readonly MessageKind[] = ['optout-confirm', 'help'];

export function checkBeforeSend(facts: SendCheckFacts): Decision<SendVerdict, SendCheckFacts> {
  const [outcome, explanation] = judge(facts);
  return {
    kind: 'send',
    version: SEND_CHECK_VERSION,
    facts,
    outcome,
    confidence: 1,
    explanation,
    citations: [],
  };
}

function judge(facts: SendCheckFacts): readonly [SendVerdict, string] {
  const no = (code: string, explanation: string, callback = false): readonly [SendVerdict, string] => [
    { go: false, code, callback },
    explanation,
  ];
  const unasked = UNASKED.includes(facts.kind);
  if (isStopped(facts)) return no('opted-out', 'The person opted out before the text could leave.');
  if (facts.contactBlocked && facts.kind !== 'optout-confirm')
    return no('blocked', 'This contact was blocked before the text could leave.');
  if (facts.mode === 'off')
    return no('texting-off', 'Texting was switched off before the text could leave.', unasked);
  if (facts.mode === 'shadow')
    return no('shadow', 'The location was set to shadow mode before the text could leave.', unasked);
  if (facts.kind === 'textback' || facts.kind === 'nudge') {
    if (facts.attemptState === 'answered' || facts.attemptState === 'recovered-by-caller') {
      return no(
        'recovered-by-caller',
        'The caller got through before the text could leave, so none was needed.',
      );
    }
    if (facts.attemptAnsweredElsewhere)
      return no('same-attempt', 'The call turned out to be part of another attempt, which has its own text.');
  }
  if (facts.kind === 'nudge' && facts.lastInboundAt !== null && facts.lastInboundAt > facts.intendedAt) {
    return no('replied', 'The person replied before the follow-up could leave.');
  }
  const age = (Date.parse(facts.now) - Date.parse(facts.intendedAt)) / 1000;
  if (age > facts.freshnessSeconds) {
    return no(
      'too-late',
      `The text could not leave within ${facts.freshnessSeconds} seconds; a call is better now.`,
      true,
    );
  }
  return [{ go: true }, 'Nothing has changed since the text was decided.'];
}

function isStopped(facts: SendCheckFacts): boolean {
  if (AFTER_STOP.includes(facts.kind)) return false;
  const unasked = UNASKED.includes(facts.kind);
  const decidedAfter = (instant: string | null): boolean =>
    !unasked && instant !== null && facts.intendedAt >= instant;
  if (facts.consentState === 'DNC_INTERNAL' || facts.consentState === 'BLOCKED')
    return !decidedAfter(facts.consentSince);
  const { optOut } = facts;
  if (optOut === null) return false;
  // Somebody who stopped one programme and then writes to us gets an answer; the Gate knew of the opt-out by then.
  if (optOut.scope === 'category' && !unasked && optOut.category !== facts.kind) return false;
  // A reminder that was decided in full knowledge of an opt-out from something else; STOP in between still stops it.
  if (optOut.scope === 'category' && facts.kind === 'reminder' && optOut.category !== REMINDER_CATEGORY)
    return facts.intendedAt < optOut.at;
  return !decidedAfter(optOut.at);
}
