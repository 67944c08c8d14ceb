import type { IncomingRequest } from '../../../ports/connector.ts';
import { mediaType } from '../../shared/body.ts';
import type { BodyResult } from '../../shared/body.ts';
import { plainText } from '../../shared/plain-text.ts';
import { readRecords } from '../../shared/records.ts';
import type { Fields } from '../../shared/records.ts';

/**
 * Everything that Asterisk writes calls down in, as records: rows of the cdr table and AMI events as JSON, AMI blocks as
 * text, lines of queue_log and of Master.csv. Column order of Master.csv from cdr_csv.c; read 2026-11-21.
 */
const CSV = [
  'accountcode',
  'src',
  'dst',
  'dcontext',
  'clid',
  'channel',
  'dstchannel',
  'lastapp',
  'lastdata',
  'start',
  'answer',
  'end',
  'duration',
  'billsec',
  'disposition',
  'amaflags',
  'uniqueid',
  'userfield',
];
const MOST_LINES = 5000;
/** How AMI, queue_log and Master.csv begin or go on, where nobody said that this is text. */
const LINES = /^\s*(?:Event|Response|Asterisk Call Manager)[:/]|^\d{9,11}\||^(?:[^,\n]*,){12}/im;

export function readAsterisk(request: IncomingRequest): BodyResult<readonly Fields[]> {
  const text = plainText(request);
  if (text === null || !(mediaType(request).startsWith('text/') || LINES.test(text)))
    return readRecords(request, ['events', 'cdrs']);
  const records = /^\s*Event: /im.test(text)
    ? text.split(/\r?\n\r?\n/).map(readBlock)
    : text.split(/\r?\n/).map((line) => (line.includes('|') ? readQueueLog(line) : readCsv(line)));
  return { ok: true, value: records.filter((record) => record !== null).slice(0, MOST_LINES) };
}

/** `Key: Value` lines of one AMI event. */
function readBlock(block: string): Fields | null {
  const fields: Record<string, unknown> = {};
  for (const line of block.split(/\r?\n/)) {
    const [, key, value] = /^([A-Za-z][\w()-]{0,63}):\s?(.*)$/.exec(line) ?? [];
    if (key !== undefined) fields[key] ??= value;
  }
  return typeof fields['Event'] === 'string' ? fields : null;
}

/** `1795200131|1795200100.12|support|NONE|ABANDON|1|1|25` */
function readQueueLog(line: string): Fields | null {
  const [time, callid, queuename, agent, event, data1, data2, data3] = line.trim().split('|');
  return event === undefined || !/^\d{9,11}$/.test(time ?? '')
    ? null
    : { time, callid, queuename, agent, event, data1, data2, data3 };
}

function readCsv(line: string): Fields | null {
  const cells = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((cell) =>
    (cell[1] ?? cell[2] ?? '').replaceAll('""', '"'),
  );
  return cells.length < 16 ? null : Object.fromEntries(CSV.map((name, index) => [name, cells[index]]));
}
