/** Cases of a rule as data: what changes in the ordinary question of `sample-input`, and what the rule then says. */
import type { Changes } from '../sample-input.ts';
import type { Finding } from '../rule.ts';

export interface RuleCase {
  readonly say: string;
  readonly given: Changes;
  readonly expect: Partial<Omit<Finding, 'rule' | 'evidence'>>;
}
