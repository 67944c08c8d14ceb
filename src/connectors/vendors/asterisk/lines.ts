import type { IncomingRequest } from '../../../ports/connector.ts';
import { mediaType } from '../../shared/body.ts';
import type { BodyResult } from '../../shared/body.ts';
import { readTable } from '../../shared/csv.ts';
import { plainText } from '../../shared/plain-text.ts';
import { readRecords } from '../../shared/records.ts';
import type { Fields } from '../../shared/records.ts';

/**
 * Everything that Asterisk writes calls down in, as records: rows of the cdr table and AMI events as JSON, AMI blocks as
 * text, lines of queue_log and of Master.csv. Column orders from cdr_csv.c, and from the samples of
 * cdr_custom.conf and cel_custom.conf; read 2026-11-21.
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
/** The file that cdr_custom.conf's sample writes. */
const CUSTOM = [
  'clid',
  'src',
  'dst',
  'dcontext',
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
  'accountcode',
  'uniqueid',
  'userfield',
  'sequence',
];
/** The file that cel_custom.conf's sample writes. */
const CEL = [
  'eventtype',
  'eventtime',
  'cid_name',
  'cid_num',
  'cid_ani',
  'cid_rdnis',
  'cid_dnid',
  'exten',
  'context',
  'channame',
  'appname',
  'appdata',
  'amaflags',
  'accountcode',
  'uniqueid',
  'linkedid',
  'peer',
  'userfield',
  'userdeftype',
  'extra',
];
const WORD = /^(ANSWERED|NO ANSWER|BUSY|FAILED|CONGESTION|CANCEL)$/i;
const MOST_LINES = 5000;
/** How AMI, queue_log and Master.csv begin or go on, where nobody said that this is text. */
const LINES =
  /^\s*(?:Event|Response|Asterisk Call Manager)[:/]|^\d{9,11}\||^(?:[^,\n]*,){12}|^(?:[^;\n]*;){8}/im;

export function readAsterisk(request: IncomingRequest): BodyResult<readonly Fields[]> {
  const text = plainText(request);
  if (text === null || !(mediaType(request).startsWith('text/') || LINES.test(text)))
    return readRecords(request, ['events', 'cdrs']);
  const table = readTable(text, (cell) => /^(disposition|eventtype|queuename)$/i.test(cell));
  if (table !== null) return { ok: true, value: table.slice(0, MOST_LINES) };
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
  const [time, callid, queuename, agent, event, data1, data2, data3, data4] = line.trim().split('|');
  return event === undefined || !/^\d{9,11}$/.test(time ?? '')
    ? null
    : { time, callid, queuename, agent, event, data1, data2, data3, data4 };
}

function readCsv(line: string): Fields | null {
  const cells = [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((cell) =>
    (cell[1] ?? cell[2] ?? '').replaceAll('""', '"'),
  );
  if (cells.length < 16) return null;
  const names = /^[A-Z]+_[A-Z_]+$|^(ANSWER|HANGUP|PICKUP)$/.test(cells[0] ?? '')
    ? CEL
    : WORD.test(cells[13] ?? '') && !WORD.test(cells[14] ?? '')
      ? CUSTOM
      : CSV;
  return Object.fromEntries(names.map((name, index) => [name, cells[index]]));
}
