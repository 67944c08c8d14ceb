/**
 * If these fail: an engine that is down, locked, half loaded or not an engine at all is taken for one that said yes, or
 * its token goes to nobody. The servers here are ours, after the documented formats; the real OPA and Cerbos are in the lab.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PolicyEngine, PolicyPack } from '../../ports/policy.ts';
import { erase } from '../shared/erase.ts';
import cerbos from './cerbos.ts';
import opaRest from './opa-rest.ts';
import opaWasm from './opa-wasm.ts';
import permitIo from './permit-io.ts';
import styraDas from './styra-das.ts';

interface Seen {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: string;
}
let server: Server;
let url: string;
let seen: Seen[];
let reply: (request: Seen) => readonly [number, unknown];

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url: path = '', headers } = request;
      const body = Buffer.concat(chunks).toString();
      const one = { method, path, authorization: headers.authorization, body };
      seen.push(one);
      const [status, value] = reply(one);
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(typeof value === 'string' ? value : JSON.stringify(value));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  seen = [];
});

const pack: PolicyPack = {
  version: '2026-11-20-abc',
  files: [
    { path: '.manifest', text: '{}' },
    { path: 'ringback/rules/a-rule.rego', text: 'package ringback.rules.a_rule\n' },
  ],
};
const question = {
  kind: 'sms.reply',
  stage: 'first',
  today: 20261121,
  facts: { solicitation: false },
  rules: ['a-rule'],
};
const opaSays = (version = pack.version) => ({
  result: { version, outcomes: { 'a-rule': { arm: '1', decision: 'pass' } }, decision: 'pass' },
});
const cerbosSays = (version = pack.version) => ({
  results: [
    {
      resource: { kind: 'a-rule', id: 'a-rule' },
      actions: { 'sms.reply': 'EFFECT_ALLOW' },
      outputs: [{ src: 'resource.a-rule.vdefault#arm-1', val: { version, arm: '1', decision: 'pass' } }],
    },
  ],
});

const ENGINES: readonly [
  string,
  PolicyEngine,
  () => Record<string, unknown>,
  (version?: string) => unknown,
][] = [
  ['OPA', erase<PolicyEngine>(opaRest), () => ({ url: `${url}/`, token: 'token-of-the-test' }), opaSays],
  ['Permit.io', erase<PolicyEngine>(permitIo), () => ({ url, apiKey: 'token-of-the-test' }), opaSays],
  [
    'Styra DAS',
    erase<PolicyEngine>(styraDas),
    () => ({
      tenant: url,
      system: 'sys1',
      token: 'token-of-the-test',
      opa: url,
      opaToken: 'token-of-the-test',
    }),
    opaSays,
  ],
  ['Cerbos', erase<PolicyEngine>(cerbos), () => ({ url, token: 'token-of-the-test' }), cerbosSays],
];

describe.each(ENGINES)('%s', (_, engine, settings, says) => {
  const deps = () => ({ fetch, now: () => new Date(), signal: AbortSignal.timeout(5000) });
  const ask = async () => {
    const loaded = await engine.load(pack, engine.config.parse(settings()), deps());
    return loaded.status === 'loaded' ? loaded.policy.ask(question, deps()) : loaded;
  };

  it('is told the facts and its token, and its arm is read', async () => {
    reply = ({ method }) => (method === 'PUT' ? [200, {}] : [200, says()]);
    expect(await ask()).toEqual({ status: 'answered', arms: { 'a-rule': '1' } });
    expect(seen.every(({ authorization }) => authorization === 'Bearer token-of-the-test')).toBe(true);
    expect(seen.at(-1)?.body).toContain('"solicitation":false');
  });

  it.each<[string, () => readonly [number, unknown]]>([
    ['other rules', () => [200, says('2025-01-01-old')]],
    ['a locked door', () => [401, {}]],
    ['a failure', () => [500, { message: 'out of memory' }]],
    ['something else', () => [200, '<html>hello</html>']],
    ['an answer without a result', () => [200, {}]],
  ])('is unavailable with %s', async (_case, answer) => {
    reply = ({ method }) => (method === 'PUT' ? [200, {}] : answer());
    expect(await ask()).toMatchObject({ status: 'unavailable' });
  });

  it('is unavailable when nobody is there, and says so when checked', async () => {
    const nowhere = 'http://127.0.0.1:9';
    const config = engine.config.parse(
      Object.fromEntries(
        Object.entries(settings()).map(([name, value]) => [
          name,
          String(value).startsWith('http') ? nowhere : value,
        ]),
      ),
    );
    const loaded = await engine.load(pack, config, deps());
    const answer = loaded.status === 'loaded' ? await loaded.policy.ask(question, deps()) : loaded;
    expect(answer).toMatchObject({ status: 'unavailable', retryable: true });
    expect(await engine.check(config, deps())).toMatchObject({ ok: false });
  });
});

describe('publishing the rules', () => {
  const deps = { fetch, now: () => new Date(), signal: AbortSignal.timeout(5000) };

  it('puts each Rego file into OPA, and nothing where bundles bring them', async () => {
    reply = () => [200, {}];
    await opaRest.load(pack, opaRest.config.parse({ url }), deps);
    expect(seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'PUT /v1/policies/ringback/rules/a-rule.rego',
    ]);
    await opaRest.load(pack, opaRest.config.parse({ url, policies: 'bundle' }), deps);
    expect(seen).toHaveLength(1);
  });

  it('puts each package into the system of Styra DAS', async () => {
    reply = () => [200, {}];
    const config = styraDas.config.parse({ tenant: url, system: 'sys1', token: 't', opa: url });
    await styraDas.load(pack, config, deps);
    expect(seen).toMatchObject([
      { method: 'PUT', path: '/v1/policies/systems/sys1/ringback/rules/a_rule', authorization: 'Bearer t' },
    ]);
    expect(JSON.parse(seen[0]?.body ?? '')).toEqual({ modules: { 'a-rule.rego': pack.files[1]?.text } });
  });

  it('says what OPA did not take', async () => {
    reply = () => [400, { code: 'invalid_parameter', message: 'rego_parse_error' }];
    const loaded = await opaRest.load(pack, opaRest.config.parse({ url }), deps);
    expect(loaded).toMatchObject({ status: 'unavailable', retryable: false });
    expect(loaded.status === 'unavailable' && loaded.detail).toContain('rego_parse_error');
  });

  it('refuses a compiled policy that is none', async () => {
    const loaded = await opaWasm.load(pack, { file: import.meta.filename }, deps);
    expect(loaded).toMatchObject({ status: 'unavailable', retryable: false });
    expect(await opaWasm.check({ file: '/nowhere.tar.gz' }, deps)).toMatchObject({ ok: false });
  });
});
