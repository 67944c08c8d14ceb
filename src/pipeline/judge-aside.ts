/** Asks the Gate about what happens beside the texts, and records every answer like that of a text. */
import { decisionRecord } from '../core/audit/decision-record.ts';
import type { GateDecision } from '../core/gate/gate.ts';
import type { GateInput } from '../core/gate/input.ts';
import type { Organisation } from '../core/model/directory.ts';
import { appendRecords } from '../store/audit.ts';
import type { Tx } from '../store/database.ts';
import type { Pipeline } from './context.ts';
import { gateFacts, type GateQuestion } from './gate-facts.ts';
import { gateRecord, type GateKind } from './gate-record.ts';
import { judgeActions } from './policy-desk.ts';

export interface Judged {
  readonly question: GateQuestion;
  readonly input: GateInput;
  readonly decision: GateDecision;
}

/** Asks and records; answers in the order of the questions. */
export async function judgeAside(
  tx: Tx,
  pipeline: Pipeline,
  organisation: Organisation,
  kind: GateKind,
  questions: readonly GateQuestion[],
): Promise<readonly Judged[]> {
  const inputs = await gateFacts(tx, organisation, questions);
  const answers = await judgeActions(pipeline.policy, organisation.tenant, inputs);
  const judged = questions.flatMap((question, index) => {
    const answer = answers[index];
    return answer === undefined ? [] : [{ question, input: answer.facts, decision: answer.decision }];
  });
  await appendRecords(
    tx,
    pipeline.keeper,
    organisation.tenant.id,
    judged.map(({ question, input, decision }) =>
      decisionRecord(gateRecord(input, decision, kind), {
        ...(question.call === null ? {} : { attemptId: question.call.attemptId }),
        phone: question.phone,
        occurredAt: question.at.toISOString(),
      }),
    ),
  );
  return judged;
}
