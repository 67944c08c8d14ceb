import { readFile, writeFile } from 'node:fs/promises';
import { format, resolveConfig } from 'prettier';
import { configSchema } from '../src/core/organisation/schema-tree.ts';

/**
 * Writes `schema/ringback.schema.json`, which editors use to complete and check ringback.yaml. `--check` only compares:
 * CI runs it, so that the published schema can never drift from what the import accepts.
 */
const TARGET = new URL('../schema/ringback.schema.json', import.meta.url);

const schema = { title: 'Ringback organisation (ringback.yaml)', ...configSchema() };
const options = await resolveConfig(TARGET.pathname);
const text = await format(JSON.stringify(schema), { ...options, parser: 'json' });
if (process.argv.includes('--check')) {
  const current = await readFile(TARGET, 'utf8').catch(() => '');
  if (current !== text) {
    process.stderr.write(
      'schema/ringback.schema.json is out of date: run `node scripts/gen-config-schema.ts`\n',
    );
    process.exitCode = 1;
  }
} else {
  await writeFile(TARGET, text);
}
