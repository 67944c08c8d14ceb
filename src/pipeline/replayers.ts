import { composeNudge, composeReminder, composeTextback, COMPOSE_VERSION } from '../core/compose/compose.ts';
import {
  composeClarify,
  composeHelp,
  composeOptOutConfirmation,
  composeSafetyText,
  composeStartConfirmation,
} from '../core/compose/fixed-texts.ts';
import { decideReminder, REMINDER_VERSION } from '../core/book/reminder.ts';
import { converse, CONVERSE_VERSION } from '../core/converse/assistant.ts';
import { conclude } from '../core/converse/conclude.ts';
import { decideFollow, FOLLOW_VERSION } from '../core/converse/follow.ts';
import { judgeModel } from '../core/converse/model.ts';
import { DUTIES_VERSION, evaluateDuties } from '../core/duties/duties.ts';
import { DETECT_VERSION } from '../core/detect/detect.ts';
import { GATE_VERSION, RULE_PACK_DATE, type GateDecision } from '../core/gate/gate.ts';
import { recordedGate, type RecordedGate } from '../core/gate/recorded.ts';
import { TZDATA_VERSION } from '../core/gate/zone-clock.ts';
import type { Decision } from '../core/model/decision.ts';
import { judgeRecorded, type RuledInput } from '../core/policy/ruling.ts';
import { checkBeforeSend, SEND_CHECK_VERSION } from '../core/trigger/send-check.ts';
import { ANSWER_VERSION, preCheck } from '../core/trigger/pre-check.ts';
import { compactView, judgeAttempts } from './detect-facts.ts';
import { GATE_KINDS } from './gate-record.ts';
import { decideKeyword, KEYWORD_VERSION } from './keywords.ts';

/**
 * Which pure function made each kind of decision, so that `ringback replay` can ask it again. A new judgement is
 * replayable once it has a line here; a kind without one is reported as unknown, never passed over in silence.
 */
export interface Replayer {
  /** Version of the code in this build. */
  readonly version: number;
  /** The outcome of these facts by the code of this build. Facts come from JSON, as they were recorded. */
  readonly derive: (facts: unknown) => unknown;
  /** Brings an outcome that was recorded in an earlier shape into today's. */
  readonly reshape?: (outcome: unknown) => unknown;
  /** What else the outcome rests on (rule data, time zone data), as the outcome itself says. */
  readonly basis?: (outcome: unknown) => string;
}

export const REPLAYERS: ReadonlyMap<string, Replayer> = new Map<string, Replayer>([
  ['decision.detect', { version: DETECT_VERSION, derive: from(judged) }],
  ['decision.answer', { version: ANSWER_VERSION, derive: from(preCheck) }],
  ...GATE_KINDS.map((kind): [string, Replayer] => [
    `decision.${kind}`,
    {
      version: GATE_VERSION,
      derive: (facts) => recordedGate(judgeRecorded(facts as RuledInput)),
      reshape: reshapeGate,
      basis: gateBasis,
    },
  ]),
  ['decision.duty', { version: DUTIES_VERSION, derive: decides(evaluateDuties) }],
  ['decision.send', { version: SEND_CHECK_VERSION, derive: decides(checkBeforeSend) }],
  ['decision.keyword', { version: KEYWORD_VERSION, derive: decides(decideKeyword) }],
  ['decision.converse', { version: CONVERSE_VERSION, derive: decides(converse) }],
  ['decision.conclude', { version: CONVERSE_VERSION, derive: decides(conclude) }],
  // The model's answer is one of the facts: it is judged again, never asked again.
  ['decision.converse.model', { version: CONVERSE_VERSION, derive: decides(judgeModel) }],
  ['decision.follow', { version: FOLLOW_VERSION, derive: decides(decideFollow) }],
  ['decision.reminder', { version: REMINDER_VERSION, derive: decides(decideReminder) }],
  ['decision.compose.textback', { version: COMPOSE_VERSION, derive: decides(composeTextback) }],
  ['decision.compose.nudge', { version: COMPOSE_VERSION, derive: decides(composeNudge) }],
  ['decision.compose.reminder', { version: COMPOSE_VERSION, derive: decides(composeReminder) }],
  [
    'decision.compose.optout-confirm',
    { version: COMPOSE_VERSION, derive: decides(composeOptOutConfirmation) },
  ],
  ['decision.compose.help', { version: COMPOSE_VERSION, derive: decides(composeHelp) }],
  ['decision.compose.start', { version: COMPOSE_VERSION, derive: decides(composeStartConfirmation) }],
  ['decision.compose.clarify', { version: COMPOSE_VERSION, derive: decides(composeClarify) }],
  ['decision.compose.safety', { version: COMPOSE_VERSION, derive: decides(composeSafetyText) }],
]);

/** The one place where recorded facts become typed again: what they were when the same function decided on them. */
function from(judge: (facts: never) => unknown): (facts: unknown) => unknown {
  return (facts) => judge(facts as never);
}

function decides(judge: (facts: never) => Decision<unknown>): (facts: unknown) => unknown {
  return from((facts) => judge(facts).outcome);
}

/** The recorded events belong to one attempt; should they now fall apart into several, the list shows it. */
function judged(facts: Parameters<typeof judgeAttempts>[0]): unknown {
  const views = judgeAttempts(facts).map(compactView);
  return views.length === 1 ? views[0] : views;
}

/** Until November 2026 every finding was recorded whole. What is no verdict at all stays as it is, and differs. */
function reshapeGate(outcome: unknown): unknown {
  return typeof outcome === 'object' &&
    outcome !== null &&
    'findings' in outcome &&
    Array.isArray(outcome.findings)
    ? recordedGate(outcome as GateDecision | RecordedGate)
    : outcome;
}

/** Rule data and time zones change without the code: a decision made on other data is not expected to come out alike. */
function gateBasis(outcome: unknown): string {
  const stated =
    typeof outcome === 'object' && outcome !== null ? (outcome as Readonly<Record<string, unknown>>) : {};
  return [stated['rulePackDate'] ?? RULE_PACK_DATE, stated['tzdataVersion'] ?? TZDATA_VERSION]
    .map(String)
    .join(' ');
}
