/**
 * If these fail: counsel cannot read the rule book in another engine's language, or a change of day or an own policy comes
 * as a surprise.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RULES } from '../core/gate/rules/all.ts';
import { run as gate } from './gate.ts';
import { SAMPLE } from '../core/gate/sample-input.ts';
import { run } from './policy.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringback-policy-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function* bytes(text: string): AsyncIterable<Uint8Array> {
  yield await Promise.resolve(Buffer.from(text));
}

async function call(command: typeof run, args: string[], text = '') {
  let out = '';
  let err = '';
  const io = {
    stdin: bytes(text),
    stdout: (said: string) => void (out += said),
    stderr: (said: string) => void (err += said),
  };
  return { code: await command(args, io), out, err };
}

describe('ringback policy', () => {
  it('lists every rule, and the facts that an own policy may name', async () => {
    const rules = await call(run, ['list', '--json']);
    const rows = rules.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string; runs: string });
    // The whole catalogue: what judges actions, and what is kept beside it.
    expect(new Set(rows.map(({ id }) => id)).size).toBe(110);
    expect(rows.filter(({ runs }) => runs === 'action')).toHaveLength(RULES.length);
    expect((await call(run, ['list', '--facts'])).out).toContain('recipient.states  words');
  });

  it.each([['list', '--help'], ['test', '-h'], ['--help'], ['diff', '--help']])(
    'says how: %s %s',
    async (...args) => {
      expect(await call(run, args)).toMatchObject({
        code: 0,
        out: expect.stringContaining('usage:') as string,
      });
    },
  );

  it.each([
    ['opa', 'ringback/gate.rego'],
    ['cedar', 'ringback.cedarschema'],
    ['casbin', 'policy.csv'],
    ['cerbos', 'policies/tcpa-core.yaml'],
    ['oso', 'ringback.polar'],
  ])('exports to %s', async (engine, file) => {
    expect(await call(run, ['export', engine, join(folder, engine)])).toMatchObject({ code: 0 });
    expect((await readFile(join(folder, engine, file), 'utf8')).length).toBeGreaterThan(100);
  });

  it('prints the parity of an engine', async () => {
    const { code, out } = await call(run, ['test', 'casbin']);
    expect(code).toBe(0);
    expect(out).toMatch(/100\.0%\n$/);
  });

  it('tells what flips by itself between two days', async () => {
    const { code, out } = await call(run, ['diff', '2026-11-20', '2027-02-05']);
    expect(code).toBe(1);
    expect(out).toContain('fcc-revoke-all');
    expect(await call(run, ['diff', '2026-11-20', '2026-11-20'])).toMatchObject({ code: 0, out: '' });
  });

  it('tells what own policies decide otherwise, and refuses one that would loosen', async () => {
    const policy = (then: string) =>
      JSON.stringify({
        policies: [
          {
            id: 'acme-no-nudges',
            title: 'No nudges at Acme',
            kinds: ['sms.nudge'],
            when: { fact: 'solicitation', known: true },
            then,
            because: 'Acme does not nudge.',
            author: 'counsel@acme.example',
          },
        ],
      });
    const file = join(folder, 'own.json');
    await writeFile(file, policy('deny'));
    const { code, out } = await call(run, ['diff', '--own', file]);
    expect(code).toBe(1);
    expect(out).toContain('"after":"deny"');
    await writeFile(file, policy('pass'));
    expect(await call(run, ['diff', '--own', file])).toMatchObject({ code: 2, out: '' });
  });

  it.each([
    [[]],
    [['export', 'opa']],
    [['export', 'prolog', 'x']],
    [['diff', 'monday', 'friday']],
    [['test', 'x']],
  ])('explains itself on %j', async (args) => {
    expect(await call(run, args)).toMatchObject({ code: 2, err: expect.stringContaining('usage') as string });
  });
});

describe('ringback policy test --own DIRECTORY', () => {
  const forbid = `@because("Harbor nudges customers only.")
forbid (principal, action == Ringback::Action::"sms.nudge", resource)
unless { context.facts has "recipient.lastTransactionDaysAgo" };
`;
  const inFolder = async (files: Record<string, string>) => {
    const own = await mkdtemp(join(folder, 'own-'));
    for (const [name, text] of Object.entries(files)) await writeFile(join(own, name), text);
    return call(run, ['test', '--own', own]);
  };

  it('says how often a policy holds back, and whether it does what is expected of it', async () => {
    const cases = [
      { say: 'a stranger', given: { 'action.kind': 'sms.nudge' }, expect: 'deny' },
      { say: 'a first text', expect: 'pass' },
    ];
    const { code, out, err } = await inFolder({
      'no-nudges.cedar': forbid,
      'no-nudges.cases.yaml': JSON.stringify(cases),
    });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(
      /^operator:no-nudges {2}Cedar: of \d+ worked cases deny \d+; expectations: 2 of 2 hold$/m,
    );
  });

  it('fails where an expectation does not hold', async () => {
    const cases = [{ say: 'nobody is held back', given: { 'action.kind': 'sms.nudge' }, expect: 'pass' }];
    const { code, err } = await inFolder({
      'no-nudges.cedar': forbid,
      'no-nudges.cases.json': JSON.stringify(cases),
    });
    expect(code).toBe(1);
    expect(err).toContain('nobody is held back: expected pass, was deny');
  });

  it.each([
    ['Cedar with a mistake', { 'a.cedar': 'forbid (' }, 1, 'Cedar refuses it'],
    [
      'a fact that nobody derives',
      { 'a.cedar': forbid.replace('lastTransactionDaysAgo', 'lastDaysAgo') },
      1,
      'recipient.lastDaysAgo',
    ],
    ['a file that OPA did not compile', { 'a.wasm': 'text' }, 1, 'no policy.wasm'],
    ['expectations of another shape', { 'a.cedar': forbid, 'a.cases.yaml': '- say: 1' }, 1, 'a.cases.yaml'],
    ['conditions that would loosen', { 'a.yaml': 'policies: [{ id: x, then: pass }]' }, 1, 'policies.0'],
    ['nothing', { 'readme.txt': 'x' }, 2, 'no policy in it'],
  ])('refuses %s, and says where', async (_, files, expected, said) => {
    const { code, err } = await inFolder(files);
    expect(code).toBe(expected);
    expect(err).toContain(said);
    expect(err).toContain('remedy');
  });
});

it('ringback gate --engine asks the engine and says which rules it had', async () => {
  const { code, out } = await call(gate, ['--engine', 'casbin'], JSON.stringify(SAMPLE));
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ decision: 'pass', engine: { name: 'Casbin' } });
});
