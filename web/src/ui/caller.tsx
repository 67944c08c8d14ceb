/** A caller: the name when we know it, always the number. */
import { prettyPhone } from '../lib/phone.ts';

export function Caller(props: { phone: string | null; name: string | null }) {
  if (props.name === null) return <span className="rb-caller">{prettyPhone(props.phone)}</span>;
  return (
    <span className="rb-caller">
      {props.name} <span className="rb-caller-number">{prettyPhone(props.phone)}</span>
    </span>
  );
}

/** One letter for the round mark beside a name. */
export function Initial(props: { name: string | null; phone: string | null }) {
  const letter = props.name?.trim().slice(0, 1).toUpperCase() ?? '#';
  const hue = hueOf(props.name ?? props.phone ?? '');
  return (
    <span className={`rb-initial rb-initial-${hue}`} aria-hidden="true">
      {letter}
    </span>
  );
}

function hueOf(text: string): number {
  let sum = 0;
  for (const letter of text) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 997;
  return sum % 5;
}
