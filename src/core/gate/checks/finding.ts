/** Findings of the small checks: the same shape as the Gate's, citing the rule of the catalogue that speaks. */
import { catalogueEntry } from '../catalogue.ts';
import type { Finding } from '../rule.ts';
import type { Reason } from '../vocabulary.ts';

export function says(
  rule: string,
  decision: 'pass' | 'deny' | 'route-to-counsel',
  because: string,
  reason?: Reason,
): Finding {
  return {
    rule,
    decision,
    ...(reason === undefined ? {} : { reason }),
    evidence: {
      because,
      citation: catalogueEntry(rule)?.citation ?? 'given by the caller',
      facts: {},
      unknown: [],
    },
  };
}
