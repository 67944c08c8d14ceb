import type { Disposition } from '../../../core/model/call-event.ts';
import { E164 } from '../../../core/model/primitives.ts';
import { z } from 'zod';
import { textOf } from '../../shared/body.ts';
import { readParty } from '../../shared/phone.ts';
import { readBareUtc, readIso } from '../../shared/time.ts';
import type { ReadInstant } from '../../shared/time.ts';

/**
 * What Zoom Phone's words mean, in live events (`handup_result`), in call elements and in the older call log, whose
 * results are the same words written with blanks and capitals. https://developers.zoom.us/docs/phone/understanding-call-history/
 * and the event types of Zoom's own rivet-javascript, read 2026-11-21.
 */
export const zoomNumberFields = {
  mainNumber: E164.optional().describe('Number of the shop, for events that name only an extension'),
  extensionNumbers: z
    .record(z.string(), E164)
    .default({})
    .describe('Number of each extension id or extension number, where it has one'),
};
export interface ZoomNumbers {
  readonly mainNumber?: string | undefined;
  readonly extensionNumbers: Readonly<Record<string, string>>;
}

/** `connected` is a person only on a person's extension; `moved` means that the next element tells. */
const RESULTS: Readonly<Record<string, Disposition | 'connected' | 'gave-up' | 'moved'>> = {
  answered: 'answered',
  accepted: 'answered',
  picked_up: 'answered',
  connected: 'connected',
  call_connected: 'connected',
  succeeded: 'connected',
  recorded: 'connected',
  auto_recorded: 'connected',
  answered_by_other_member: 'answered',
  answered_by_other: 'answered',
  voicemail: 'voicemail',
  missed: 'no_answer',
  no_answer: 'no_answer',
  ring_timeout: 'no_answer',
  timeout: 'no_answer',
  unanswered: 'no_answer',
  busy: 'busy',
  reject: 'rejected',
  rejected: 'rejected',
  call_rejected: 'rejected',
  declined: 'rejected',
  blocked: 'blocked',
  system_blocked: 'blocked',
  restricted: 'blocked',
  canceled: 'gave-up',
  cancelled: 'gave-up',
  call_cancel: 'gave-up',
  call_canceled: 'gave-up',
  hang_up: 'gave-up',
  abandoned: 'gave-up',
  invalid_key: 'gave-up',
  system_disconnect: 'failed',
  call_failed: 'failed',
  failed: 'failed',
  unconnected: 'failed',
  invalid_number: 'failed',
  service_unavailable: 'failed',
  invalid_operation: 'failed',
  overflowed: 'moved',
  transferred: 'moved',
  forwarded: 'moved',
  parked: 'moved',
};

export interface ZoomOutcome {
  readonly disposition: Disposition;
  /** The next leg tells how it went on. */
  readonly moved: boolean;
}

export function zoomOutcome(result: string | null, extension: string | null): ZoomOutcome {
  const word = wordOf(result);
  const known = Object.hasOwn(RESULTS, word) ? RESULTS[word] : undefined;
  if (known === 'moved') return { disposition: 'in_progress', moved: true };
  if (known === 'connected')
    return isPlatform(extension)
      ? { disposition: 'in_progress', moved: true }
      : { disposition: 'answered', moved: false };
  if (known === 'answered' && isMenu(extension)) return { disposition: 'in_progress', moved: true };
  if (known !== 'gave-up') return { disposition: known ?? 'unknown', moved: false };
  if (isQueue(extension)) return { disposition: 'queue_abandoned', moved: false };
  if (isMenu(extension) || word === 'invalid_key') return { disposition: 'ivr_abandoned', moved: false };
  return { disposition: word === 'abandoned' ? 'queue_abandoned' : 'canceled', moved: false };
}

/** Queues and menus pick up by themselves. */
export function isPlatform(extension: string | null): boolean {
  return isQueue(extension) || isMenu(extension);
}
export function isQueue(extension: string | null): boolean {
  return wordOf(extension).replaceAll('_', '') === 'callqueue';
}
function isMenu(extension: string | null): boolean {
  return ['autoreceptionist', 'ivr'].includes(wordOf(extension).replaceAll('_', ''));
}

export function zoomTime(value: unknown): ReadInstant | null {
  const text = textOf(value);
  return text === null ? null : (readIso(text) ?? readBareUtc(text));
}

/** The business's number: the one named, else what the settings say about the extension. */
export function ownNumber(
  named: string | null,
  ids: readonly (string | null)[],
  numbers: ZoomNumbers,
): string | null {
  const number = named === null ? null : readParty(named).number;
  if (number !== null) return number;
  const id = ids.find((each) => each !== null && Object.hasOwn(numbers.extensionNumbers, each));
  return (typeof id === 'string' ? numbers.extensionNumbers[id] : undefined) ?? numbers.mainNumber ?? null;
}

function wordOf(text: string | null): string {
  return (text ?? '').toLowerCase().replaceAll(/[^a-z0-9]+/g, '_');
}
