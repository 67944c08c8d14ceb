/** The ways in which a turn ends: one line, silence, or a person. */
import { finish, put, remember, type Draft } from './draft.ts';
import type { Turn } from './turn.ts';

export function handOver(
  draft: Draft,
  code: Extract<Turn['actions'][number], { type: 'handover' }>['code'],
  reason: string,
  line: string | null,
): Turn {
  draft.actions.push({ type: 'handover', code, reason });
  remember(draft, { pending: null });
  if (line !== null) put(draft, line, 'hours');
  return done(draft, code === 'machine' ? 'machine' : 'person', reason);
}

export function say1(draft: Draft, line: string, intent: string, why: string): Turn {
  put(draft, line);
  return done(draft, intent, why);
}

export function quiet(draft: Draft, intent: string, why: string): Turn {
  return done(draft, intent, why);
}

export function done(draft: Draft, intent: string, why: string): Turn {
  if (draft.intent === 'other') draft.intent = intent;
  if (draft.why === '') draft.why = why;
  if (intent !== 'unclear' && draft.state.misunderstood > 0) remember(draft, { misunderstood: 0 });
  return finish(draft);
}

export function clip(text: string): string {
  return text.length <= 300 ? text : `${text.slice(0, 300)}...`;
}
