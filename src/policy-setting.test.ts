/**
 * If these fail: the operator's policy file is read otherwise than it was meant, a mistake in it passes unnoticed until
 * the first text, or a policy meant for one organisation holds for another.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleWith } from './core/gate/sample-input.ts';
import { AppError } from './core/model/errors.ts';
import { TenantConfig } from './core/model/organisation.ts';
import type { Organisation } from './core/model/directory.ts';
import { judgeAction } from './pipeline/policy-desk.ts';
import { policyDesks, readPolicyFile } from './policy-setting.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringback-setting-'));
  await writeFile(join(folder, 'none.cedar'), 'forbid (principal, action, resource);');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function fileWith(value: unknown): Promise<string> {
  const file = join(folder, 'policy.yaml');
  await writeFile(file, JSON.stringify(value));
  return file;
}
const issuesOf = async (value: unknown, env: NodeJS.ProcessEnv = {}) => {
  try {
    await readPolicyFile(await fileWith(value), env);
  } catch (error) {
    if (error instanceof AppError) return error.issues.map(({ path }) => path);
    throw error;
  }
  return [];
};

function tenant(key: string, policy: object = {}): Organisation['tenant'] {
  const config = TenantConfig.parse({
    tenant: { key, name: key },
    banners: [{ key: 'b', name: 'B', legalEntity: 'B LLC' }],
    policy,
  });
  const switches = { simulated: false, paused: false, clockOffsetMs: 0 };
  return { id: key, key, name: key, zone: 'America/New_York', ...switches, config };
}

const own = { id: 'acme', use: 'cedar', author: 'a', settings: { cedar: './none.cedar' } };

describe('the policy file', () => {
  it('finds policies beside it, and holds them for whom it says', async () => {
    const desks = await policyDesks(await fileWith({ own: [{ ...own, tenants: ['acme'] }] }), {});
    const decide = async (key: string) =>
      (await judgeAction(desks, tenant(key), sampleWith({}))).decision.decision;
    expect(await decide('acme')).toBe('deny');
    expect(await decide('other')).toBe('pass');
    desks.close();
  });

  it('gives every organisation its engine, unless one says otherwise', async () => {
    const desks = await policyDesks(await fileWith({ engine: { use: 'casbin' } }), {});
    expect(desks.of(tenant('one'))?.ask).not.toBeNull();
    expect(desks.of(tenant('one'))).toBe(desks.of(tenant('two')));
    expect(desks.of(tenant('three', { engine: { use: 'native' } }))).toBeNull();
    desks.close();
  });

  it('takes secrets from the environment', async () => {
    const opa = { use: 'opa-rest', settings: { url: 'http://127.0.0.1:8181', token: '${OPA_TOKEN}' } };
    const { engine } = await readPolicyFile(await fileWith({ engine: opa }), { OPA_TOKEN: 'from outside' });
    expect(engine?.config).toMatchObject({ token: 'from outside' });
  });

  it.each<[string, unknown, string]>([
    ['an engine that does not exist', { engine: { use: 'prolog' } }, 'engine.use'],
    ['an engine without its address', { engine: { use: 'cerbos' } }, 'engine.settings.url'],
    [
      'an own policy whose file is not there',
      { own: [{ ...own, settings: { cedar: 'no.cedar' } }] },
      'own.0.settings.cedar',
    ],
    ['an own policy in an engine that takes none', { own: [{ ...own, use: 'oso' }] }, 'own.0.use'],
    ['two of one name', { own: [own, own] }, 'own.1.id'],
    ['nobody who wrote it', { own: [{ ...own, author: undefined }] }, 'own.0.author'],
    ['an unknown word', { engines: [] }, ''],
  ])('refuses %s, and says where', async (_, value, path) => {
    expect(await issuesOf(value)).toContain(path);
  });
});

it('without a file organisations may still set up their own', async () => {
  const desks = await policyDesks(null);
  const mine = { own: [{ ...own, settings: { text: 'forbid (principal, action, resource);' } }] };
  expect((await judgeAction(desks, tenant('acme', mine), sampleWith({}))).decision.decision).toBe('deny');
  expect(desks.of(tenant('other'))).toBeNull();
  desks.close();
});

it('a process that opened no desks asks a person rather than pass over what was set up', async () => {
  const set = tenant('acme', { engine: { use: 'cedar' } });
  expect((await judgeAction(undefined, set, sampleWith({}))).decision).toMatchObject({ queue: 'operations' });
  expect((await judgeAction(undefined, tenant('plain'), sampleWith({}))).decision.decision).toBe('pass');
});
