/** A state in one or two words. A mark stands beside the colour, so that colour alone never carries the meaning. */
import { Tooltip } from '@mantine/core';
import type { Tone } from '../lib/words.ts';

const MARKS: Readonly<Record<Tone, string>> = {
  neutral: '○',
  good: '●',
  warning: '▲',
  bad: '■',
  watch: '◐',
  counsel: '◆',
};

export function Pill(props: {
  tone: Tone;
  label: string;
  hint?: string | null | undefined;
  plain?: boolean;
}) {
  const pill = (
    <span className={`rb-pill rb-tone-${props.tone}`}>
      {props.plain !== true && (
        <span className="rb-pill-mark" aria-hidden="true">
          {MARKS[props.tone]}
        </span>
      )}
      {props.label}
    </span>
  );
  if (props.hint === undefined || props.hint === null || props.hint === '') return pill;
  return <Tooltip label={props.hint}>{pill}</Tooltip>;
}
