import type { ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exitOf, type Processes } from '../processes.ts';

/** Bridges in processes of their own; what each says goes to a file in the folder. */
export interface Bridge {
  readonly child: ChildProcess;
  readonly log: () => Promise<string>;
}

export function startBridge(
  folder: string,
  name: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  children: Processes,
): Bridge {
  const path = logOf(folder, name);
  const child = children.run(
    '/bin/sh',
    [
      ...['-c', 'exec "$@" 2>>"$0"', path, process.execPath, 'src/main.ts', 'bridge'],
      ...['--spool', join(folder, `${name}.spool`), ...args],
    ],
    env,
  );
  return { child, log: () => readFile(path, 'utf8').catch(() => '') };
}

export function logOf(folder: string, name: string): string {
  return join(folder, `${name}.log`);
}

/** Ends it as an operator does; answers what it said. */
export async function ended(bridge: Bridge): Promise<string> {
  const exit = exitOf(bridge.child);
  bridge.child.kill('SIGTERM');
  const code = await exit;
  if (code !== 0) throw new Error(`the bridge ended with ${code}: ${await bridge.log()}`);
  return bridge.log();
}
