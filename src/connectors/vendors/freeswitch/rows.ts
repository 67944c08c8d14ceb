import { textOf } from '../../shared/body.ts';
import { readTable } from '../../shared/csv.ts';
import type { Fields } from '../../shared/records.ts';

/**
 * FreeSWITCH's calls as flat rows: the file of mod_cdr_csv, the tables of mod_odbc_cdr and mod_cdr_pg_csv, and v_xml_cdr of
 * FusionPBX (as JSON, or as text with column names). Columns of `example` in cdr_csv.conf.xml and of FusionPBX's
 * app/xml_cdr/app_config.php, read 2026-11-21.
 *
 * Quirk: a row need not say whether a person was bridged: then the column of the other leg, or FusionPBX' own status does.
 * A row without any of them is kept as unknown, for an answer alone may be a menu.
 */
export function isRow(record: Fields): boolean {
  return (
    record['variables'] === undefined &&
    record['Event-Name'] === undefined &&
    textOf(record['hangup_cause']) !== null &&
    idOf(record) !== null
  );
}

/** The row as the variables of its channel. */
export function variablesOf(row: Fields): Fields {
  const text = (...names: readonly string[]): string | null =>
    names.map((name) => textOf(row[name], 2000)).find((value) => value !== null) ?? null;
  const status = text('status')?.toLowerCase() ?? '';
  const direction = text('direction')?.toLowerCase();
  const bridged =
    status === 'answered' ||
    (!isTrue(row['missed_call']) && text('bleg_uuid', 'bridge_uuid', 'other_leg_uuid') !== null);
  const mailbox =
    status === 'voicemail' ||
    isTrue(row['voicemail_message']) ||
    /^\*99/.test(text('destination_number') ?? '');
  const secondLeg = text('leg')?.toLowerCase() === 'b';
  return {
    ...row,
    uuid: idOf(row),
    start_stamp: text('start_stamp', 'start_timestamp'),
    answer_stamp: text('answer_stamp', 'answer_timestamp'),
    end_stamp: text('end_stamp', 'end_timestamp'),
    direction: secondLeg ? 'outbound' : direction,
    call_direction: secondLeg ? null : direction,
    ...(secondLeg ? { originating_leg_uuid: text('originating_leg_uuid') ?? 'another' } : {}),
    bridge_uuid: text('bridge_uuid', 'bleg_uuid', 'other_leg_uuid'),
    bridge_stamp: bridged ? text('bridge_stamp', 'answer_stamp', 'answer_timestamp') : null,
    ...(mailbox && !bridged ? { last_app: 'voicemail' } : {}),
    sip_to_user: text('sip_to_user', 'caller_destination', 'destination_number'),
  };
}

/** Whether the row can tell a menu that picked up from a person. */
export function tellsOfBridges(row: Fields): boolean {
  return BRIDGES.some((name) => Object.hasOwn(row, name));
}

const BRIDGES = [
  'bleg_uuid',
  'bridge_uuid',
  'other_leg_uuid',
  'bridge_epoch',
  'bridge_uepoch',
  'bridge_stamp',
  'missed_call',
  'status',
  'last_app',
];

const CSV = [
  'caller_id_name',
  'caller_id_number',
  'destination_number',
  'context',
  'start_stamp',
  'answer_stamp',
  'end_stamp',
  'duration',
  'billsec',
  'hangup_cause',
  'uuid',
  'bleg_uuid',
  'accountcode',
];

/** Rows of a text with column names, or of mod_cdr_csv, which writes none. Null when the text is something else. */
export function readCsv(text: string): readonly Fields[] | null {
  const named = readTable(text, (cell) => cell === 'hangup_cause');
  if (named !== null) return named;
  // The column names that mod_cdr_csv leaves out are laid over each line.
  const lines = text.split(/\r?\n/).filter((line) => /^(?:"[^"]*",){9}"[A-Z_]+","[\w-]{8,}",/.test(line));
  if (lines.length === 0) return null;
  const table = readTable(
    [CSV, ...lines.map((line) => line.split('","').slice(0, CSV.length))]
      .map((cells) => cells.map((cell) => `"${cell.replaceAll('"', '').replace(/,$/, '')}"`).join(','))
      .join('\n'),
    (cell) => cell === 'hangup_cause',
  );
  return table;
}

function idOf(row: Fields): string | null {
  return textOf(row['uuid']) ?? textOf(row['xml_cdr_uuid']);
}

function isTrue(value: unknown): boolean {
  return value === true || /^(true|t|1|yes)$/i.test(textOf(value) ?? '');
}
