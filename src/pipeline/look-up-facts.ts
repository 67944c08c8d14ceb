/**
 * What lists and look-ups say in the Gate's input, and which answers a question still lacks. Three things look alike and
 * are kept apart: answered; asked and not answered in time (`timedOut`); and not asked because the operator chose, on
 * record, to run without (`byChoice`). Never does silence stand for "not on the list".
 */
import stateLists from '../core/gate/data/state-dnc.json' with { type: 'json' };
import type { GateInput } from '../core/gate/input.ts';
import type { Organisation } from '../core/model/directory.ts';
import { NUMBER_TOPICS, type NumberTopic } from '../core/model/look-ups.ts';
import { asksLists, LIST_TERMS, standingOf } from '../core/organisation/look-ups.ts';
import { AGAIN_AFTER_MS, type NumberQuestion } from '../store/look-ups.ts';
import { reassignedSince, type NumberFacts } from '../store/number-facts.ts';

export interface LookedUp {
  readonly input: GateInput;
  /** To be asked now, so that the next look knows more. */
  readonly missing: readonly { readonly topic: NumberTopic; readonly knownSince: string | null }[];
}

export interface LookUpQuestion {
  readonly organisation: Organisation;
  /** As assembled from everything else. */
  readonly input: GateInput;
  readonly at: Date;
  readonly facts: NumberFacts | undefined;
  /** What is being asked about this number. */
  readonly asking: readonly NumberQuestion[];
  /** The numbering plan cannot tell a mobile from a landline, and nobody taught us. */
  readonly lineUnknown: boolean;
  /** When this person last gave consent, called or texted. */
  readonly knownSince: string | null;
}

const MOST_WAITS = 2;
const WAIT_MS = 30_000;
const MAX_LIST_DAYS = 31;

export function withLookUps(question: LookUpQuestion): LookedUp {
  const { organisation, input, at, facts, asking } = question;
  const { config } = organisation.tenant;
  const today = at.toISOString().slice(0, 10);
  const rnd = reassignedSince(facts, question.knownSince);
  const silent: NumberTopic[] = [];
  const chosen: NumberTopic[] = [];
  const missing: { topic: NumberTopic; knownSince: string | null }[] = [];
  let lineType = input.recipient.lineType;
  for (const topic of NUMBER_TOPICS.filter((each) => isNeeded(each, question))) {
    const { sources, choice } = standingOf(config, topic, today);
    if (choice !== null) chosen.push(topic);
    if (isAnswered(topic, question, rnd !== null)) continue;
    // Reassignment is asked since a day; without one there is nothing to ask.
    const askable = sources.length > 0 && (topic !== 'reassigned' || question.knownSince !== null);
    if (!askable) continue;
    const left = sources.filter((source) => spent(facts, topic)?.has(source) !== true);
    if (topic === 'line-type') lineType = 'unknown';
    if (left.length === 0) continue;
    silent.push(topic);
    missing.push({ topic, knownSince: topic === 'reassigned' ? question.knownSince : null });
  }
  // Nobody is asked about reassignment: asking again in 30 seconds would change nothing.
  const unasked = rnd === null && !silent.includes('reassigned') && !chosen.includes('reassigned');
  const timedOut = [...silent.map((topic) => LIST_TERMS[topic].lookup), ...(unasked ? ['rnd'] : [])];
  const byChoice = chosen.map((topic) => LIST_TERMS[topic].lookup);
  const attempts =
    silent.length === 0 || (unasked && !heardLately(input))
      ? MOST_WAITS
      : waits(
          input,
          at,
          asking.filter(({ topic }) => silent.includes(topic)),
        );
  return {
    input: {
      ...input,
      recipient: { ...input.recipient, lineType },
      ...(rnd === null
        ? {}
        : {
            rnd: {
              result: rnd.result,
              ...(rnd.since === null ? {} : { since: rnd.since }),
              ...(rnd.askedOn === null ? {} : { askedOn: rnd.askedOn }),
            },
          }),
      ...(timedOut.length === 0 && byChoice.length === 0
        ? {}
        : { lookups: { timedOut, attempts, ...(byChoice.length === 0 ? {} : { byChoice }) } }),
    },
    missing: asksLists(config) ? missing : [],
  };
}

/** How often this very message waited for the answer: twice is enough (catalogue 3.1). */
function waits(input: GateInput, at: Date, asking: readonly NumberQuestion[]): number {
  const current = asking.filter(
    ({ state, lastAskedAt, wantedAt }) =>
      state === 'asking' || at.getTime() - Date.parse(lastAskedAt ?? wantedAt) <= AGAIN_AFTER_MS,
  );
  // Nobody has asked yet, or it is asked anew: whatever is wanted is wanted from now on.
  if (current.length === 0) return 0;
  const wanted = Math.min(...current.map(({ wantedAt }) => Date.parse(wantedAt)));
  const first = input.action.firstEvaluatedUtc;
  const from =
    first != null
      ? Math.max(Date.parse(first), wanted)
      : input.action.kind === 'sms.textback.first'
        ? at.getTime()
        : wanted;
  return Math.min(MOST_WAITS, Math.max(0, Math.round((at.getTime() - from) / WAIT_MS)));
}

/** Sources that have nothing to add. Each state keeps a list of its own, so one that answered leaves the others to ask. */
export function spent(facts: NumberFacts | undefined, topic: NumberTopic): ReadonlySet<string> | undefined {
  return (topic === 'state-dnc' ? facts?.askedOf : facts?.cannotTell)?.get(topic);
}

const TEXTS = ['sms.textback.first', 'sms.nudge', 'sms.reply', 'sms.reminder', 'sms.marketing'];
const UNASKED = ['sms.textback.first', 'sms.nudge', 'sms.reminder', 'sms.marketing', 'call.ai-voice'];

/** Which lists a rule that runs for this action would read. Nobody is asked, and nothing is paid, for the others. */
function isNeeded(topic: NumberTopic, { input, lineUnknown }: LookUpQuestion): boolean {
  const { kind } = input.action;
  const american = input.recipient.country === 'US';
  const sells = input.action.messageClass === 'marketing' || input.action.hasMarketing === true;
  const outbound = kind.startsWith('sms.') || kind.startsWith('call.');
  switch (topic) {
    case 'line-type':
      return lineUnknown && TEXTS.includes(kind) && !textedWithinDay(input);
    case 'reassigned':
      return american && UNASKED.includes(kind) && !heardLately(input);
    case 'litigator':
      return UNASKED.includes(kind);
    case 'national-dnc':
      return american && sells && outbound;
    case 'state-dnc':
      return american && sells && outbound && statesOf(input).length > 0;
  }
}

function isAnswered(topic: NumberTopic, { facts, input }: LookUpQuestion, reassigned: boolean): boolean {
  switch (topic) {
    case 'line-type':
      return facts !== undefined && facts.lineType !== null;
    case 'reassigned':
      return reassigned;
    case 'litigator':
      return facts !== undefined && facts.litigator !== null;
    case 'national-dnc':
      return (
        facts !== undefined &&
        facts.nationalDnc !== null &&
        (facts.nationalListAgeDays ?? Infinity) <= MAX_LIST_DAYS
      );
    case 'state-dnc':
      return statesOf(input).every((state) => facts?.stateListsHeld.includes(state) === true);
  }
}

function statesOf(input: GateInput): string[] {
  const places = input.recipient.candidates ?? [];
  return stateLists.states.filter((state) => places.some((place) => place.state === state));
}

function textedWithinDay(input: GateInput): boolean {
  return (input.history.lastInboundMinutesAgo ?? Infinity) <= 1440;
}

/** As the rule reads it: a call or text, or consent, of the last 30 days needs no query. */
function heardLately({ recipient, history, consent }: GateInput): boolean {
  return (
    (recipient.lastInquiryDaysAgo ?? Infinity) <= 30 ||
    (history.lastInboundMinutesAgo ?? Infinity) <= 30 * 1440 ||
    (consent.capturedDaysAgo ?? Infinity) <= 30
  );
}
