import { readdir, readFile } from 'node:fs/promises';

/** What processes used, as Linux tells it in /proc. On other systems everything is zero. */
export interface Usage {
  /** Resident memory, in bytes. */
  readonly rss: number;
  /** Memory with shared pages divided among those who share them: what adding up processes should use. */
  readonly pss: number;
  /** Processor time since the process started, in milliseconds. */
  readonly cpuMs: number;
}

const TICK_MS = 10;

export async function usageOf(pids: readonly number[]): Promise<Usage> {
  const each = await Promise.all(pids.map(usageOfOne));
  return each.reduce(
    (sum, one) => ({ rss: sum.rss + one.rss, pss: sum.pss + one.pss, cpuMs: sum.cpuMs + one.cpuMs }),
    { rss: 0, pss: 0, cpuMs: 0 },
  );
}

/** The process and all that descend from it. */
export async function familyOf(pid: number): Promise<number[]> {
  const parents = new Map<number, number>();
  for (const name of await readdir('/proc').catch(() => [])) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1] ?? 0));
  }
  const family = new Set([pid]);
  for (let grown = true; grown;) {
    grown = false;
    for (const [child, parent] of parents) {
      if (!family.has(parent) || family.has(child)) continue;
      family.add(child);
      grown = true;
    }
  }
  return [...family];
}

async function usageOfOne(pid: number): Promise<Usage> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const kilobytes = (text: string, name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(text)?.[1] ?? 0) * 1024;
  const rss = kilobytes(status, 'VmRSS');
  return {
    rss,
    pss: kilobytes(rollup, 'Pss') || rss,
    cpuMs: (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * TICK_MS,
  };
}
