import { bell, type Bell } from './bell.ts';
import { frame, utf8, type StreamMessage } from './messages.ts';
import type { SetAside, SetAsideEntry } from './set-aside.ts';
import type { BridgeSpool } from './spool.ts';
import type { Tally } from './tally.ts';

/** What a reader of Kafka or NATS hands its messages to. A broker may only be told "done" after `take` resolved. */
export interface Handover {
  /** Everything of these messages is on disk when it resolves: in the spool, or set aside with the reason. */
  readonly take: (messages: readonly StreamMessage[]) => Promise<void>;
  /**
   * Resolves while there is room in the spool. A full one is emptied first: the broker keeps the rest in the meantime, and
   * a file that never empties would grow for ever.
   */
  readonly room: () => Promise<void>;
  /** Wakes `room` after something was acknowledged. */
  readonly drained: Bell;
  readonly tally: Tally;
}

export function openHandover(
  parts: {
    readonly spool: BridgeSpool;
    readonly aside: SetAside;
    readonly tally: Tally;
    readonly ring: () => void;
    readonly withKey: boolean;
    readonly limitBytes: number;
  },
  world: { readonly log: (line: string) => void; readonly signal: AbortSignal },
): Handover {
  const { spool, aside, tally } = parts;
  const drained = bell();
  world.signal.addEventListener('abort', () => drained.ring(), { once: true });
  return {
    drained,
    tally,
    take: async (messages) => {
      const lines: string[] = [];
      const refused: SetAsideEntry[] = [];
      for (const message of messages) {
        const framed = frame(message, parts.withKey);
        if (framed.kind === 'record') lines.push(framed.line);
        else if (framed.kind === 'refused') refused.push(entryOf(message, framed.reason));
      }
      await aside.put(refused);
      await spool.append(lines);
      sayRefused(refused, aside.path, world.log);
      tally.add('read', messages.length);
      tally.add('aside', refused.length);
      tally.add('nothing', messages.length - lines.length - refused.length);
      parts.ring();
    },
    room: async () => {
      if (spool.bytes() < parts.limitBytes) return;
      world.log(`the spool is full; the broker keeps the rest until it is empty`);
      while (spool.bytes() >= parts.limitBytes && !world.signal.aborted) await drained.heard();
    },
  };
}

/** One line for each reason and batch, without keys: a key may be a caller's number. */
function sayRefused(entries: readonly SetAsideEntry[], path: string, log: (line: string) => void): void {
  const first = new Map<string, { readonly from: SetAsideEntry['from']; count: number }>();
  for (const { reason, from } of entries) {
    const seen = first.get(reason);
    if (seen === undefined) first.set(reason, { from, count: 1 });
    else seen.count += 1;
  }
  for (const [reason, { from, count }] of first)
    log(
      `${count} set aside in ${path}, the first from ${JSON.stringify({ ...from, key: undefined })}: ${reason}`,
    );
}

function entryOf(message: StreamMessage, reason: string): SetAsideEntry {
  const value = message.value ?? new Uint8Array();
  const text = utf8(value);
  const key =
    message.key === null ? null : (utf8(message.key) ?? Buffer.from(message.key).toString('base64'));
  const from = { topic: message.topic, ...message.position, key };
  return text === null
    ? { reason, from, base64: Buffer.from(value).toString('base64') }
    : { reason, from, text };
}
