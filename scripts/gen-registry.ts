/**
 * Writes `src/connectors/registry.generated.ts` from the connector folders, and `docs/connectors/*.generated.md` from
 * what the connectors say of themselves, so that a new connector is one file and no list. `--check` writes nothing and
 * exits 1 when a file is out of date: CI runs it.
 */
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ConnectorMeta } from '../src/ports/connector.ts';

const root = join(import.meta.dirname, '..');

const KINDS = [
  { folder: 'voice', list: 'voiceSurfaces', type: 'VoiceSurface', port: 'voice', title: 'Voice surfaces' },
  {
    folder: 'messaging',
    list: 'messagingProviders',
    type: 'MessagingProvider',
    port: 'messaging',
    title: 'Messaging providers',
  },
  { folder: 'notify', list: 'notifiers', type: 'Notifier', port: 'notify', title: 'Notifiers' },
  { folder: 'llm', list: 'languageModels', type: 'LanguageModel', port: 'llm', title: 'Language models' },
] as const;
type Kind = (typeof KINDS)[number];

const found = KINDS.map((kind) => ({ kind, files: connectorFiles(kind.folder) }));
const outputs = new Map([['src/connectors/registry.generated.ts', registry()]]);
for (const { kind, files } of found)
  outputs.set(`docs/connectors/${kind.folder}.generated.md`, await page(kind, files));

const stale = [...outputs].filter(
  ([path, text]) => !existsSync(join(root, path)) || readFileSync(join(root, path), 'utf8') !== text,
);
if (process.argv.includes('--check')) {
  for (const [path] of stale) console.error(`${path} is out of date: run node scripts/gen-registry.ts`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  mkdirSync(join(root, 'docs/connectors'), { recursive: true });
  for (const [path, text] of stale) writeFileSync(join(root, path), text);
  console.log(
    stale.length === 0 ? 'The registry is up to date.' : `Wrote ${stale.map(([path]) => path).join(', ')}`,
  );
}

/** Files with a default export made by a define function; helpers beside them are left alone. */
function connectorFiles(folder: string): readonly string[] {
  const path = join(root, 'src/connectors', folder);
  if (!existsSync(path)) return [];
  return readdirSync(path)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .filter((name) => /^export default /m.test(readFileSync(join(path, name), 'utf8')))
    .sort();
}

function registry(): string {
  const lines = ['// Written by scripts/gen-registry.ts from the connector folders. Do not edit.'];
  for (const { kind } of found) lines.push(`import type { ${kind.type} } from '../ports/${kind.port}.ts';`);
  lines.push("import { erase } from './shared/erase.ts';");
  for (const { kind, files } of found) {
    for (const file of files) lines.push(`import ${nameOf(kind, file)} from './${kind.folder}/${file}';`);
  }
  for (const { kind, files } of found) {
    lines.push('', `export const ${kind.list}: ReadonlyMap<string, ${kind.type}> = byId([`);
    for (const file of files) lines.push(`  erase<${kind.type}>(${nameOf(kind, file)}),`);
    lines.push(']);');
  }
  lines.push(
    '',
    'function byId<Connector extends { readonly meta: { readonly id: string } }>(connectors: readonly Connector[]): ReadonlyMap<string, Connector> {',
    '  return new Map(connectors.map((connector) => [connector.meta.id, connector]));',
    '}',
    '',
  );
  return lines.join('\n');
}

function nameOf(kind: Kind, file: string): string {
  return `${kind.folder}_${file.replace(/\.ts$/, '').replaceAll(/[^a-z0-9]/gi, '_')}`;
}

/** The page of one kind: what exists, how far each was checked, and what to click at the vendor. */
async function page(kind: Kind, files: readonly string[]): Promise<string> {
  const metas: (ConnectorMeta & { readonly signature?: string })[] = [];
  for (const file of files) {
    const module = (await import(pathToFileURL(join(root, 'src/connectors', kind.folder, file)).href)) as {
      default: { meta: ConnectorMeta };
    };
    metas.push(module.default.meta);
  }
  const rows = metas.map(
    (meta) =>
      `| \`${meta.id}\` | ${meta.name} | ${meta.maturity} | ${meta.checkedHow} | ${meta.lastChecked} |`,
  );
  const sections = metas.map((meta) =>
    [
      `## ${meta.name}`,
      '',
      ...(meta.signature === undefined ? [] : [`Authenticity: ${meta.signature}.`, '']),
      ...meta.setup.map((step, index) => `${index + 1}. ${step}`),
      ...(meta.setup.length === 0 ? [] : ['']),
      ...meta.docs.map((link) => `- ${link}`),
      '',
    ].join('\n'),
  );
  return [
    `# ${kind.title}`,
    '',
    'Written by `scripts/gen-registry.ts` from the connectors themselves. `{url}` stands for the address that the source page shows.',
    '',
    '| id | name | maturity | how it was checked | last checked |',
    '|---|---|---|---|---|',
    ...rows,
    '',
    ...sections,
  ].join('\n');
}
