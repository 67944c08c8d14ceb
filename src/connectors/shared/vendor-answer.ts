import type { VendorRefusal } from '../../ports/voice.ts';
import { retryAfterMs } from './http-call.ts';
import type { HttpOutcome } from './http-call.ts';

/**
 * What a vendor's HTTP answer means for a poll or a subscription: null when it is a success with a body that was read
 * whole, else the refusal. Only the status is repeated: vendors echo credentials and personal data in their answers.
 */
export function refusalOf(
  outcome: HttpOutcome,
  asked: {
    readonly vendor: string;
    /** What was asked for, as in `the call log`. */
    readonly what: string;
    /** What a person has to change when the vendor says no. */
    readonly remedy: string;
    readonly now: Date;
  },
): VendorRefusal | null {
  if (outcome.kind !== 'answered') {
    return { result: 'try-later', detail: `${asked.vendor} was not reached: ${outcome.detail}.` };
  }
  const { status } = outcome;
  if (status >= 200 && status < 300) {
    return outcome.text === null
      ? { result: 'try-later', detail: `The answer of ${asked.vendor} broke off or was too large.` }
      : null;
  }
  const detail = `${asked.vendor} answered ${status} when asked for ${asked.what}`;
  if (status === 429 || status === 408 || status === 425 || status >= 500) {
    const afterMs = retryAfterMs(outcome.headers, asked.now);
    return { result: 'try-later', detail: `${detail}.`, ...(afterMs === undefined ? {} : { afterMs }) };
  }
  return { result: 'refused', detail: `${detail}.`, remedy: asked.remedy };
}

/** What the answer to ending a subscription means: one that the vendor does not know is as good as ended. */
export function goneOr(
  outcome: HttpOutcome | VendorRefusal,
  asked: Parameters<typeof refusalOf>[1],
): { readonly result: 'gone' } | VendorRefusal {
  if (!('kind' in outcome)) return outcome;
  if (outcome.kind === 'answered' && (outcome.status === 404 || outcome.status === 410))
    return { result: 'gone' };
  return refusalOf(outcome, asked) ?? { result: 'gone' };
}
