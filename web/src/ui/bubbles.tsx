/** A conversation as two people see it on a phone, with what became of every text. */
import type { MessageShape } from '../api/types.ts';
import { bareTime, dayOf, longDate, zoneName } from '../lib/time.ts';
import { words } from '../lib/words.ts';

export function Bubbles(props: {
  messages: readonly MessageShape[];
  zone: string;
  marks?: readonly { at: string; title: string; detail: string }[];
}) {
  const entries = [
    ...props.messages.map((message) => ({ at: message.at, message, mark: null })),
    ...(props.marks ?? []).map((mark) => ({ at: mark.at, message: null, mark })),
  ].sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return (
    <ol className="rb-bubbles">
      {entries.map((entry, index) => {
        const day = dayOf(entry.at, props.zone);
        const before = entries[index - 1];
        const newDay = before === undefined || dayOf(before.at, props.zone) !== day;
        return (
          <li key={entry.message?.id ?? `${entry.at}${entry.mark?.title ?? ''}`} className="rb-bubble-row">
            {newDay && (
              <p className="rb-bubble-day">
                {longDate(entry.at, props.zone)} · {zoneName(entry.at, props.zone)}
              </p>
            )}
            {entry.message !== null ? (
              <Bubble message={entry.message} zone={props.zone} />
            ) : (
              <p className="rb-bubble-mark" title={entry.mark.detail}>
                {entry.mark.title} · {bareTime(entry.at, props.zone)}
              </p>
            )}
          </li>
        );
      })}
    </ol>
  );
}

function Bubble({ message, zone }: { message: MessageShape; zone: string }) {
  const inbound = message.direction === 'inbound';
  const state = words.delivery(message.state);
  const author = authorOf(message);
  const side = inbound ? 'in' : message.author.startsWith('staff') ? 'staff' : 'out';
  return (
    <div className={`rb-bubble-wrap rb-bubble-${side}`}>
      <div className="rb-bubble">{message.body}</div>
      <p className="rb-bubble-meta">
        <span>{author}</span> · <time dateTime={message.at}>{bareTime(message.at, zone)}</time>
        {!inbound && (
          <span className={`rb-delivery rb-ink-${state.tone}`} title={state.hint}>
            {' · '}
            {state.label}
            {message.reason === null ? '' : `: ${message.reason}`}
          </span>
        )}
      </p>
    </div>
  );
}

function authorOf(message: MessageShape): string {
  if (message.author.startsWith('staff:')) return message.author.slice('staff:'.length);
  const kinds: Readonly<Record<string, string>> = {
    textback: 'Text-back',
    nudge: 'Nudge',
    reminder: 'Reminder',
    'optout-confirm': 'Opt-out confirmation',
    help: 'Help',
    safety: 'Safety text',
  };
  if (message.direction === 'inbound') return 'Caller';
  return kinds[message.kind] ?? (message.author === 'assistant' ? 'Assistant' : 'Ringback');
}
