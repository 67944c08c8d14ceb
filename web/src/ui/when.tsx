/** An instant in the location's zone, exact on hover. */
import { fullMoment, moment, ago } from '../lib/time.ts';
import { useNow } from '../lib/now.ts';

export function When(props: { at: string; zone: string; relative?: boolean; className?: string }) {
  const now = useNow(30);
  const full = fullMoment(props.at, props.zone);
  return (
    <time dateTime={props.at} title={full} className={`rb-time ${props.className ?? ''}`}>
      {props.relative === true ? ago(props.at, now) : moment(props.at, props.zone, now)}
    </time>
  );
}
