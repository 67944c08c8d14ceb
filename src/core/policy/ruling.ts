/**
 * What an operator may add to the Gate: policies of their own, and a policy engine as decider or as second opinion. None
 * of it can let through what the rule book holds back, because the worst word wins over all of them. What an operator may
 * loosen is product policy alone (`relaxed.ts`), and it is part of the record:
 *
 * - a policy of the operator's own can only deny or ask counsel; one in Rego or Cedar may also ask to wait, and one that
 *   could not be evaluated asks counsel;
 * - an engine as second opinion: where it judges a rule otherwise, counsel decides, with both results on record;
 * - an engine as decider: its word counts, and where it is softer than the rule book, counsel decides;
 * - an engine that was to be asked and could not be: operations decide. Silence is not permission.
 *
 * Pure: what the engine said is recorded as a fact, so a decision can be derived again without asking it.
 */
import { judge } from '../gate/coverage.ts';
import { joinDuties } from '../duties/precondition.ts';
import { evaluateGate, type GateDecision } from '../gate/gate.ts';
import type { GateInput } from '../gate/input.ts';
import type { Finding } from '../gate/rule.ts';
import { RULES } from '../gate/rules/all.ts';
import { decideBy, type Arms } from './engine-gate.ts';
import { bookVersion } from './formats/format.ts';
import type { Relaxation } from '../model/relaxation.ts';
import { judgeRelaxed } from './relaxed.ts';
import type { OperatorWord } from '../model/own-verdict.ts';
import { joinOperator } from './operator-word.ts';
import { ownRules, type OwnPolicy } from './own-policy.ts';
import { policyBook, type PolicyBook } from './policy-book.ts';

export const ENGINE_ROLES = ['second-opinion', 'decider'] as const;
export type EngineRole = (typeof ENGINE_ROLES)[number];

/** What an engine answered, as it is recorded. */
export interface Testimony {
  readonly engine: string;
  readonly role: EngineRole;
  /** The rules it judged by. */
  readonly version: string;
  readonly answer:
    | { readonly status: 'answered'; readonly arms: Arms }
    | { readonly status: 'unavailable'; readonly detail: string };
}

/** Everything beside the facts that a decision rests on; null for the rule book alone. */
export interface Ruling {
  readonly own: readonly OwnPolicy[];
  readonly testimony: Testimony | null;
  /** What the operator's policies in Rego or Cedar said; absent where there are none. */
  readonly operator?: readonly OperatorWord[];
  /** Product policy that the operator relaxed; absent where nothing is. */
  readonly relaxed?: readonly Relaxation[];
}

/** The rule book with the operator's own policies: what an engine is given, and asked about. */
export function bookWith(own: readonly OwnPolicy[]): PolicyBook {
  const known = books.get(own);
  if (known !== undefined) return known;
  const book = policyBook(own.length === 0 ? RULES : [...RULES, ...ownRules(own)]);
  books.set(own, book);
  return book;
}
const books = new WeakMap<readonly OwnPolicy[], PolicyBook>();

/** A judged action as it is recorded: everything that the decision rests on. */
export type RuledInput = GateInput & { readonly ruling?: Ruling };

/** The decision again, from what was recorded: nobody is asked. */
export function judgeRecorded(facts: RuledInput): GateDecision {
  return judgeUnder(facts, facts.ruling ?? null);
}

export function judgeUnder(input: GateInput, ruling: Ruling | null): GateDecision {
  return joinDuties(input, ruledBy(input, ruling), approvedIn(input), mustAnswer(input));
}

function ruledBy(input: GateInput, ruling: Ruling | null): GateDecision {
  if (ruling === null) return judge(input);
  const ours = withOwn(input, ruling.own, ruling.relaxed);
  const decided = ruling.testimony === null ? ours : heard(input, ruling.own, ruling.testimony, ours);
  const words = ruling.operator ?? [];
  return words.length === 0
    ? decided
    : joinOperator(input, decided, words, approvedIn(input), mustAnswer(input));
}

function withOwn(
  input: GateInput,
  own: readonly OwnPolicy[],
  relaxed: readonly Relaxation[] = [],
): GateDecision {
  const native = relaxed.length === 0 ? judge(input) : judgeRelaxed(input, relaxed);
  if (own.length === 0) return native;
  const theirs = evaluateGate(input, ownRules(own), approvedIn(input));
  // None of them concerns this action: that nothing was said is not for counsel to wonder about.
  if (theirs.findings.every(({ decision }) => decision === 'not-applicable'))
    return { ...native, findings: [...native.findings, ...theirs.findings] };
  return stricter(native, theirs);
}

function heard(
  input: GateInput,
  own: readonly OwnPolicy[],
  { engine, role, version, answer }: Testimony,
  ours: GateDecision,
): GateDecision {
  if (answer.status === 'unavailable') {
    const because = `${engine} was to have a say and could not be asked: ${answer.detail}.`;
    return mustAnswer(input)
      ? ours
      : tightened(
          input,
          ours,
          finding(because, 'operations', { engine, role, version, ours: ours.decision }),
        );
  }
  const book = bookWith(own);
  const { decision: theirs, unanswered } = decideBy(book, input, answer.arms, approvedIn(input));
  const plain = evaluateGate(
    input,
    book.rules.map(({ rule }) => rule),
    approvedIn(input),
  );
  const differing = differences(plain.findings, theirs.findings, unanswered);
  if (differing.length === 0 && bookVersion(book) === version) return ours;
  const softer = RANK[theirs.decision] < RANK[plain.decision] || unanswered.length > 0;
  const base = role === 'decider' ? stricter(ours, theirs) : ours;
  if (role === 'decider' && !softer) return base;
  const because = `${engine} and the rule book differ: ${differing.join('; ')}.`;
  return tightened(
    input,
    base,
    finding(because, 'counsel', { engine, role, version, ours: plain.decision, theirs: theirs.decision }),
  );
}

/** `rule: ours, theirs`, for each rule that was judged otherwise. */
function differences(
  ours: readonly Finding[],
  theirs: readonly Finding[],
  unanswered: readonly string[],
): readonly string[] {
  const byRule = new Map(theirs.map((one) => [one.rule, one]));
  return ours.flatMap((one) => {
    if (unanswered.includes(one.rule)) return [`${one.rule} was not answered`];
    const other = byRule.get(one.rule);
    const same = other !== undefined && verdict(other) === verdict(one);
    return same ? [] : [`${one.rule} (${say(one)} here, ${say(other)} there)`];
  });
}

/** All that a finding says, without what it rests on. */
function verdict({ decision, reason, until, fallback, queue, obligations }: Finding): string {
  return JSON.stringify([decision, reason, until, fallback, queue, obligations]);
}

function say(one: Finding | undefined): string {
  if (one === undefined) return 'nothing';
  return one.reason === undefined ? one.decision : `${one.decision} ${one.reason}`;
}

const RANK: Readonly<Record<GateDecision['decision'], number>> = {
  pass: 0,
  'defer-until': 1,
  'route-to-counsel': 2,
  deny: 3,
};

/** The worse of two decisions about the same facts, with the findings of both. */
function stricter(a: GateDecision, b: GateDecision): GateDecision {
  const [worse, other] = RANK[b.decision] > RANK[a.decision] ? [b, a] : [a, b];
  const told = new Set(worse.findings.map(({ rule }) => rule));
  return { ...worse, findings: [...worse.findings, ...other.findings.filter(({ rule }) => !told.has(rule))] };
}

function finding(
  because: string,
  queue: 'counsel' | 'operations',
  facts: Finding['evidence']['facts'],
): Finding {
  return {
    rule: 'policy-engine',
    decision: 'route-to-counsel',
    queue,
    evidence: { because, citation: "the operator's own setting", facts, unknown: [] },
  };
}

function tightened(input: GateInput, base: GateDecision, added: Finding): GateDecision {
  if (approvedIn(input).includes(added.rule)) return base;
  const findings = [...base.findings, added];
  if (RANK[base.decision] >= RANK['route-to-counsel']) return { ...base, findings };
  const { gateVersion, rulePackDate, tzdataVersion } = base;
  return {
    decision: 'route-to-counsel',
    ...(added.queue === undefined ? {} : { queue: added.queue }),
    obligations: [],
    findings,
    gateVersion,
    rulePackDate,
    tzdataVersion,
  };
}

/** What counsel has said yes to already: asking again would never end. */
function approvedIn({ location }: GateInput): readonly string[] {
  return location.counselExemptions ?? [];
}

/** An engine that is down must not swallow the answer to STOP, HELP or danger. */
function mustAnswer({ action }: GateInput): boolean {
  return (
    action.kind === 'sms.optout.confirm' || action.kind === 'sms.help' || action.category === 'safety-text'
  );
}
