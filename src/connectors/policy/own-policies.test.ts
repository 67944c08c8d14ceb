/**
 * If these fail: a policy that an operator wrote is misread, an error in it is taken for silence, or it is told more about
 * a caller than the facts that the rules name. Cedar is the real library; OPA is answered for by hand here and runs for
 * real in the lab.
 */
import { describe, expect, it } from 'vitest';
import { sampleWith } from '../../core/gate/sample-input.ts';
import { bookWith } from '../../core/policy/ruling.ts';
import type { OwnPolicies } from '../../ports/policy.ts';
import { openOwn, type OwnSeat } from '../../pipeline/policy-desk.ts';
import cedar from './cedar.ts';
import opaRest from './opa-rest.ts';

const book = bookWith([]);
const nudge = sampleWith({ 'action.kind': 'sms.nudge' });

function seat(policies: OwnPolicies | undefined, config: unknown, change: Partial<OwnSeat> = {}): OwnSeat {
  if (policies === undefined) throw new Error('this engine evaluates no own policies');
  const parsed = policies.config.parse(config);
  const named = { id: 'acme', title: 'Acme', kinds: null, expires: null, engine: 'Engine' };
  return { ...named, policies, language: 'cedar', config: parsed, ...change };
}
const deps = (answer: typeof fetch = fetch) => ({
  fetch: answer,
  now: () => new Date('2026-11-21T12:00:00Z'),
});
const askCedar = (text: string, input = nudge, change: Partial<OwnSeat> = {}) =>
  openOwn(seat(cedar.own, { text }, change), book, deps()).ask(input, 1000);

describe('own policies in Cedar', () => {
  it('forbid, in their own words', async () => {
    const word = await askCedar(`
      @because("Acme nudges customers only.")
      forbid (principal, action == Ringback::Action::"sms.nudge", resource)
      unless { context.facts has "recipient.lastTransactionDaysAgo" };`);
    expect(word).toMatchObject({
      policy: 'acme',
      version: expect.stringMatching(/^[0-9a-f]{16}$/) as string,
      answer: {
        status: 'answered',
        verdicts: [{ decision: 'deny', because: 'Acme nudges customers only.' }],
      },
    });
  });

  it.each([
    ['@decision("route-to-counsel")', { decision: 'route-to-counsel' }],
    ['@decision("defer") @hours("12")', { decision: 'defer-until', until: 12 }],
  ])('say less when annotated %s', async (annotation, expected) => {
    const word = await askCedar(`${annotation} forbid (principal, action, resource);`);
    expect(word?.answer).toMatchObject({ verdicts: [expected] });
  });

  it('say nothing about what they do not forbid', async () => {
    const word = await askCedar('forbid (principal, action == Ringback::Action::"sms.marketing", resource);');
    expect(word?.answer).toEqual({ status: 'answered', verdicts: [] });
  });

  it('that permit something mean Cedar as it is: what is not permitted is denied', async () => {
    const text = 'permit (principal, action == Ringback::Action::"sms.nudge", resource);';
    expect((await askCedar(text))?.answer).toEqual({ status: 'answered', verdicts: [] });
    expect((await askCedar(text, sampleWith({})))?.answer).toMatchObject({
      verdicts: [{ decision: 'deny' }],
    });
  });

  it.each([
    ['a mistake in the language', 'forbid (principal', 'unexpected end of input'],
    [
      'a fact that nobody derives',
      'forbid (principal, action, resource) when { context.facts["caller.mood"] };',
      'caller.mood',
    ],
    [
      'a fact that may be absent',
      'forbid (principal, action, resource) when { context.facts["consent.noticed"] };',
      'optional',
    ],
    [
      'a fact that is only asked after',
      'forbid (principal, action, resource) when { context.facts has "caller.mood" };',
      'caller.mood is no fact',
    ],
    [
      'an action that does not exist',
      'forbid (principal, action == Ringback::Action::"sms.shout", resource);',
      'sms.shout',
    ],
    ['a wait without end', '@decision("defer") forbid (principal, action, resource);', '@hours'],
    ['another decision', '@decision("permit") forbid (principal, action, resource);', '@decision'],
    ['no policy', '// nothing here', 'no policy'],
    ['a template', 'forbid (principal == ?principal, action, resource);', 'templates'],
  ])('with %s cannot be used, and say why', async (_, text, said) => {
    const word = await askCedar(text);
    expect(word?.answer).toMatchObject({
      status: 'unavailable',
      detail: expect.stringContaining(said) as string,
    });
  });

  it('concern the kinds that they name, until they end', async () => {
    const text = 'forbid (principal, action, resource);';
    expect(await askCedar(text, nudge, { kinds: ['sms.marketing'] })).toBeNull();
    expect(await askCedar(text, nudge, { kinds: ['sms.nudge'] })).not.toBeNull();
    const day = nudge.nowUtc.slice(0, 10);
    expect(await askCedar(text, nudge, { expires: day })).not.toBeNull();
    expect(await askCedar(text, nudge, { expires: '2020-01-01' })).toBeNull();
  });
});

describe('own policies that an OPA holds', () => {
  const asked: { url: string; body: string }[] = [];
  const opa = (result: unknown): typeof fetch =>
    ((url: string, init: RequestInit = {}) => {
      asked.push({ url, body: typeof init.body === 'string' ? init.body : '' });
      return Promise.resolve(new Response(url.endsWith('/health') ? '{}' : JSON.stringify(result)));
    }) as typeof fetch;
  const config = { url: 'http://127.0.0.1:8181/', path: 'acme/texts' };
  const ask = (result: unknown, input = nudge) =>
    openOwn(seat(opaRest.own, config, { language: 'rego' }), book, deps(opa(result))).ask(input, 1000);

  it('are asked at their path, with facts and nothing that tells who it is', async () => {
    asked.length = 0;
    const private_ = sampleWith({
      'action.kind': 'sms.nudge',
      'action.body': 'Hello Ana, call +13105550142',
    });
    await ask({ result: { deny: [] } }, private_);
    const question = asked.find(({ url }) => url === 'http://127.0.0.1:8181/v1/data/acme/texts');
    expect(JSON.parse(question?.body ?? '')).toMatchObject({ input: { kind: 'sms.nudge', facts: {} } });
    expect(question?.body).not.toMatch(/Ana|5550142/);
  });

  it('deny, ask counsel and wait', async () => {
    const result = {
      deny: ['No nudges.'],
      counsel: ['Ask.'],
      defer: [
        { because: 'Later.', hours: 3 },
        { because: 'Then.', until: '2026-11-21T20:00:00+01:00' },
      ],
      allow: true,
    };
    expect((await ask({ result }))?.answer).toEqual({
      status: 'answered',
      verdicts: [
        { decision: 'deny', because: 'No nudges.' },
        { decision: 'route-to-counsel', because: 'Ask.' },
        { decision: 'defer-until', because: 'Later.', until: 3 },
        { decision: 'defer-until', because: 'Then.', until: '2026-11-21T20:00:00+01:00' },
      ],
    });
  });

  it.each([
    ['nothing at that path', {}, 'no document at acme/texts'],
    ['a document of another kind', { result: { allow: true } }, 'none of deny, counsel and defer'],
    ['an answer in another shape', { result: { deny: 'yes' } }, 'deny'],
    ['a wait without a time', { result: { defer: [{ because: 'x' }] } }, 'defer'],
  ])('are not taken for silent with %s', async (_, result, said) => {
    expect((await ask(result))?.answer).toMatchObject({
      status: 'unavailable',
      detail: expect.stringContaining(said) as string,
    });
  });

  it('that answer too late are not waited for', async () => {
    const slow = ((url: string, init: RequestInit = {}) =>
      url.endsWith('/health')
        ? Promise.resolve(new Response('{}'))
        : new Promise((_, fail) => {
            init.signal?.addEventListener('abort', () => {
              fail(new DOMException('late', 'TimeoutError'));
            });
          })) as typeof fetch;
    const session = openOwn(seat(opaRest.own, config, { language: 'rego' }), book, deps(slow));
    expect((await session.ask(nudge, 20))?.answer).toEqual({
      status: 'unavailable',
      detail: 'no answer in time',
    });
  });
});
