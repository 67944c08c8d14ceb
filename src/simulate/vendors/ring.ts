import type { MissedCallClass } from '../../core/model/attempt.ts';

/** What really happened on one ring of a simulated caller: the truth that every surface then tells in its own words. */
export interface Ring {
  /** At least 40 hexadecimal digits; vendor ids are cut from it. */
  readonly id: string;
  /** Null when the caller withholds the number. */
  readonly caller: string | null;
  readonly callerName?: string;
  /** The shop's own number, and the tracking number in front of it. */
  readonly main: string;
  readonly tracking: string;
  /** The phone in the shop that rings. */
  readonly desk: string;
  /** Tenant time. */
  readonly startedAt: Date;
  readonly story: Story;
  /** How long it rang, or how long the caller stayed, before the story ended. */
  readonly ringSeconds: number;
  readonly talkSeconds: number;
  readonly voicemail?: string;
  /** What the phone network says of the caller's number; null when it says nothing. */
  readonly attestation: 'A' | 'B' | 'C' | 'failed' | null;
  /** Also sends the provisional events that some operators switch on. */
  readonly chatty: boolean;
  /** Advertising that brought the caller, as call tracking tells it. */
  readonly attribution?: Readonly<Record<string, string>>;
}

/** A ring that somebody picked up, or one of the ways to miss it. */
export type Story = MissedCallClass | 'answered';

export const SURFACES = ['twilio', 'callrail', 'ringcentral', 'call-events'] as const;
export type Surface = (typeof SURFACES)[number];

/** One webhook as a vendor would send it: unsigned until we know the address and the secret. */
export interface Delivery {
  readonly surface: Surface;
  /** When the vendor sends it, in tenant time. */
  readonly at: Date;
  /** In words, for the page that lists webhooks. */
  readonly what: string;
  readonly contentType: string;
  readonly body: string;
}

export interface SignedRequest {
  readonly method: 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Which surfaces can tell which story; the others see the call but not what went wrong. */
export function canTell(surface: Surface, story: Story): boolean {
  switch (story) {
    case 'ivr-drop':
      return surface === 'callrail' || surface === 'call-events';
    case 'queue-abandon':
      return surface !== 'callrail';
    case 'known-spam':
      return surface !== 'ringcentral';
    case 'voicemail-left-with-callback':
    case 'voicemail-left-without-callback':
      return surface !== 'ringcentral';
    case 'skill-mismatch':
    case 'language-mismatch':
      return surface === 'call-events';
    case 'rep-busy':
      return surface !== 'callrail';
    case 'voicemail-not-left':
      return surface !== 'callrail';
    case 'callback-in-progress':
      return surface === 'twilio';
    default:
      return true;
  }
}

export function reachesVoicemail(story: Story): boolean {
  return story.startsWith('voicemail');
}

export function leavesVoicemail(story: Story): boolean {
  return story.startsWith('voicemail-left');
}

export function secondsAfter(at: Date, seconds: number): Date {
  return new Date(at.getTime() + Math.round(seconds * 1000));
}

/** When the caller is off the line. */
export function endOf(ring: Ring): Date {
  const greeting = reachesVoicemail(ring.story) ? 8 : 0;
  const message = leavesVoicemail(ring.story) ? VOICEMAIL_SECONDS : 0;
  return secondsAfter(ring.startedAt, ring.ringSeconds + ring.talkSeconds + greeting + message);
}

export const VOICEMAIL_SECONDS = 14;
