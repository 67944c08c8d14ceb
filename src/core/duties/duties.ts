/**
 * Duties of a location and of its vendors (catalogue: `runs` loc or vendor): rules that judge no single action, but must
 * be kept before some kinds of action may happen at all. They are evaluated when their facts change; the Gate reads what
 * was found when something is about to go out. What is not vouched for is not kept: it is never taken for a yes.
 *
 * Duties that stop nothing (`hipaa-admin-safeguards`, `wcag-2-2`) are told all the same, because the catalogue says that
 * they do not block messages, not that nobody needs to know.
 */
import { ENTRIES } from '../gate/entries/all.ts';
import { RULE_PACK_DATE } from '../gate/gate.ts';
import type { Decision } from '../model/decision.ts';
import type { DutyFinding } from '../model/duty.ts';
import { DUTIES, type DutyFacts } from './duty-checks.ts';

/** Raised whenever the same facts may give another finding. */
export const DUTIES_VERSION = 2;

export type { DutyFacts };

export function evaluateDuties(facts: DutyFacts): Decision<readonly DutyFinding[], DutyFacts> {
  const findings = DUTIES.flatMap(({ id, check }): DutyFinding[] => {
    const found = check(facts);
    return found === null ? [] : [{ duty: id, effect: null, ...found }];
  });
  const missing = findings.filter(({ state }) => state === 'missing');
  return {
    kind: 'duty',
    version: DUTIES_VERSION,
    facts,
    outcome: findings,
    confidence: 1,
    explanation:
      missing.length === 0
        ? `Every duty of this location is kept, as of ${facts.today}, by the rules of ${RULE_PACK_DATE}.`
        : `Not kept: ${missing.map(({ because }) => because).join(' ')}`,
    citations: missing.map(({ duty }) => duty),
  };
}

/** Where a duty comes from. */
export function dutyEntry(id: string) {
  return ENTRIES.find((entry) => entry.id === id);
}
