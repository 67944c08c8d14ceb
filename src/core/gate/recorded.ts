/**
 * What of the Gate's verdict is kept on record. The facts are recorded whole and the rulebook is versioned, so a verdict can
 * always be derived again with everything it said; the record keeps what people read it for. Of rules that do not apply
 * (more than half of the book for any one action) that is their names; of rules that were content their reasons and
 * facts, while the citation is looked up in the rulebook; of rules that stopped something, all of it.
 */
import type { GateDecision } from './gate.ts';
import type { Finding, FindingEvidence } from './rule.ts';

export interface RecordedFinding extends Omit<Finding, 'evidence'> {
  readonly evidence: Omit<FindingEvidence, 'citation'> & { readonly citation?: string };
}

export interface RecordedGate extends Omit<GateDecision, 'findings'> {
  readonly findings: readonly RecordedFinding[];
  /** Rules that were asked and did not apply, in the order of the rulebook. */
  readonly notApplicable: readonly string[];
}

/** Takes what was recorded before as well: those records hold every finding whole. */
export function recordedGate(decision: GateDecision | RecordedGate): RecordedGate {
  const findings: RecordedFinding[] = [];
  const notApplicable = 'notApplicable' in decision ? [...decision.notApplicable] : [];
  for (const finding of decision.findings) {
    if (finding.decision === 'not-applicable') notApplicable.push(finding.rule);
    else findings.push(finding.decision === 'pass' ? withoutCitation(finding) : finding);
  }
  return { ...decision, findings, notApplicable };
}

function withoutCitation(finding: RecordedFinding): RecordedFinding {
  const { because, facts, unknown, warnings } = finding.evidence;
  const evidence = { because, facts, unknown };
  return { ...finding, evidence: warnings === undefined ? evidence : { ...evidence, warnings } };
}
