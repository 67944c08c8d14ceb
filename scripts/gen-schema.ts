import { readFile, readdir, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';

/**
 * Writes `src/store/schema.ts`, the Kysely view of the tables, from the migrations. `--check` only compares: CI runs
 * it, so that the types can never drift from the SQL.
 */
const MIGRATIONS = new URL('../src/store/migrations/', import.meta.url);
const TARGET = new URL('../src/store/schema.ts', import.meta.url);

const TS_TYPE: Readonly<Record<string, string>> = {
  uuid: 'string',
  text: 'string',
  'text[]': 'string[]',
  boolean: 'boolean',
  integer: 'number',
  bigint: 'number',
  jsonb: 'Json',
  bytea: 'Buffer',
  timestamptz: 'Timestamp',
  tstzrange: 'string',
};

interface Table {
  readonly name: string;
  readonly columns: string[];
}

async function readTables(): Promise<Table[]> {
  const names = (await readdir(MIGRATIONS)).filter((name) => name.endsWith('.sql')).sort();
  const tables: Table[] = [];
  for (const name of names) {
    const text = (await readFile(new URL(name, MIGRATIONS), 'utf8')).replaceAll(/--.*$/gm, '');
    for (const match of text.matchAll(/create table (\w+) \(([\s\S]*?)\n\);/g)) {
      tables.push({ name: match[1] ?? '', columns: (match[2] ?? '').split('\n').flatMap(column) });
    }
    for (const match of text.matchAll(/alter table (\w+) add column ([^;]+);/g)) {
      tables.find((table) => table.name === match[1])?.columns.push(...column(`  ${match[2] ?? ''}`));
    }
    for (const match of text.matchAll(/alter table (\w+) drop column (\w+);/g)) {
      const columns = tables.find((table) => table.name === match[1])?.columns ?? [];
      const at = columns.findIndex((line) => line.startsWith(`${match[2] ?? ''}:`));
      if (at >= 0) columns.splice(at, 1);
    }
  }
  return tables;
}

function column(line: string): string[] {
  const match =
    /^\s*(\w+) (uuid|text\[\]|text|boolean|integer|bigint|jsonb|bytea|timestamptz|tstzrange)\b(.*)$/.exec(
      line,
    );
  if (match === null) return [];
  const [, name = '', type = '', rest = ''] = match;
  const base = TS_TYPE[type] ?? 'unknown';
  const nullable = !/not null|primary key/.test(rest);
  const generated = /generated always/.test(rest);
  const optional = /\bdefault\b/.test(rest);
  // Kysely does not look inside a Generated<ColumnType>, so those two have defaulted twins.
  const wrapped = base === 'Json' || base === 'Timestamp' ? `Default${base}` : `Generated<${base}>`;
  const ts = generated ? `GeneratedAlways<${base}>` : optional ? wrapped : base;
  return [`${name}: ${nullable && !optional ? `${ts} | null` : ts};`];
}

function pascal(name: string): string {
  return name.replaceAll(/(^|_)(\w)/g, (_, __, letter: string) => letter.toUpperCase());
}

const tables = await readTables();
const source = `import type { ColumnType, Generated, GeneratedAlways } from 'kysely';

/** Generated from the migrations by scripts/gen-schema.ts. Do not edit. */

/** Read as RFC 3339 text in UTC; written as text or Date. */
export type Timestamp = ColumnType<string, string | Date, string | Date>;
/** Read as parsed JSON of unknown shape: parse it with its schema. Written as JSON text. */
export type Json = ColumnType<unknown, string, string>;
export type DefaultTimestamp = ColumnType<string, string | Date | undefined, string | Date>;
export type DefaultJson = ColumnType<unknown, string | undefined, string>;

${tables.map((table) => `export interface ${pascal(table.name)}Table {\n${table.columns.join('\n')}\n}`).join('\n\n')}

export interface Database {
${tables.map((table) => `${table.name}: ${pascal(table.name)}Table;`).join('\n')}
}
`;
const options = await resolveConfig(TARGET.pathname);
const text = await format(source, { ...options, parser: 'typescript' });
if (process.argv.includes('--check')) {
  if ((await readFile(TARGET, 'utf8')) !== text) {
    process.stderr.write('src/store/schema.ts is out of date: run `node scripts/gen-schema.ts`\n');
    process.exitCode = 1;
  }
} else {
  await writeFile(TARGET, text);
}
