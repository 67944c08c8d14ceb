/**
 * The three ways in which telephone systems tell of calls over TCP, as small state machines: bytes in, records and answers
 * out. AMI: https://docs.asterisk.org/Configuration/Interfaces/Asterisk-Manager-Interface-AMI; event socket:
 * https://developer.signalwire.com/freeswitch/FreeSWITCH-Explained/Modules/mod_event_socket_1048924; lines: CDR sockets as
 * of 3CX. Read 2026-11-21.
 */
export interface Protocol {
  /** Takes what arrived. `failed` ends the connection: the other side refused us or speaks something else. */
  readonly take: (bytes: Buffer) => Step;
}
export interface Step {
  readonly records: readonly string[];
  readonly say: string;
  readonly failed?: string;
  /** The other side let us in. */
  readonly ready?: boolean;
}

const MOST_BYTES = 4 * 1024 * 1024;
const TOO_LONG: Step = { records: [], say: '', failed: 'the other side sent more than 4 MB without an end' };

/** Events that say something about a call's end; the rest of a busy PBX stays where it is. */
const AMI_EVENTS = new Set([
  'Cdr',
  'DialEnd',
  'QueueCallerJoin',
  'QueueCallerAbandon',
  'AgentConnect',
  'AgentComplete',
  'AgentRingNoAnswer',
]);

export function amiProtocol(user: string, secret: string, now: () => Date): Protocol {
  let rest = '';
  let greeted = false;
  const login = `Action: Login\r\nUsername: ${user}\r\nSecret: ${secret}\r\nEvents: cdr,call,agent\r\n\r\n`;
  return {
    take: (bytes) => {
      rest += bytes.toString('latin1');
      if (rest.length > MOST_BYTES) return TOO_LONG;
      let say = '';
      let ready = false;
      if (!greeted) {
        const end = rest.indexOf('\n');
        if (end === -1) return { records: [], say: '' };
        if (!rest.startsWith('Asterisk Call Manager'))
          return { records: [], say: '', failed: 'this is not an Asterisk manager' };
        greeted = true;
        rest = rest.slice(end + 1);
        say = login;
      }
      const records: string[] = [];
      for (let end = rest.indexOf('\r\n\r\n'); end !== -1; end = rest.indexOf('\r\n\r\n')) {
        const block = readBlock(rest.slice(0, end));
        rest = rest.slice(end + 4);
        if (block['Response'] === 'Error')
          return { records, say, failed: 'the manager refused user or secret' };
        if (block['Response'] === 'Success') ready = true;
        if (!AMI_EVENTS.has(block['Event'] ?? '')) continue;
        // Without timestampevents the moment of reading is the best there is, and better than that of the delivery.
        block['Timestamp'] ??= (now().getTime() / 1000).toFixed(3);
        records.push(JSON.stringify(block));
      }
      return { records, say, ready };
    },
  };
}

export function eslProtocol(password: string): Protocol {
  let rest = Buffer.alloc(0);
  return {
    take: (bytes) => {
      rest = Buffer.concat([rest, bytes]);
      if (rest.length > MOST_BYTES) return TOO_LONG;
      const records: string[] = [];
      let say = '';
      let ready = false;
      for (let end = rest.indexOf('\n\n'); end !== -1; end = rest.indexOf('\n\n')) {
        const head = readBlock(rest.subarray(0, end).toString('utf8'));
        const length = Number(head['Content-Length'] ?? '0');
        if (!Number.isSafeInteger(length) || length < 0)
          return { records, say, failed: 'this is not an event socket of FreeSWITCH' };
        if (rest.length < end + 2 + length) break;
        const body = rest.subarray(end + 2, end + 2 + length).toString('utf8');
        rest = rest.subarray(end + 2 + length);
        const type = head['Content-Type'];
        if (type === 'auth/request') say += `auth ${password}\n\n`;
        else if (type === 'command/reply') {
          if (head['Reply-Text']?.startsWith('-ERR') === true)
            return { records, say, failed: 'the event socket refused the password or the subscription' };
          if (!ready && head['Reply-Text'] === '+OK accepted')
            say += 'event json CHANNEL_HANGUP_COMPLETE\n\n';
          else ready = true;
        } else if (type === 'text/rude-rejection' || type === 'text/disconnect-notice')
          return { records, say, failed: 'the event socket turned us away' };
        else if (type === 'text/event-json') {
          records.push(oneLine(body));
        }
      }
      return { records, say, ready };
    },
  };
}

export function lineProtocol(): Protocol {
  let rest = '';
  return {
    take: (bytes) => {
      rest += bytes.toString('latin1');
      if (rest.length > MOST_BYTES) return TOO_LONG;
      const lines = rest.split('\n');
      rest = lines.pop() ?? '';
      const records = lines.map((line) => utf8(line.replace(/\r$/, ''))).filter((line) => line.trim() !== '');
      return { records, say: '', ready: true };
    },
  };
}

function readBlock(text: string): Record<string, string> {
  const fields: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const line of text.split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon > 0) fields[line.slice(0, colon).trim()] ??= utf8(line.slice(colon + 1).trim());
  }
  return fields;
}

/** A name that came as bytes; what is not UTF-8 stays as Latin-1, so that no record is lost to an old phone book. */
function utf8(text: string): string {
  const bytes = Buffer.from(text, 'latin1');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return text;
  }
}

/** JSON may be laid out over several lines; the spool has one line per record. What is none is shown on Health. */
export function oneLine(json: string): string {
  try {
    return JSON.stringify(JSON.parse(json));
  } catch {
    return JSON.stringify({ unreadable: json.slice(0, 2000) });
  }
}
