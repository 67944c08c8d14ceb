import { explainDecision } from '../core/gate/explain.ts';
import { GATE_VERSION, type GateDecision } from '../core/gate/gate.ts';
import type { GateInput } from '../core/gate/input.ts';
import type { Decision } from '../core/model/decision.ts';

/** The Gate's verdict as a recorded decision: its input is all the facts, so replay needs nothing else. */
export function gateRecord(input: GateInput, decision: GateDecision): Decision<GateDecision, GateInput> {
  return {
    kind: 'gate',
    version: GATE_VERSION,
    facts: input,
    outcome: decision,
    confidence: 1,
    explanation: explainDecision(decision),
    citations: decision.findings
      .filter((finding) => finding.decision === decision.decision)
      .map((finding) => finding.rule),
  };
}
