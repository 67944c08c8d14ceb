/** How durations are written. `auto` reads plain numbers as seconds and understands `1:05`, `00:01:05` and `1m 5s`. */
export const DURATION_FORMATS = ['auto', 'seconds', 'milliseconds', 'minutes'] as const;
export type DurationFormat = (typeof DURATION_FORMATS)[number];

/** Seconds, at most a day; null for everything that is no duration. Texts with colons mean the same in every format. */
export function readDuration(value: unknown, format: DurationFormat): number | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const text = String(value).trim().toLowerCase();
  const seconds = colons(text) ?? worded(text) ?? plain(text, format);
  if (seconds === null || seconds > 86_400) return null;
  return Math.round(seconds * 1000) / 1000;
}

/** `1:05` is one minute and five seconds, `1:02:03` begins with hours. */
function colons(text: string): number | null {
  const match = /^(?:(\d{1,3}):)?(\d{1,3}):([0-5]?\d(?:\.\d{1,9})?)$/.exec(text);
  if (match === null) return null;
  const [, hours = '0', minutes = '0', seconds = '0'] = match;
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}

/** `1h 2m 3s`, `45s`, `PT1M5S`, `2 min`. */
function worded(text: string): number | null {
  const match =
    /^(?:pt)?(?:(\d{1,3})\s*h(?:(?:ou)?rs?)?)?\s*(?:(\d{1,4}(?:\.\d+)?)\s*m(?:in(?:ute)?s?)?)?\s*(?:(\d{1,5}(?:\.\d+)?)\s*s(?:ec(?:ond)?s?)?)?$/.exec(
      text,
    );
  if (match === null) return null;
  const [, hours, minutes, seconds] = match;
  if (hours === undefined && minutes === undefined && seconds === undefined) return null;
  return Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0);
}

function plain(text: string, format: DurationFormat): number | null {
  if (!/^\d{1,9}(\.\d{1,9})?$/.test(text)) return null;
  const number = Number(text);
  return format === 'milliseconds' ? number / 1000 : format === 'minutes' ? number * 60 : number;
}
