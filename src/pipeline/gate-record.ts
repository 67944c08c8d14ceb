import { explainDecision } from '../core/gate/explain.ts';
import { GATE_VERSION, type GateDecision } from '../core/gate/gate.ts';
import type { GateInput } from '../core/gate/input.ts';
import { recordedGate, type RecordedGate } from '../core/gate/recorded.ts';
import type { Decision } from '../core/model/decision.ts';

/** The Gate's verdict as a recorded decision: its input is all the facts, so replay needs nothing else. */
export function gateRecord(
  input: GateInput,
  decision: GateDecision,
  kind: GateKind = 'gate',
): Decision<RecordedGate, GateInput> {
  return {
    kind,
    version: GATE_VERSION,
    facts: input,
    outcome: recordedGate(decision),
    confidence: 1,
    explanation: explainDecision(decision),
    citations: decision.findings
      .filter((finding) => finding.decision === decision.decision)
      .map((finding) => finding.rule),
  };
}

/** `gate` judges what goes out to people; the others what happens with what we know of them. */
export const GATE_KINDS = [
  'gate',
  'gate.write',
  'gate.record',
  'gate.model',
  'gate.callback',
  'gate.export',
  'gate.route',
] as const;
export type GateKind = (typeof GATE_KINDS)[number];
