/** The call that an action answers, as the Gate reads it: how it ended, who vouched for the number, what was played. */
import type { z } from 'zod';
import type { GateInput } from '../core/gate/input.ts';
import type { RecordingNotice as RecordingNoticeSchema } from '../core/model/attestations.ts';
import type { CallEvent } from '../core/model/call-event.ts';
import type { LocationRecord } from '../core/model/directory.ts';

type RecordingNotice = z.infer<typeof RecordingNoticeSchema>;

/** The call that an action answers, reduced to what the Gate reads. */
export interface CallFacts {
  readonly attemptId: string;
  readonly primaryClass: string;
  /** When the last missed call of the attempt ended. */
  readonly endedAt: string;
  readonly events: readonly CallEvent[];
}

export function callPart(
  location: LocationRecord,
  call: CallFacts | null,
  at: Date,
  recordingNotice: RecordingNotice | undefined,
): GateInput['call'] {
  if (call === null) {
    // An action that no call caused (a reminder, a reply days later): the call rules do not run for it.
    return {
      id: 'none',
      fromPresentation: 'allowed',
      endedSecondsAgo: 0,
      class: 'none',
      verstat: 'unknown',
      attestation: 'none',
      textbackNoticePlayed: false,
      recordingNoticePlayed: false,
      leftVoicemail: false,
      ivrOrRingSeconds: 0,
    };
  }
  const { events } = call;
  const leftVoicemail = events.some((event) => event.voicemail?.left === true);
  const transcript = events.map((event) => event.voicemail?.transcript).find((text) => text !== undefined);
  return {
    id: call.attemptId,
    fromPresentation: events.some((event) => event.fromWithheld) ? 'restricted' : 'allowed',
    endedSecondsAgo: Math.max(0, Math.floor((at.getTime() - Date.parse(call.endedAt)) / 1000)),
    class: call.primaryClass,
    verstat:
      events.map((event) => event.verstat).find((verstat) => verstat !== undefined) ?? 'No-TN-Validation',
    attestation: attestationOf(events),
    textbackNoticePlayed: noticePlayed(location, call),
    recordingNoticePlayed: promptPlayed(recordingNotice, call),
    leftVoicemail,
    ...(events.some((event) => event.keypress === true) ? { keypress: true } : {}),
    ivrOrRingSeconds: secondsOnTheLine(events),
    ...(transcript === undefined ? {} : { voicemailTranscript: transcript }),
  };
}

/** What the operator says of the greeting counts only from the date it plays, and only where the caller could hear it. */
export function noticePlayed(location: LocationRecord, call: Pick<CallFacts, 'endedAt' | 'events'>): boolean {
  if (call.events.some((event) => event.textbackNoticePlayed === true)) return true;
  return promptPlayed(location.config.greetingNotice, call);
}

function promptPlayed(
  notice:
    | { readonly playedSince: string; readonly onEveryCall: boolean; readonly onVoicemail: boolean }
    | undefined,
  call: Pick<CallFacts, 'endedAt' | 'events'>,
): boolean {
  if (notice === undefined || call.endedAt.slice(0, 10) < notice.playedSince) return false;
  const reachedVoicemail = call.events.some(
    (event) => event.disposition === 'voicemail' || event.voicemail !== undefined,
  );
  return notice.onEveryCall || (notice.onVoicemail && reachedVoicemail);
}

function attestationOf(events: readonly CallEvent[]): GateInput['call']['attestation'] {
  if (events.some((event) => /fail/i.test(event.verstat ?? ''))) return 'failed';
  return (
    (['A', 'B', 'C'] as const).find((level) => events.some((event) => event.attestation === level)) ?? 'none'
  );
}

/** The longest that any one call kept the caller on the line; many surfaces tell start and end in different events. */
function secondsOnTheLine(events: readonly CallEvent[]): number {
  const told = events.flatMap((event) => [event.ringSeconds ?? 0, event.talkSeconds ?? 0]);
  const calls = Map.groupBy(events, (event) => `${event.surface} ${event.callId}`);
  const spans = [...calls.values()].map((call) => {
    const starts = call.flatMap((event) =>
      event.startedAt === undefined ? [] : [Date.parse(event.startedAt)],
    );
    const ends = call.flatMap((event) => (event.endedAt === undefined ? [] : [Date.parse(event.endedAt)]));
    return starts.length === 0 || ends.length === 0 ? 0 : (Math.max(...ends) - Math.min(...starts)) / 1000;
  });
  return Math.floor(Math.max(0, ...told, ...spans));
}
