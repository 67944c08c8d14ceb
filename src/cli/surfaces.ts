import { parseArgs } from 'node:util';
import { voiceSurfaces } from '../connectors/registry.generated.ts';
import type { VoiceSurface } from '../ports/voice.ts';
import type { FilterIo } from './filter-input.ts';

/**
 * `ringback surfaces [--json]`: every voice product this build can hear, how it delivers, how a delivery proves that it
 * is genuine, and how far that was checked. Exit 0, or 2 for wrong usage.
 */
export const USAGE = 'usage: ringback surfaces [--json]\n';

export function run(args: string[], io: FilterIo): Promise<number> {
  const json = readOptions(args);
  if (typeof json === 'string') {
    io.stderr(`ringback surfaces: ${json}\n${USAGE}`);
    return Promise.resolve(2);
  }
  const rows = [...voiceSurfaces.values()].map(rowOf).sort((a, b) => a.id.localeCompare(b.id));
  io.stdout(json ? `${JSON.stringify(rows, null, 2)}\n` : table(rows));
  return Promise.resolve(0);
}

interface SurfaceRow {
  readonly id: string;
  readonly name: string;
  readonly kind: 'voice';
  readonly family: string;
  readonly delivery: string;
  /** What Ringback asks the vendor for by itself. */
  readonly polls: string | null;
  readonly subscribes: boolean;
  readonly signature: string;
  readonly maturity: string;
  readonly checkedHow: string;
  /** The page to read first; null where the vendor publishes none. */
  readonly docs: string | null;
  readonly moreDocs: readonly string[];
  readonly lastChecked: string;
}

function rowOf({ kind, meta, poll, subscription }: VoiceSurface): SurfaceRow {
  return {
    id: meta.id,
    name: meta.name,
    kind,
    family: meta.family,
    delivery: meta.delivery,
    polls: poll?.what ?? null,
    subscribes: subscription !== undefined,
    signature: meta.signature,
    maturity: meta.maturity,
    checkedHow: meta.checkedHow,
    docs: meta.docs[0] ?? null,
    moreDocs: meta.docs.slice(1),
    lastChecked: meta.lastChecked,
  };
}

function readOptions(args: string[]): boolean | string {
  try {
    return parseArgs({ args, options: { json: { type: 'boolean', default: false } } }).values.json;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const COLUMNS = ['id', 'name', 'family', 'delivery', 'maturity', 'lastChecked', 'signature'] as const;

function table(rows: readonly SurfaceRow[]): string {
  const cells = [
    ['id', 'name', 'family', 'delivery', 'maturity', 'checked', 'signature'],
    ...rows.map((row) => COLUMNS.map((column) => row[column])),
  ];
  const widths = COLUMNS.map((_, at) => Math.max(...cells.map((line) => (line[at] ?? '').length)));
  const lines = cells.map((line) =>
    // The last column is prose: as long as it is, without blanks behind it.
    line.map((cell, at) => (at === line.length - 1 ? cell : cell.padEnd(widths[at] ?? 0))).join('  '),
  );
  return `${lines.join('\n')}\n\n${rows.length} voice surfaces\n`;
}
