import { readTable } from '../../shared/csv.ts';
import type { Fields } from '../../shared/records.ts';

/**
 * Accounting as text: the lines of syslog (acc_log_request, and cdr_log of Kamailio), tables with column names, and the
 * datagrams of OpenSIPS' event_datagram. Modules acc of Kamailio 5.8 and of OpenSIPS 3.4, event_datagram; read 2026-11-21.
 */
export function readAccounting(text: string): readonly Fields[] | null {
  if (text.includes('ACC: ')) {
    const lines = text.split(/\r?\n/).filter((line) => line.includes('ACC: '));
    return lines.slice(0, MOST_LINES).map(readLine);
  }
  if (/^E_ACC_\w+\s*$/m.test(text)) return text.split(/^(?=E_ACC_)/m).flatMap(readDatagram);
  const table = readTable(text, (cell) => /^(callid|call_id|sip_call_id)$/i.test(cell));
  if (table !== null && table.length > 0) return table.slice(0, MOST_LINES);
  const cdrs = text.split(/\r?\n/).filter((line) => CDR.test(line));
  return cdrs.length === 0
    ? null
    : cdrs.slice(0, MOST_LINES).map((line) => ({ table: 'acc_cdrs', ...pairs(CDR.exec(line)?.[0] ?? '') }));
}

const MOST_LINES = 5000;
/** `start_time=1795200131.100; end_time=1795200161.900; duration=30.800; caller=..` */
const CDR = /\bstart_time=[\d.]+;.*\bduration=.*$/;

/** `ACC: call missed: timestamp=1795200131;method=INVITE;from_tag=..;call_id=..;code=486;reason=Busy Here;src_user=..` */
function readLine(line: string): Fields {
  const [, kind = '', rest = ''] = /ACC: ([^:=]*): (.*)$/.exec(line) ?? [];
  return { table: kind, ...pairs(rest) };
}

function pairs(text: string): Fields {
  return Object.fromEntries(
    text.split(';').map((pair): [string, string] => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
    }),
  );
}

/** The event's name, and a line for each of its parameters, `callid::a84b4c76e66710`. */
function readDatagram(text: string): readonly Fields[] {
  const [name = '', ...lines] = text.split(/\r?\n/);
  const fields = lines.flatMap((line): [string, string][] => {
    const at = line.indexOf('::');
    return at < 1 ? [] : [[line.slice(0, at), line.slice(at + 2)]];
  });
  return fields.length === 0 ? [] : [{ table: name.trim(), ...Object.fromEntries(fields) }];
}
