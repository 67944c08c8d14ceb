/** The rulebook: every entry, what is about to change, how it decided lately, and a place to try it. */
import { changeWatch } from '../../core/gate/change-watch.ts';
import { ENTRIES } from '../../core/gate/entries/all.ts';
import { RULE_PACK_DATE } from '../../core/gate/gate.ts';
import { GateInput, parseGateInput } from '../../core/gate/input.ts';
import { applicableRules } from '../../core/gate/applicable.ts';
import { RULES } from '../../core/gate/rules/all.ts';
import { SAMPLE } from '../../core/gate/sample-input.ts';
import { dayAfter } from '../../core/model/days.ts';
import { checklistOf } from '../../core/organisation/checklist.ts';
import { attestedLines, type PlainLine } from './checklist-attested.ts';
import { dutyEntry } from '../../core/duties/duties.ts';
import type { LocationRecord, Organisation } from '../../core/model/directory.ts';
import { dutiesOf } from '../../pipeline/duties.ts';
import { judgeAction } from '../../pipeline/policy-desk.ts';
import { importedLists } from '../../store/look-ups.ts';
import { tallyGate, type GateTally } from '../../store/queries-gate.ts';
import { invalidInput } from '../errors.ts';
import { KeyParam, locationByKey } from './lookups.ts';
import { defineRoute, READERS, type Route } from './route.ts';
import { GateAnswer, GateRequest, RuleBook, type RuleShape } from './schemas/counsel.ts';
import {
  GateSample,
  LocationChecklist,
  RuleDistribution,
  RuleWatch,
  type Counts,
} from './schemas/rule-book.ts';

const TAG = 'Counsel and rules';
const DAYS = 30;

export const ruleBookRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/rules',
    tag: TAG,
    summary: 'The rulebook of the Gate: rules that judge actions, and entries that are there to be found',
    roles: READERS,
    answer: RuleBook,
    run: () => Promise.resolve({ version: RULE_PACK_DATE, items: ITEMS, nextCursor: null }),
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/rules/watch',
    tag: TAG,
    summary: 'What is about to change: rules that flip by themselves, reviews that are due',
    roles: READERS,
    answer: RuleWatch,
    run: ({ clock }) =>
      Promise.resolve({
        items: changeWatch(clock.now().toISOString().slice(0, 10)).map((one) => ({
          ...one,
          rules: [...one.rules],
        })),
      }),
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/rules/distribution',
    tag: TAG,
    summary: 'How each rule and each anchor decided in the last 30 days: today and 29 before it, in UTC',
    roles: READERS,
    answer: RuleDistribution,
    run: async ({ tx, principal, clock }) => {
      const today = clock.now().toISOString().slice(0, 10);
      const first = dayAfter(today, 1 - DAYS);
      const tally = await tallyGate(tx, principal.tenantId, first, today);
      return distribution(`${first}T00:00:00.000Z`, `${dayAfter(today, 1)}T00:00:00.000Z`, tally);
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/locations/:key/checklist',
    tag: TAG,
    summary: 'What applies at a location, and what is missing there',
    roles: READERS,
    params: KeyParam,
    answer: LocationChecklist,
    run: async ({ tx, principal, params, organisation, clock }) => {
      const shop = await organisation();
      const location = locationByKey(shop, params.key);
      const at = clock.now();
      const items = checklistOf(
        location.config,
        shop.tenant.config,
        at.toISOString().slice(0, 10),
        (await importedLists(tx, principal.tenantId)).map(({ topic }) => topic),
      );
      return {
        items: attestedLines(shop, location, at, [...items, ...dutyLines(shop, location, at)]),
        applies: rulesAsked(location, at),
      };
    },
  }),
  defineRoute({
    method: 'get',
    path: '/api/v1/gate/sample',
    tag: TAG,
    summary: 'An ordinary GateInput to start a trial from',
    roles: READERS,
    answer: GateSample,
    run: ({ clock }) =>
      Promise.resolve({ input: { ...SAMPLE, nowUtc: `${clock.now().toISOString().slice(0, 19)}Z` } }),
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/gate',
    tag: TAG,
    summary:
      'Judges an action as the product would: the GateInput of the regulation catalogue in, decision and findings out; nothing is stored',
    description:
      "Your own policies and the policy engine that you gave a say answer too. `ringback gate` asks the catalogue's rules alone.",
    roles: READERS,
    body: GateRequest,
    answer: GateAnswer,
    run: async ({ body, deps, organisation }) => {
      const parsed = parseGateInput(body);
      if (!parsed.ok) throw invalidInput('this is not a GateInput', parsed.issues);
      const { tenant } = await organisation();
      const { decision } = await judgeAction(deps.pipeline.policy, tenant, parsed.value);
      return { ...decision };
    },
  }),
];

const DUTY_STATES = { met: 'met', due: 'expiring', missing: 'missing' } as const;

/**
 * Duties of the location and its vendors, as they were last evaluated. One that stops nothing but calls by a machine
 * voice is left out: nobody here makes any.
 */
function dutyLines(shop: Organisation, location: LocationRecord, at: Date): PlainLine[] {
  const { findings, evaluatedAt } = dutiesOf(shop, location, at);
  const shown = findings.filter(
    ({ effect }) => effect?.kinds.every((kind) => kind === 'call.ai-voice') !== true,
  );
  return shown.map(({ duty, state, because, effect }) => ({
    id: `duty-${duty}`,
    title: dutyEntry(duty)?.title ?? duty,
    rule: duty,
    state: DUTY_STATES[state],
    detail: effect === null ? because : `${because} Until then it stops: ${effect.kinds.join(', ')}.`,
    evaluatedAt,
  }));
}

const ITEMS: RuleShape[] = [
  ...RULES.map((rule) => ({
    id: rule.id,
    title: rule.title,
    group: rule.anchor,
    citation: rule.citation,
    summary: rule.otherwise.because,
    notCovered: rule.notCovered,
    inForceFrom: rule.effectiveFrom,
    inForceTo: rule.effectiveTo,
    reviewBy: rule.reviewBy,
    actions: [...rule.kinds],
    aliases: [...rule.aliases],
    runs: 'action' as const,
    evidence: rule.evidence,
    jurisdictions: [...rule.jurisdictions],
    confidence: rule.confidence,
    branches: rule.branches.map((branch) => ({
      decision: branch.then.decision,
      because: branch.then.because,
    })),
  })),
  ...ENTRIES.map((entry) => ({
    id: entry.id,
    title: entry.title,
    group: entry.anchor,
    citation: entry.citation,
    summary: entry.asks,
    notCovered: entry.notCovered,
    inForceFrom: entry.effectiveFrom,
    inForceTo: entry.effectiveTo,
    reviewBy: entry.reviewBy,
    actions: [],
    aliases: [...entry.aliases],
    runs: entry.runs,
    evidence: entry.evidence,
    jurisdictions: [...entry.jurisdictions],
    confidence: entry.confidence,
    branches: [],
  })),
];
const ANCHOR_OF = new Map(ITEMS.map((item) => [item.id, item.group]));

function distribution(from: string, to: string, tally: GateTally): RuleDistribution {
  const kinds = new Map<string, Counts>();
  for (const { kind, decision, count } of tally.outcomes)
    add(kinds, kind.replace(/^decision\./, ''), decision, count);
  const rules = new Map<string, Counts>();
  const anchors = new Map<string, Counts>();
  for (const { rule, decision, count } of tally.rules) {
    add(rules, rule, decision, count);
    add(anchors, ANCHOR_OF.get(rule) ?? 'other', decision, count);
  }
  return {
    from,
    to,
    decisions: tally.decisions,
    kinds: [...kinds].map(([kind, counts]) => ({ kind, counts })),
    anchors: [...anchors].map(([anchor, counts]) => ({ anchor, counts })),
    rules: [...rules].map(([rule, counts]) => ({ rule, counts })),
  };
}

const COUNTED: Readonly<Record<string, keyof Counts>> = {
  pass: 'pass',
  'defer-until': 'defer',
  'route-to-counsel': 'counsel',
  deny: 'deny',
};

function add(into: Map<string, Counts>, key: string, decision: string, count: number): void {
  const counts = into.get(key) ?? { pass: 0, defer: 0, counsel: 0, deny: 0 };
  const name = COUNTED[decision];
  if (name !== undefined) counts[name] += count;
  into.set(key, counts);
}

/** Rules whose condition holds for an ordinary caller from the same place. */
function rulesAsked(location: LocationRecord, at: Date): LocationChecklist['applies'] {
  const { address, vertical } = location.config;
  const input = GateInput.parse({
    ...SAMPLE,
    nowUtc: `${at.toISOString().slice(0, 19)}Z`,
    vertical,
    recipient: {
      ...SAMPLE.recipient,
      country: address.country,
      candidates: [{ state: address.state, zone: location.zone, source: 'crm-address' }],
    },
    location: { state: address.state, zone: location.zone, country: address.country },
    sender: { ...SAMPLE.sender, type: location.config.sender?.type ?? '10dlc' },
  });
  return applicableRules(input).map(({ id, title, anchor }) => ({ rule: id, title, anchor }));
}
