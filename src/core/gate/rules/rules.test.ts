/**
 * If these fail, a rule says something else than its own cases, or than the catalogue's table of what runs when: a text
 * goes out that the law forbids, or one is held back for no reason.
 */
import { describe, expect, it } from 'vitest';
import actionRules from '../data/action-rules.json' with { type: 'json' };
import { evaluateGate } from '../gate.ts';
import { factsNeeded } from '../rule.ts';
import { sampleWith } from '../sample-input.ts';
import { CASES } from './all-cases.ts';
import { RULES } from './all.ts';

describe.each(RULES)('$id', (rule) => {
  const cases = CASES[rule.id] ?? [];

  it.each(cases)('$say', ({ given, expect: expected }) => {
    const finding = evaluateGate(sampleWith(given)).findings.find((one) => one.rule === rule.id);
    expect(finding).toMatchObject(expected);
    if (expected.reason === undefined) expect(finding).not.toHaveProperty('reason');
    if (expected.decision === 'deny' && expected.fallback === undefined)
      expect(finding).not.toHaveProperty('fallback');
  });

  it('has cases on both sides', () => {
    expect(cases.some((one) => one.expect.decision === 'pass')).toBe(true);
    if (rule.id !== 'tcpa-core') expect(cases.some((one) => one.expect.decision !== 'pass')).toBe(true);
  });

  it('runs for the actions of catalogue 3.6', () => {
    const row = actionRules.rules.find((one) => one.rule === rule.id);
    expect([...rule.kinds].sort()).toEqual([...(row?.kinds ?? [])].sort());
  });

  it('says what counsel needs to know of it', () => {
    expect(rule.title.length + rule.citation.length).toBeGreaterThan(20);
    expect(rule.notCovered).not.toBe('');
    expect(rule.evidence).not.toBe('');
    expect(rule.aliases.length).toBeGreaterThan(0);
    // Catalogue 8: half a year for what was checked against a source, a quarter for everything else.
    const checked = /^V( |$)/.test(rule.confidence);
    expect(rule.reviewBy).toBe(checked ? '2027-05-20' : '2027-02-20');
    expect(factsNeeded(rule).length).toBeGreaterThan(0);
  });
});

it('rules are unique and each has its cases', () => {
  expect(new Set(RULES.map((rule) => rule.id)).size).toBe(RULES.length);
  expect(Object.keys(CASES).sort()).toEqual(RULES.map((rule) => rule.id).sort());
});

it('stand in the order of catalogue section 4, which settles whose reason is told', () => {
  const order = actionRules.sectionOrder;
  const places = RULES.map((rule) => order.indexOf(rule.id));
  expect(places).toEqual(places.toSorted((a, b) => a - b));
});
