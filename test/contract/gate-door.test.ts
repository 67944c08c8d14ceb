/**
 * If this fails: some action is judged past the one door (`judgeAction`), so the operator's own policies, the decider and
 * the second opinion have no word in it; or it is let out without anybody having asked.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = join(import.meta.dirname, '../../src');

/** What judges by the rules alone, and who may ask it: each with the reason why that is no action being let out. */
const SHUT: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  judge: {
    'core/policy/ruling.ts': 'the door itself: everything else joins its word',
    'core/policy/relaxed.ts': 'part of the door: the rule book under product policy that was relaxed',
  },
  judgeUnder: {
    'cli/policy-diff.ts': 'compares what own policies would change',
    'cli/policy-own.ts': 'tries own policies on worked cases',
  },
  judgeRecorded: {
    'pipeline/policy-desk.ts': 'the door',
    'pipeline/replayers.ts': 'replay derives what was decided; nothing goes out',
    'cli/gate-explain.ts': 'a filter on a file: no organisation, nothing goes out',
  },
  evaluateGate: {
    'core/gate/coverage.ts': 'what `judge` is made of',
    'core/gate/applicable.ts': 'which rules concern a location; the decision is not looked at',
    'core/policy/ruling.ts': 'the door itself',
    'core/policy/operator-word.ts': "makes a decision of what the operator's policies said",
    'core/duties/precondition.ts': 'makes a decision of duties that are not kept; the door joins it',
    'core/policy/engine-gate.ts': "makes a decision of an engine's answers",
    'cli/gate.ts': '`--engine native`: the catalogue by itself, as a filter',
    'cli/policy.ts': 'compares days',
    'cli/policy-parity.ts': 'compares engines',
  },
};

/** Files that name `what` in an import, tests and the file that defines it aside. */
function importersOf(what: string): readonly string[] {
  return sources().filter((file) =>
    [...readFileSync(join(SRC, file), 'utf8').matchAll(/import (?:type )?\{([^}]*)\} from/g)].some(
      ([statement, names = '']) =>
        !statement.startsWith('import type') &&
        names.split(',').some((name) => name.trim().split(/\s/)[0] === what),
    ),
  );
}

function sources(): readonly string[] {
  return readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !/\.(test|fixture)\.ts$/.test(file),
  );
}

describe('the door of the Gate', () => {
  it.each(Object.entries(SHUT))('%s is asked by nobody else', (what, allowed) => {
    const importers = importersOf(what);
    expect(importers.filter((file) => !Object.hasOwn(allowed, file))).toEqual([]);
  });

  it.each(Object.entries(SHUT))('every leave for %s is used', (what, allowed) => {
    const importers = importersOf(what);
    expect(Object.keys(allowed).filter((file) => !importers.includes(file))).toEqual([]);
  });

  it('is used by every path that does something', () => {
    const users = [...importersOf('judgeAction'), ...importersOf('judgeActions')];
    expect(users).toEqual(
      expect.arrayContaining([
        'pipeline/answer.ts',
        'pipeline/say.ts',
        'pipeline/side-gate.ts',
        'pipeline/export-gate.ts',
        'server/api/threads.ts',
        'server/api/rule-book.ts',
      ]),
    );
  });
});
