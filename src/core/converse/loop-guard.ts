/**
 * Two machines must never text each other in circles. A counterpart counts as a machine when it says so, when it signs
 * like one, when the same words keep coming, or when more turns pass in an hour than people make. Then the assistant
 * falls silent and a person looks (FIELD 20).
 */
import type { ReadText } from './text.ts';

export const MAX_REPLIES_PER_HOUR = 20;
export const MAX_SAME_BODY = 3;

const MACHINE =
  /\b(?:this is an? (?:automated|automatic|auto) (?:message|reply|response|text|notification)|auto ?(?:reply|response|responder)|automatic (?:reply|response)|out of (?:the )?office|do not reply to this|replies (?:to this (?:number|message) )?are not monitored|this (?:mailbox|number|inbox) is not monitored|(?:text|reply|txt) stop to|reply help for help|msg (?:and |& )?data rates|message and data rates|your (?:request|message) has been received|thank you for contacting us an? (?:agent|representative)|i am driving|im driving and|sent from my car|verification code|one time passcode|your code is)\b/;

export interface LoopFacts {
  /** When our automated replies of the last hour went out. */
  readonly repliesAt: readonly string[];
  readonly now: string;
  /** How many times in a row these same words came, this one included. */
  readonly sameBody: number;
}

/** Why the counterpart looks like a machine, or null. */
export function machineSigns(text: ReadText, facts: LoopFacts): string | null {
  if (MACHINE.test(text.plain)) return 'The text reads like an automatic reply.';
  if (facts.sameBody >= MAX_SAME_BODY) return `The same words came ${facts.sameBody} times in a row.`;
  const hourAgo = Date.parse(facts.now) - 3_600_000;
  const recent = facts.repliesAt.filter((at) => Date.parse(at) > hourAgo).length;
  return recent >= MAX_REPLIES_PER_HOUR
    ? `More than ${MAX_REPLIES_PER_HOUR} automatic replies went out within an hour.`
    : null;
}
