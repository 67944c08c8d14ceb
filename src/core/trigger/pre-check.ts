import type { AnswerState } from '../model/attempt.ts';

/** Raised whenever the same facts may give another answer. */
export const ANSWER_VERSION = 1;
/** While a redial still rings we wait a little: the caller may get through. After two minutes he rather talks. */
const RINGING_WAIT_MS = 15_000;
const TALKING_WAIT_MS = 60_000;
const RINGING_MS = 2 * 60_000;
/** An end that nobody has reported by then was lost on its way: a person decides. */
const END_UNKNOWN_AFTER_MS = 30 * 60_000;

/** What the look before the text reads: plain data, recorded with the verdict. */
export interface PreCheckFacts {
  readonly state: string;
  readonly missed: boolean;
  readonly caller: string | null;
  readonly answer: AnswerState;
  readonly mode: 'live' | 'shadow' | 'off';
  readonly liveThread: boolean;
  readonly calledBack: boolean;
  readonly blocked: boolean;
  readonly counselRefused: boolean;
  /** A person has taken over the conversation with this caller. */
  readonly heldByPerson?: boolean;
  /** Since when the call rings or goes on that keeps the attempt in progress. */
  readonly ringingSince?: string | null;
  readonly now: string;
}

export type PreCheck =
  | { readonly go: true }
  | {
      readonly go: false;
      readonly state: AnswerState;
      readonly code: string;
      readonly reason: string;
      readonly callback: boolean;
      /** Look again at this instant. */
      readonly again?: string;
    };

/** Cheap facts first: is a text still wanted at all? */
export function preCheck(facts: PreCheckFacts): PreCheck {
  const no = (
    state: AnswerState,
    code: string,
    reason: string,
    callback = false,
  ): PreCheck & { go: false } => ({ go: false, state, code, reason, callback });
  if (facts.answer === 'sending' || facts.answer === 'sent' || facts.answer === 'shadow') {
    return no(facts.answer, 'already-answered', 'This call was already answered.');
  }
  if (facts.state === 'answered') return no('cancelled', 'answered', 'The call was answered by a person.');
  if (facts.state === 'recovered-by-caller')
    return no(
      'cancelled',
      'recovered-by-caller',
      'The caller got through in another call, so no text was needed.',
    );
  if (facts.state === 'in-progress') {
    const nowMs = Date.parse(facts.now);
    const ringingMs = facts.ringingSince == null ? 0 : nowMs - Date.parse(facts.ringingSince);
    if (ringingMs > END_UNKNOWN_AFTER_MS)
      return no(
        'held',
        'end-unknown',
        'The caller rang again, and the phone system has not told how that call ended. Call back if nobody spoke with this person.',
        true,
      );
    const again = new Date(
      nowMs + (ringingMs > RINGING_MS ? TALKING_WAIT_MS : RINGING_WAIT_MS),
    ).toISOString();
    return {
      ...no('scheduled', 'ringing-again', 'The caller is ringing again; we wait for that call to end.'),
      again,
    };
  }
  if (!facts.missed) return no('cancelled', 'not-missed', 'It turned out that this call was not missed.');
  if (facts.caller === null)
    return no('held', 'withheld', 'The caller withheld the number, so there is nobody to text.');
  if (facts.mode === 'off')
    return no('held', 'texting-off', 'Texting is switched off for this location.', true);
  if (facts.blocked) return no('held', 'blocked', 'This number is blocked.');
  if (facts.calledBack)
    return no('cancelled', 'called-back', 'Somebody called this person back before the text was due.');
  if (facts.liveThread)
    return no(
      'held',
      'live-thread',
      'A conversation with this person is already going on; it continues there.',
    );
  if (facts.heldByPerson === true)
    return no(
      'held',
      'held-by-person',
      'A person of yours has taken over the conversation with this caller, so no automatic text goes out.',
      true,
    );
  if (facts.counselRefused)
    return no('held', 'refused-by-counsel', 'Counsel decided that this text is not sent.', true);
  return { go: true };
}
