import type { AnswerState } from '../core/model/attempt.ts';
import { sql } from 'kysely';

import type { Tx } from './database.ts';

export interface AnswerWrite {
  readonly id: string;
  readonly answer: AnswerState;
  readonly code: string | null;
  readonly reason: string | null;
  readonly dueAt: string | null;
  readonly firstEvaluatedAt: string | null;
}

/** How the answer to each attempt stands now. */
export async function saveAnswers(
  tx: Tx,
  tenantId: string,
  answers: readonly AnswerWrite[],
  at: string,
): Promise<void> {
  if (answers.length === 0) return;
  const rows = JSON.stringify(
    answers.map((each) => ({
      id: each.id,
      answer: each.answer,
      code: each.code,
      reason: each.reason,
      due: each.dueAt,
      first: each.firstEvaluatedAt,
    })),
  );
  await sql`update attempt set answer = v.answer, answer_code = v.code, answer_reason = v.reason, answer_due_at = v.due,
      first_evaluated_at = v.first, updated_at = ${at}
    from jsonb_to_recordset(${rows}::jsonb) as v(id uuid, answer text, code text, reason text, due timestamptz, first timestamptz)
    where attempt.tenant_id = ${tenantId} and attempt.id = v.id`.execute(tx);
}
