/**
 * If these fail, counsel asks the command line why something was not sent and gets no answer, or the wrong one.
 */
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { SAMPLE } from '../core/gate/sample-input.ts';
import { run } from './gate.ts';

async function ask(args: string[], input: unknown): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const text = typeof input === 'string' ? input : JSON.stringify(input);
  const code = await run(['explain', ...args], {
    stdin: Readable.from([Buffer.from(text)]),
    stdout: (part) => {
      out += part;
    },
    stderr: (part) => {
      err += part;
    },
  });
  return { code, out, err };
}

describe('ringback gate explain', () => {
  it('says that nothing stands against it, and lists what was asked when told to', async () => {
    const { code, out } = await ask([], SAMPLE);
    expect(code).toBe(0);
    expect(out).toMatch(/^sms\.textback\.first at .*: pass\n/);
    expect(out).toContain('rules have nothing against it');
    expect((await ask(['--all'], SAMPLE)).out).toContain('quiet-hours-federal; ');
  });

  it('names the rule that said no, its source and its facts first', async () => {
    const dnc = { ...SAMPLE, consent: { ...SAMPLE.consent, state: 'DNC_INTERNAL' } };
    const { out } = await ask([], dnc);
    expect(out).toMatch(/: deny\n/);
    expect(out.indexOf('What decided it:')).toBeGreaterThan(0);
    expect(out).toMatch(/internal-dnc; .*CFR/);
  });

  it("counts counsel's standing approval, as the product does", async () => {
    const asked = {
      ...SAMPLE,
      action: { ...SAMPLE.action, kind: 'crm.write' },
      recipient: {
        ...SAMPLE.recipient,
        candidates: [{ state: 'CA', zone: 'America/Los_Angeles', source: 'area-code-510' }],
      },
      write: { fields: [], idempotencyKey: 'a', optOutSynced: true },
      privacy: { sharing: false },
    };
    expect((await ask([], asked)).out).toMatch(/: route-to-counsel\n/);
    const approved = { ...asked, location: { ...SAMPLE.location, counselExemptions: ['ccpa-cpra'] } };
    expect((await ask([], approved)).out).toMatch(/: pass\n/);
  });

  it.each([
    ['not JSON', [], '{'],
    ['nothing', [], ''],
    ['an option it does not know', ['--verbose'], '{}'],
    ['an input without an action', [], '{}'],
  ])('refuses %s with one typed answer', async (_, args, input) => {
    const { code, out, err } = await ask(args, input);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(JSON.parse(err.split('\n')[0] ?? '')).toHaveProperty('code');
  });
});
