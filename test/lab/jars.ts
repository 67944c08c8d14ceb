import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './processes.ts';

/**
 * The jars that the pom in `test/lab/<folder>` names, from Maven Central: fetched once per machine, moved into place only
 * when all are there. `version` names the folder they are kept in.
 */
export async function jarsOf(folder: string, version: string): Promise<string> {
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'ringback-lab');
  const place = join(cache, `${folder}-${version}`);
  if (existsSync(place)) return place;
  await mkdir(cache, { recursive: true });
  const part = await mkdtemp(join(cache, 'part-'));
  const fetchAll = (): Promise<unknown> =>
    promisify(execFile)('/usr/bin/mvn', [
      ...['-q', '-B', '-f', join(ROOT, 'test/lab', folder, 'pom.xml')],
      ...['dependency:copy-dependencies', `-DoutputDirectory=${part}`],
    ]);
  // A registry may stumble once; what came the first time need not come again.
  await fetchAll().catch(fetchAll);
  await rename(part, place);
  return place;
}
