/** The rule book of docs/regulation, written from the rules themselves so that it cannot say anything else. */
import quietHours from './data/quiet-hours.json' with { type: 'json' };
import vocabulary from './data/vocabulary.json' with { type: 'json' };
import { ENTRIES } from './entries/all.ts';
import type { Entry } from './entry.ts';
import type { Expression } from './expression.ts';
import { factsNeeded, type Outcome, type Rule } from './rule.ts';
import { CASES } from './rules/all-cases.ts';
import { RULES } from './rules/all.ts';

export function renderRuleBook(): string {
  return [
    '# The rule book',
    '',
    `Rule pack of ${quietHours.asOf}. Generated from \`src/core/gate/rules\` by its test; do not edit. It is research, not legal advice.`,
    '',
    'Confidence: **V** checked against a source, **K** from knowledge, **U** contested, **policy** our own. A rule past its',
    'review date says so in every finding; a contested one then asks counsel.',
    '',
    `${RULES.length} rules judge actions. ${ENTRIES.length} further entries, at the end, judge none: duties of a location or a vendor, retention periods, references.`,
    '',
    ...RULES.flatMap(renderRule),
    '# Entries that judge no single action',
    '',
    ...ENTRIES.flatMap(renderEntry),
    '## Fallbacks by kind of action',
    '',
    'When a rule that denies names no fallback, the kind of action does.',
    '',
    '| action | fallback |',
    '|---|---|',
    ...Object.entries(vocabulary.fallbackByKind).map(([kind, fallback]) => `| \`${kind}\` | ${fallback} |`),
    '',
  ].join('\n');
}

/** A condition as a person would read it. */
export function sayExpression(expression: Expression): string {
  if ('all' in expression) return expression.all.map(sayPart).join(' and ');
  if ('any' in expression) return expression.any.map(sayPart).join(' or ');
  if ('not' in expression) return `not ${sayPart(expression.not)}`;
  const fact = `\`${expression.fact}\``;
  if ('is' in expression)
    return typeof expression.is === 'boolean'
      ? `${expression.is ? '' : 'not '}${fact}`
      : `${fact} is ${String(expression.is)}`;
  if ('in' in expression) return `${fact} is one of ${expression.in.join(', ')}`;
  if ('contains' in expression) return `${fact} contains ${expression.contains}`;
  if ('known' in expression) return `${fact} is ${expression.known ? 'known' : 'not known'}`;
  if ('atLeast' in expression) return `${fact} ≥ ${expression.atLeast}`;
  if ('moreThan' in expression) return `${fact} > ${expression.moreThan}`;
  if ('atMost' in expression) return `${fact} ≤ ${expression.atMost}`;
  return `${fact} < ${expression.lessThan}`;
}

function sayPart(expression: Expression): string {
  return 'all' in expression || 'any' in expression
    ? `(${sayExpression(expression)})`
    : sayExpression(expression);
}

function renderRule(rule: Rule): readonly string[] {
  return [
    `## \`${rule.id}\`: ${rule.title}`,
    '',
    `- **Citation:** ${rule.citation}`,
    `- **Also called:** ${rule.aliases.join('; ')}`,
    `- **Not covered:** ${rule.notCovered}`,
    `- **Anchor:** ${rule.anchor}. **Confidence:** ${rule.confidence}. **Review by:** ${rule.reviewBy}. **In force from:** ${rule.effectiveFrom ?? 'always'}.`,
    `- **Where:** ${rule.jurisdictions.join(', ')}. **Verticals:** ${rule.verticals.join(', ')}. **Channels:** ${rule.channels.join(', ')}.`,
    `- **Runs for:** ${rule.kinds.join(', ')}; when ${sayExpression(rule.when)}, or when that is not known.`,
    `- **Facts it needs:** ${factsNeeded(rule)
      .map((fact) => `\`${fact}\``)
      .join(', ')}`,
    `- **Evidence to keep:** ${rule.evidence}`,
    '',
    'First that fits:',
    '',
    ...rule.branches.map(
      (branch, index) =>
        `${index + 1}. If ${sayExpression(branch.when)}${doubt(branch.then, branch.ifUnknown)}: ${sayOutcome(branch.then)}`,
    ),
    `${rule.branches.length + 1}. Otherwise: ${sayOutcome(rule.otherwise)}`,
    '',
    `Cases: ${(CASES[rule.id] ?? []).map((one) => `${one.say} (${one.expect.decision ?? ''})`).join('; ')}.`,
    '',
  ];
}

function renderEntry(entry: Entry): readonly string[] {
  return [
    `## \`${entry.id}\`: ${entry.title}`,
    '',
    `- **Citation:** ${entry.citation}`,
    `- **Also called:** ${entry.aliases.join('; ')}`,
    `- **Looked at:** ${LOOKED_AT[entry.runs]}. **Asks for:** ${entry.asks}`,
    `- **Not covered:** ${entry.notCovered}`,
    `- **Anchor:** ${entry.anchor}. **Confidence:** ${entry.confidence}. **Review by:** ${entry.reviewBy}. **In force from:** ${entry.effectiveFrom ?? 'always'}.`,
    `- **Where:** ${entry.jurisdictions.join(', ')}. **Verticals:** ${entry.verticals.join(', ')}.`,
    `- **Evidence to keep:** ${entry.evidence}`,
    '',
  ];
}

const LOOKED_AT: Readonly<Record<Entry['runs'], string>> = {
  location: 'per location',
  vendor: 'per vendor, regularly',
  retention: 'by the retention and erasure checks',
  reference: 'never; for reference',
};

function doubt(outcome: Outcome, ifUnknown: 'take' | 'skip' | undefined): string {
  return (ifUnknown ?? (outcome.decision === 'pass' ? 'skip' : 'take')) === 'take'
    ? ', or that is not known'
    : '';
}

function sayOutcome(outcome: Outcome): string {
  const more =
    outcome.decision === 'deny'
      ? ` (${outcome.reason}${outcome.fallback === undefined ? '' : `, fallback ${outcome.fallback}`})`
      : outcome.decision === 'route-to-counsel'
        ? ` (${outcome.reason}, queue ${outcome.queue})`
        : outcome.decision === 'defer-until'
          ? ` (${outcome.reason}, until \`${outcome.until}\`)`
          : outcome.obligations === undefined
            ? ''
            : ` (${outcome.obligations.join(', ')})`;
  return `**${outcome.decision}**${more}. ${outcome.because}`;
}
