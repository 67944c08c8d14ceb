/**
 * Says in plain words what the Gate decided and why: for the shop owner on the call page, for counsel in the record.
 * Times are told on the clock of the place that closed, because "we wait until 13:00Z" helps nobody.
 */
import type { GateDecision } from './gate.ts';
import type { Finding } from './rule.ts';
import { RULES } from './rules/all.ts';
import type { Fallback } from './vocabulary.ts';
import { localTime, wallClock, weekdayOf } from './zone-clock.ts';

/** One sentence, two at most, for the whole decision. */
export function explainDecision(decision: GateDecision): string {
  const giver = decisiveFinding(decision);
  switch (decision.decision) {
    case 'pass':
      return decision.obligations.includes('single-message-only')
        ? 'Counsel approved one text to this caller; no follow-ups.'
        : 'Nothing stands against it: consent, hours, registration and limits are in order.';
    case 'defer-until':
      return explainWait(decision.until, giver);
    case 'route-to-counsel':
      return giver === undefined
        ? 'Our rules do not cover this kind of action yet, so counsel has to decide.'
        : `${decision.queue === 'operations' ? 'Operations have' : 'Counsel has'} to decide first: ${lowerFirst(giver.evidence.because)}`;
    case 'deny':
      return `Not sent: ${lowerFirst(giver?.evidence.because ?? 'a rule forbids it.')}${instead(decision.fallback)}`;
  }
}

/** One plain sentence per finding, with the rule's title in front. */
export function explainFinding(finding: Finding): string {
  const title = RULES.find((rule) => rule.id === finding.rule)?.title ?? finding.rule;
  return `${title}: ${VERDICTS[finding.decision]}. ${explainEvidence(finding)}`;
}

/** The same without title and verdict, for pages that show those in their own place. */
export function explainEvidence({
  decision,
  evidence,
}: Pick<Finding, 'decision'> & {
  readonly evidence: Pick<Finding['evidence'], 'because' | 'unknown'>;
}): string {
  const missing = evidence.unknown.length === 0 ? '' : ` Not known: ${evidence.unknown.join(', ')}.`;
  return `${evidence.because}${decision === 'pass' ? '' : missing}`;
}

/** The finding that gave the decision its reason. */
export function decisiveFinding(decision: GateDecision): Finding | undefined {
  const same = decision.findings.filter((finding) => finding.decision === decision.decision);
  return same.find((finding) => finding.reason === decision.reason) ?? same[0];
}

const VERDICTS: Readonly<Record<Finding['decision'], string>> = {
  'not-applicable': 'does not apply',
  pass: 'fine',
  'defer-until': 'wait',
  'route-to-counsel': 'a person decides',
  deny: 'no',
};

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

interface Clock {
  readonly zone: string;
  readonly time: string;
  readonly note: string | undefined;
}

function explainWait(until: string | undefined, giver: Finding | undefined): string {
  const facts = giver?.evidence.facts ?? {};
  const clocks = readClocks(facts['quietHours.clocks']);
  const closed = readClocks(facts['quietHours.closedClocks']);
  const [clock] = closed.length > 0 ? closed : clocks;
  if (until === undefined || clock === undefined)
    return `${giver?.evidence.because ?? 'Not now.'} We try again${until === undefined ? ' later' : ` at ${until}`}.`;
  const opens = sayInstant(Date.parse(until), clock);
  if (giver?.reason !== 'quiet-hours')
    return `${giver?.evidence.because ?? 'Not now.'} We wait until ${opens}.`;
  const oneZone = new Set(clocks.map((one) => one.zone)).size === 1;
  const where = oneZone ? 'where the caller is' : `where the caller may be (${cityOf(clock.zone)} time)`;
  const day =
    clock.note === undefined || clock.note === 'saturday'
      ? ''
      : clock.note === 'sunday'
        ? ' on Sunday'
        : ` on a holiday (${clock.note})`;
  return `It is ${sayTime(clock.time)}${day} ${where}; we wait until ${opens}.`;
}

function readClocks(value: unknown): readonly Clock[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry) => {
    const parts = /^(?:[A-Z]{2,3} )?(\S+) (\d\d:\d\d)(?: \((.+)\))?$/.exec(String(entry));
    return parts?.[1] === undefined || parts[2] === undefined
      ? []
      : [{ zone: parts[1], time: parts[2], note: parts[3] }];
  });
}

/** `8:00 am`, with the weekday when it is not the next time the clock shows it. */
function sayInstant(instant: number, clock: Clock): string {
  const time = wallClock(clock.zone, instant);
  const weekday = WEEKDAYS[weekdayOf(localTime(clock.zone, instant).day)] ?? '';
  return clock.note === undefined ? sayTime(time) : `${weekday} ${sayTime(time)}`;
}

function sayTime(clock: string): string {
  const [hour = 0, minute = 0] = clock.split(':').map(Number);
  return `${String(hour % 12 === 0 ? 12 : hour % 12)}:${String(minute).padStart(2, '0')} ${hour < 12 ? 'am' : 'pm'}`;
}

function cityOf(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}

function instead(fallback: Fallback | undefined): string {
  switch (fallback) {
    case 'manual-callback':
      return ' Someone should call back instead.';
    case 'manual-review':
      return ' A person should look at it.';
    default:
      return '';
  }
}

function lowerFirst(text: string): string {
  // Names and abbreviations keep their capital.
  return /^[A-Z][a-z]/.test(text) &&
    !/^(Louisiana|Maryland|New|Connecticut|Sunday|Oregon|Texas|Virginia)/.test(text)
    ? `${text.charAt(0).toLowerCase()}${text.slice(1)}`
    : text;
}
