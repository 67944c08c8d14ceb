/**
 * Whether a nudge is still wanted, just before it would be written. Any sign of life ends the follow-ups: a reply, a
 * booking, an opt-out, a person who took over, a call that got through. A nudge has its own permission at the Gate; this
 * only asks whether there is still a reason for one.
 */
import type { Decision } from '../model/decision.ts';

export const FOLLOW_VERSION = 1;

/** Plain states and instants: nothing personal, so that the verdict stays readable after an erasure. */
export interface FollowFacts {
  readonly stage: 'nudge' | 'review' | 'lapse';
  /** 1 for the first nudge. */
  readonly number: number;
  readonly nudgesConfigured: number;
  readonly mode: 'live' | 'shadow' | 'off';
  readonly attemptState: string;
  readonly answerState: string;
  readonly textbackAt: string | null;
  readonly lastInboundAt: string | null;
  readonly holder: string;
  readonly consentState: string;
  readonly booked: boolean;
  readonly callbackDone: boolean;
  readonly blocked: boolean;
  readonly locationRemoved?: true;
  readonly now: string;
}

export type FollowVerdict =
  | { readonly do: 'go' }
  /** The text-back has not reached the carrier yet. */
  | { readonly do: 'wait'; readonly until: string }
  | { readonly do: 'stop'; readonly code: string };

const HOURS_72_MS = 72 * 3_600_000;
const WAIT_MS = 10 * 60_000;

export function decideFollow(facts: FollowFacts): Decision<FollowVerdict, FollowFacts> {
  const [outcome, explanation] = judge(facts);
  return {
    kind: 'follow',
    version: FOLLOW_VERSION,
    facts,
    outcome,
    confidence: 1,
    explanation,
    citations: ['regulation catalogue, caller-fatigue'],
  };
}

function judge(facts: FollowFacts): readonly [FollowVerdict, string] {
  const stop = (code: string, why: string): readonly [FollowVerdict, string] => [{ do: 'stop', code }, why];
  if (facts.locationRemoved === true)
    return stop('location-removed', 'The location was removed from the organisation; the text was not sent.');
  if (facts.answerState === 'sending')
    return [
      { do: 'wait', until: new Date(Date.parse(facts.now) + WAIT_MS).toISOString() },
      'The first text is still on its way.',
    ];
  if (facts.answerState !== 'sent' || facts.textbackAt === null)
    return stop('no-textback', 'No first text went out, so there is nothing to follow up.');
  if (facts.attemptState === 'answered' || facts.attemptState === 'recovered-by-caller')
    return stop('answered', 'The caller got through.');
  if (facts.lastInboundAt !== null && facts.lastInboundAt >= facts.textbackAt)
    return stop('replied', 'The person has replied.');
  if (facts.booked) return stop('booked', 'The person has a booking.');
  if (['OPTED_OUT', 'CLARIFY_PENDING', 'DNC_INTERNAL', 'BLOCKED'].includes(facts.consentState))
    return stop('opted-out', 'The person wants no texts.');
  if (facts.blocked) return stop('blocked', 'This contact is blocked.');
  if (facts.stage === 'lapse')
    return [{ do: 'go' }, 'No reply for 72 hours: the permission to follow up has lapsed.'];
  if (facts.holder === 'human') return stop('taken-over', 'A person has taken over the conversation.');
  if (facts.callbackDone) return stop('called-back', 'Somebody has called this person back.');
  if (facts.stage === 'review') return [{ do: 'go' }, 'Contacted, no reply: a person decides about a call.'];
  if (facts.number > facts.nudgesConfigured) return stop('no-more-nudges', 'No further follow-up is set up.');
  if (Date.parse(facts.now) - Date.parse(facts.textbackAt) > HOURS_72_MS)
    return stop('too-late', 'More than 72 hours have passed since the first text.');
  if (facts.mode !== 'live') return stop('not-live', 'This location does not send texts at the moment.');
  return [{ do: 'go' }, 'Nobody has replied yet; one more text may go out if the Gate agrees.'];
}
