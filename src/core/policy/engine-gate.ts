/**
 * The Gate with another engine's judgement of each rule. The facts are derived here and handed over; the engine says
 * which arm of every rule is taken; how the findings make one decision (the worst wins, and when it may go out) is ours.
 *
 * An engine's answers become rules that always say just that, so the Gate itself runs unchanged over them. Pure: who asks
 * the engine drives the generator and may wait as long as it likes between two questions.
 */
import type { FactName } from '../gate/fact-table.ts';
import { evaluateGate, type GateDecision } from '../gate/gate.ts';
import { ACTION_KINDS, type ActionKind, type GateInput } from '../gate/input.ts';
import { factsNeeded, pass, type Rule } from '../gate/rule.ts';
import { dayNumber } from './condition.ts';
import { STAGES, type Arm, type PolicyBook, type PolicyRule, type Stage } from './policy-book.ts';

/** Facts by name; what is not known is absent. */
export type KnownFacts = Readonly<Partial<Record<FactName, boolean | number | string | readonly string[]>>>;

export interface Question {
  readonly kind: ActionKind;
  readonly stage: Stage;
  /** UTC day of the judgement, 20261121. */
  readonly today: number;
  readonly facts: KnownFacts;
  /** The rules that run for this kind at this stage: each must be answered. */
  readonly rules: readonly string[];
}

/** Rule id to the id of the arm that was taken. */
export type Arms = Readonly<Record<string, string>>;

/** Asks stage by stage, because a rule that looks at the schedule needs what the others said. */
export function* consult(book: PolicyBook, input: GateInput): Generator<Question, Arms, Arms> {
  let arms: Arms = {};
  for (const stage of STAGES) {
    const question = questionOf(book, input, stage, arms);
    if (question.rules.length > 0) arms = { ...arms, ...(yield question) };
  }
  return arms;
}

/**
 * The decision that follows from these answers; the rules that went unanswered or got an impossible answer. `approved`:
 * rules whose question counsel has answered with yes, as in `evaluateGate`.
 */
export function decideBy(
  book: PolicyBook,
  input: GateInput,
  arms: Arms,
  approved: readonly string[] = [],
): { readonly decision: GateDecision; readonly unanswered: readonly string[] } {
  const judged = judgedKind(book, input);
  const running = book.rules.filter(({ rule }) => rule.kinds.includes(judged));
  const taken = running.map((one) => ({ one, arm: one.arms.find(({ id }) => id === arms[one.rule.id]) }));
  return {
    decision: evaluateGate(
      input,
      taken.flatMap(({ one, arm }) => (arm === undefined ? [] : [asAnswered(one, arm)])),
      approved,
    ),
    unanswered: taken.flatMap(({ one, arm }) => (arm === undefined ? [one.rule.id] : [])),
  };
}

/** What a policy beside the rule book is told of an action: the facts that the rules ask for, before any has spoken. */
export function factsFor(book: PolicyBook, input: GateInput): Omit<Question, 'rules' | 'stage'> {
  const { kind, today, facts } = questionOf(book, input, 'first', {});
  return { kind, today, facts };
}

function questionOf(book: PolicyBook, input: GateInput, stage: Stage, arms: Arms): Question {
  const facts = factsAt(book, input, stage, arms);
  const kind = facts['action.kind'] as ActionKind;
  return {
    kind,
    stage,
    today: dayNumber(input.nowUtc),
    facts: Object.fromEntries(Object.entries(facts).filter(([name]) => book.facts.has(name as FactName))),
    rules: book.rules
      .filter((one) => one.stage === stage && one.rule.kinds.includes(kind))
      .map(({ rule }) => rule.id),
  };
}

function judgedKind(book: PolicyBook, input: GateInput): ActionKind {
  return factsAt(book, input, 'first', {})['action.kind'] as ActionKind;
}

/** What the Gate derives, read off the evidence of a rule that looks at everything and says nothing. */
function factsAt(book: PolicyBook, input: GateInput, stage: Stage, arms: Arms): KnownFacts {
  const watcher = watcherOf(book, stage);
  const rules =
    stage === 'first'
      ? watcher.alone
      : [
          ...book.rules.flatMap((one) => {
            const arm = one.arms.find(({ id }) => id === arms[one.rule.id]);
            return arm === undefined ? [] : [asAnswered(one, arm)];
          }),
          watcher.rule,
        ];
  const seen = evaluateGate(input, rules).findings.find(({ rule }) => rule === WATCHER)?.evidence.facts ?? {};
  return Object.fromEntries(Object.entries(seen).filter(([, value]) => value !== null));
}

const WATCHER = 'policy-engine-facts';

interface Watcher {
  readonly rule: Rule;
  /** The same array every time, so that the Gate compiles it once. */
  readonly alone: readonly Rule[];
}
const watchers = new WeakMap<PolicyBook, Map<Stage, Watcher>>();

function watcherOf(book: PolicyBook, stage: Stage): Watcher {
  const known = watchers.get(book)?.get(stage);
  if (known !== undefined) return known;
  const rule: Rule = {
    ...BLANK,
    id: WATCHER,
    kinds: ACTION_KINDS,
    records: [...new Set<FactName>(['action.kind', ...book.facts.keys()])],
    otherwise: pass('Looks at every fact that a rule asks for.'),
    ...(stage === 'after-schedule' ? { afterSchedule: true } : {}),
  };
  const watcher = { rule, alone: [rule] };
  watchers.set(book, (watchers.get(book) ?? new Map<Stage, Watcher>()).set(stage, watcher));
  return watcher;
}

const BLANK = {
  title: '',
  citation: '',
  aliases: [],
  notCovered: '',
  anchor: 'outbound-and-suppression',
  confidence: '',
  jurisdictions: [],
  verticals: [],
  channels: [],
  when: { all: [] },
  effectiveFrom: null,
  effectiveTo: null,
  reviewBy: '9999-12-31',
  evidence: '',
  branches: [],
} as const satisfies Partial<Rule>;

/** The rule as it was answered: no condition left, one outcome, and the evidence it reads on the way there. */
function asAnswered({ rule }: PolicyRule, arm: Arm): Rule {
  const { outcome, looked } = arm;
  const answered: Rule = { ...rule, confidence: '', effectiveFrom: null, effectiveTo: null, branches: [] };
  if (outcome.decision === 'not-applicable')
    return looked < 0
      ? { ...answered, effectiveTo: '0001-01-01' }
      : { ...answered, when: { all: [{ any: [] }, rule.when] } };
  const branches = rule.branches.slice(0, looked);
  const read = factsNeeded({ ...rule, when: rule.when, branches: [] });
  return {
    ...answered,
    when: { all: [] },
    records: [
      ...new Set([
        ...read,
        ...(rule.records ?? []),
        ...factsNeeded({ ...rule, when: { all: [] }, branches }),
      ]),
    ],
    otherwise: outcome,
  };
}
