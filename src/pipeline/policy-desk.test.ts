/**
 * If these fail: an operator's engine is not asked, is asked without end, or stays unused after it was away for a moment;
 * or what it said is missing from the record.
 */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import casbin from '../connectors/policy/casbin.ts';
import { judge } from '../core/gate/coverage.ts';
import { sampleWith } from '../core/gate/sample-input.ts';
import { definePolicyEngine, type PolicyEngine, type PolicyLoad } from '../ports/policy.ts';
import { judgeAt, openPolicyDesk } from './policy-desk.ts';

const sample = sampleWith({});
const deps = { fetch, now: () => new Date('2026-11-21T12:00:00Z') };
const engineThat = (load: PolicyEngine['load']): PolicyEngine =>
  definePolicyEngine({
    meta: { ...casbin.meta, name: 'Engine of the test' },
    config: z.unknown(),
    load,
    check: () => Promise.resolve({ ok: true, detail: '' }),
  });
const deskWith = (engine: PolicyEngine) =>
  openPolicyDesk([], { engine, config: {}, role: 'second-opinion' }, deps);

describe('the policy desk', () => {
  it('is not there by default: the rule book decides and nothing is added to the record', async () => {
    expect(await judgeAt(null, sample)).toEqual({ decision: judge(sample), facts: sample });
  });

  it('asks the engine with the facts that the rules name, and records what it said', async () => {
    const desk = deskWith(engineThat((pack, _, wanted) => casbin.load(pack, {}, wanted)));
    const { decision, facts } = await judgeAt(desk, sample);
    expect(decision).toEqual(judge(sample));
    expect(facts).toMatchObject({
      ...sample,
      ruling: { testimony: { role: 'second-opinion', answer: { status: 'answered' } } },
    });
    desk.close();
  });

  it('tries again with the next action when the engine was away', async () => {
    let tries = 0;
    const engine = engineThat((pack, _, wanted) => {
      tries += 1;
      const away: PolicyLoad = { status: 'unavailable', detail: 'no connection', retryable: true };
      return tries === 1 ? Promise.resolve(away) : casbin.load(pack, {}, wanted);
    });
    const desk = deskWith(engine);
    expect((await judgeAt(desk, sample)).decision).toMatchObject({ queue: 'operations' });
    expect((await judgeAt(desk, sample)).decision.decision).toBe('pass');
    expect((await judgeAt(desk, sample)).decision.decision).toBe('pass');
    expect(tries).toBe(2);
    desk.close();
  });

  it.each<[string, PolicyEngine['load']]>([
    ['breaks while it is loaded', () => Promise.reject(new Error('boom'))],
    [
      'breaks while it judges',
      () =>
        Promise.resolve({
          status: 'loaded',
          policy: { ask: () => Promise.reject(new Error('boom')), close: () => undefined },
        }),
    ],
  ])('takes an engine that %s for one that could not be asked', async (_, load) => {
    const { decision, facts } = await judgeAt(deskWith(engineThat(load)), sample);
    expect(decision).toMatchObject({ decision: 'route-to-counsel', queue: 'operations' });
    expect(facts).toMatchObject({
      ruling: { testimony: { answer: { status: 'unavailable', detail: 'boom' } } },
    });
  });
});
