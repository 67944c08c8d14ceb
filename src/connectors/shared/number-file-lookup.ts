/**
 * A list kept as a file on this machine, asked like any look-up. The file is read again when it changes. A file that is
 * older than it may be, or does not cover the number's area code, answers nothing: "not listed" is said only by a current
 * list that would list the number.
 */
import { readFile, stat } from 'node:fs/promises';
import { z } from 'zod';
import { wholeDays } from '../../core/model/days.ts';
import { readNumberFile, type ListedNumber, type NumberTopic } from '../../core/model/number-files.ts';
import type { CheckResult, OutboundDeps } from '../../ports/connector.ts';
import type { LookupQuestion, LookupReply } from '../../ports/lookup.ts';

export const FileConfig = z.strictObject({
  path: z.string().min(1).describe('The file on this machine'),
  maxAgeDays: z.int().min(1).max(366).default(31).describe('How old the file may be and still answer'),
  areaCodes: z
    .array(z.string().regex(/^[2-9]\d\d$/))
    .max(800)
    .optional()
    .describe('Area codes that the list covers; without it those that occur in the file'),
});
export type FileConfig = z.infer<typeof FileConfig>;

interface Loaded {
  readonly changedAt: number;
  readonly numbers: ReadonlyMap<string, ListedNumber>;
  readonly areaCodes: ReadonlySet<string>;
  readonly changes: boolean;
  readonly bad: number;
}
const loaded = new Map<string, Loaded>();

export interface FileLookup {
  readonly topic: NumberTopic;
  /** The list holds every number that it means: one that is not on it is surely not meant. */
  readonly complete: boolean;
}

export async function findInFile(
  { topic, complete }: FileLookup,
  { phone, knownSince }: LookupQuestion,
  config: FileConfig,
  deps: OutboundDeps,
): Promise<LookupReply> {
  const file = await load(topic, config.path);
  if (typeof file === 'string')
    return {
      status: 'unavailable',
      detail: file,
      retryable: false,
      remedy: 'Check the path, and who may read the file on the machine that Ringback runs on.',
    };
  const ageDays = wholeDays(deps.now().getTime() - file.changedAt);
  if (ageDays > config.maxAgeDays)
    return {
      status: 'unavailable',
      detail: `${config.path} is ${ageDays} days old; it may be ${config.maxAgeDays}.`,
      retryable: false,
      remedy: 'Download the list again and put it in the place of the old one.',
    };
  if (file.changes)
    return {
      status: 'unavailable',
      detail: `${config.path} is a change list; give the full list here.`,
      retryable: false,
      remedy: 'Download the full list; change lists are for `ringback import --numbers`.',
    };
  const validDays = Math.max(1, config.maxAgeDays - ageDays);
  const found = file.numbers.get(phone);
  const asOf = new Date(file.changedAt).toISOString().slice(0, 10);
  if (found !== undefined) {
    // An answer about another day than the one asked does not answer; a file without days is taken to answer ours.
    const since = topic === 'reassigned' ? (found.since ?? knownSince) : undefined;
    return {
      status: 'answered',
      answers: [{ topic, answer: found.answer, validDays, asOf, ...(since === undefined ? {} : { since }) }],
    };
  }
  const covered =
    complete &&
    (!topic.endsWith('-dnc') ||
      ((config.areaCodes === undefined
        ? file.areaCodes.has(phone.slice(2, 5))
        : config.areaCodes.includes(phone.slice(2, 5))) &&
        phone.startsWith('+1')));
  return covered
    ? { status: 'answered', answers: [{ topic, answer: 'not-listed', validDays, asOf }] }
    : { status: 'unknown', detail: `${config.path} says nothing about this number.` };
}

export async function checkFile(
  { topic }: FileLookup,
  config: FileConfig,
  deps: OutboundDeps,
): Promise<CheckResult> {
  const file = await load(topic, config.path);
  if (typeof file === 'string')
    return { ok: false, detail: file, remedy: 'Check the path and who may read it.' };
  const ageDays = wholeDays(deps.now().getTime() - file.changedAt);
  const detail = `${file.numbers.size} numbers in ${file.areaCodes.size} area codes, ${ageDays} days old, ${file.bad} lines left out.`;
  return ageDays > config.maxAgeDays
    ? { ok: false, detail, remedy: 'Download the list again.' }
    : { ok: file.numbers.size > 0, detail };
}

async function load(topic: NumberTopic, path: string): Promise<Loaded | string> {
  try {
    const { mtimeMs } = await stat(path);
    const key = `${topic} ${path}`;
    const before = loaded.get(key);
    if (before?.changedAt === mtimeMs) return before;
    const { numbers, areaCodes, bad, changes } = readNumberFile(await readFile(path, 'utf8'), topic);
    const file: Loaded = {
      changedAt: mtimeMs,
      numbers: new Map(numbers.map((number) => [number.phone, number])),
      areaCodes: new Set(areaCodes),
      changes,
      bad: bad.length,
    };
    loaded.set(key, file);
    return file;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    return `${path} cannot be read (${code}).`;
  }
}
