/** May this person be rung now? One word, and on hover the rule with its source. */
import type { CallbackRow } from '../api/types.ts';
import { wallTime } from '../lib/time.ts';
import type { Tone } from '../lib/words.ts';
import { Pill } from '../ui/pill.tsx';

type Verdict = NonNullable<CallbackRow['verdict']>;

const SAID: Readonly<Record<Verdict['state'], { readonly tone: Tone; readonly label: string }>> = {
  allowed: { tone: 'good', label: 'You may call now' },
  'not-now': { tone: 'watch', label: 'Not now' },
  counsel: { tone: 'counsel', label: 'Counsel first' },
  'do-not-call': { tone: 'bad', label: 'Do not call' },
};

export function CallVerdictPill({ verdict }: { verdict: Verdict }) {
  const { tone, label } = SAID[verdict.state];
  const until =
    verdict.state === 'not-now' && verdict.untilTheirTime !== null
      ? `Not until ${wallTime(verdict.untilTheirTime)} their time`
      : label;
  const source = verdict.rule === null ? '' : ` ${verdict.rule.title} (${verdict.rule.citation}).`;
  return (
    <div>
      <Pill tone={tone} label={until} hint={`${verdict.why}${source}`} />
    </div>
  );
}
