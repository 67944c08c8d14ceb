import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { VoiceSurface } from '../../src/ports/voice.ts';

const FOLDER = join(import.meta.dirname, '../../src/connectors/voice');

/**
 * Every voice surface by id, straight from the folder. `SURFACES=telnyx,vonage` in the environment narrows the suite to
 * the ones being worked on.
 */
export async function surfacesUnderTest(): Promise<readonly (readonly [string, VoiceSurface])[]> {
  const only = process.env['SURFACES']?.split(',');
  const ids = readdirSync(FOLDER)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => name.slice(0, -3))
    .filter((id) => only === undefined || only.includes(id))
    .sort();
  return Promise.all(
    ids.map(async (id) => {
      const module = (await import(pathToFileURL(join(FOLDER, `${id}.ts`)).href)) as {
        readonly default: VoiceSurface;
      };
      return [module.default.meta.id, module.default] as const;
    }),
  );
}
