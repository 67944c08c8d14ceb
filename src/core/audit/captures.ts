/**
 * A call without what the phone system captured of it: links to recordings, voicemails, words that were written down.
 * What stands there instead says that something was, so that nobody takes silence for nothing.
 */
const CAPTURES: ReadonlySet<string> = new Set([
  'recordingUrl',
  'transcript',
  'voicemailTranscript',
  'voicemailUrl',
]);
export const WITHHELD = '[withheld: the rules do not allow this recording to be shown]';

export function withoutCaptures(value: unknown, within = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutCaptures(item, within));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]: [string, unknown]) => [
      name,
      typeof item === 'string' && (CAPTURES.has(name) || (within === 'voicemail' && name === 'url'))
        ? WITHHELD
        : withoutCaptures(item, name),
    ]),
  );
}
