/**
 * Writes `src/connectors/registry.generated.ts` from the connector folders, and `docs/connectors/*.generated.md` and the
 * table of voice surfaces in README.md from what the connectors say of themselves, so that a new connector is one file
 * and no list. `--check` writes nothing and exits 1 when a file is out of date: CI runs it.
 */
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { format, resolveConfig } from 'prettier';
import type { z } from 'zod';
import type { ConnectorMeta } from '../src/ports/connector.ts';
import type { VoiceSurface } from '../src/ports/voice.ts';
import { settingFields } from '../src/server/api/setting-fields.ts';

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
  { folder: 'policy', list: 'policyEngines', type: 'PolicyEngine', port: 'policy', title: 'Policy engines' },
  { folder: 'lookup', list: 'numberLookups', type: 'NumberLookup', port: 'lookup', title: 'Number look-ups' },
] as const;
type Kind = (typeof KINDS)[number];

const FAMILIES = {
  'call-tracking': 'Call tracking',
  cpaas: 'Programmable voice',
  ucaas: 'Business phone systems',
  'contact-center': 'Contact centers',
  enterprise: 'Enterprise voice',
  sip: 'SIP servers',
  'click-to-call': 'Ads and click-to-call',
  'ai-receptionist': 'AI receptionists',
  generic: 'Anything else',
} as const satisfies Record<VoiceSurface['meta']['family'], string>;

const README_START = '<!-- surfaces: written by scripts/gen-registry.ts -->';
const README_END = '<!-- /surfaces -->';

const found = KINDS.map((kind) => ({ kind, files: connectorFiles(kind.folder) }));
const outputs = new Map([['src/connectors/registry.generated.ts', registry()]]);
for (const { kind, files } of found) {
  const connectors = await load(kind, files);
  outputs.set(`docs/connectors/${kind.folder}.generated.md`, page(kind, connectors));
  if (kind.folder === 'voice') outputs.set('README.md', await readme(connectors as readonly VoiceSurface[]));
}

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

interface Connector {
  readonly meta: ConnectorMeta;
  readonly config?: z.ZodType;
}

async function load(kind: Kind, files: readonly string[]): Promise<readonly Connector[]> {
  const connectors: Connector[] = [];
  for (const file of files) {
    const path = join(root, 'src/connectors', kind.folder, file);
    connectors.push(((await import(pathToFileURL(path).href)) as { default: Connector }).default);
  }
  return connectors;
}

/** The page of one kind: what exists, how far each was checked, and what to click at the vendor. */
function page(kind: Kind, connectors: readonly Connector[]): string {
  const rows = connectors.map(
    ({ meta }) =>
      `| \`${meta.id}\` | ${meta.name} | ${meta.maturity} | ${cell(meta.checkedHow)} | ${meta.lastChecked} |`,
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
    ...connectors.map(section),
  ].join('\n');
}

function section(connector: Connector): string {
  const { meta } = connector;
  const voice = isVoice(connector) ? voiceLines(connector) : [];
  const settings = connector.config === undefined ? [] : settingLines(connector.config);
  return [
    `## ${meta.name}`,
    '',
    ...voice,
    ...meta.setup.map((step, index) => `${index + 1}. ${step}`),
    ...(meta.setup.length === 0 ? [] : ['']),
    ...settings,
    ...meta.docs.map((link) => `- ${link}`),
    '',
  ].join('\n');
}

function isVoice(connector: Connector): connector is VoiceSurface {
  return 'kind' in connector && connector.kind === 'voice';
}

/** How news come, how they prove to be genuine, and what Ringback asks for by itself. */
function voiceLines({ meta, poll, subscription }: VoiceSurface): string[] {
  return [
    `Id: \`${meta.id}\`. Delivery: ${meta.delivery}.`,
    '',
    `Authenticity: ${meta.signature}.`,
    '',
    ...(poll === undefined
      ? []
      : [
          `Ringback looks at the ${poll.what} every ${poll.everySeconds} s${poll.role === 'primary' ? '' : ', for what lost deliveries left out'}.`,
          '',
        ]),
    ...(subscription === undefined ? [] : ['Ringback makes and renews the push subscription itself.', '']),
  ];
}

function settingLines(config: z.ZodType): string[] {
  const fields = settingFields(config);
  if (fields.length === 0) return [];
  return [
    '| setting | kind | meaning |',
    '|---|---|---|',
    ...fields.map((field) => `| \`${field.name}\` | ${field.kind} | ${cell(field.description)} |`),
    '',
  ];
}

/** README.md with the table of surfaces between its two marks, as Prettier wants it. */
async function readme(surfaces: readonly VoiceSurface[]): Promise<string> {
  const path = join(root, 'README.md');
  const text = readFileSync(path, 'utf8');
  const [before, rest] = text.split(README_START);
  const after = rest?.split(README_END)[1];
  if (before === undefined || after === undefined)
    throw new Error(`README.md lacks its marks ${README_START} and ${README_END}`);
  const families = Object.keys(FAMILIES) as (keyof typeof FAMILIES)[];
  const rows = surfaces
    .toSorted(
      (a, b) =>
        families.indexOf(a.meta.family) - families.indexOf(b.meta.family) ||
        a.meta.id.localeCompare(b.meta.id),
    )
    .map(
      ({ meta, poll }) =>
        `| ${FAMILIES[meta.family]} | ${meta.name} | \`${meta.id}\` | ${meta.delivery}${poll?.role === 'reconciliation' ? ', and a look for lost ones' : ''} | ${meta.maturity}${/unverified/i.test(meta.checkedHow) ? ', unverified' : ''} |`,
    );
  const table = ['| family | surface | id | comes by | checked |', '|---|---|---|---|---|', ...rows];
  const whole = [before + README_START, '', ...table, '', README_END + after].join('\n');
  return format(whole, { ...(await resolveConfig(path)), filepath: path });
}

/** Text that may stand in a cell of a table. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}
