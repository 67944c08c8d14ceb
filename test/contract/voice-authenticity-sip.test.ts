import { createHmac } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import jambonz from '../../src/connectors/voice/jambonz.ts';
import type { IncomingRequest, Verdict } from '../../src/ports/connector.ts';

/**
 * Authenticity of the SIP family beyond what the common suite asks. If it fails, an old delivery can be played again, or
 * a hook that is protected by a password instead of a signature is refused.
 */
describe('jambonz', () => {
  const SECRET = 'webhook-secret-of-the-account';
  const body = '{"call_sid":"c1","call_status":"busy"}';
  const sign = (time: string): string =>
    `t=${time},v1=${createHmac('sha256', SECRET).update(`${time}.${body}`).digest('hex')}`;
  const verify = (headers: Record<string, string>, settings: object = { webhookSecret: SECRET }): Verdict => {
    const request: IncomingRequest = {
      method: 'POST',
      url: 'https://shop.example.test/hooks/voice/main',
      headers: { 'content-type': 'application/json', ...headers },
      body: new TextEncoder().encode(body),
      receivedAt: '2026-11-20T18:42:12Z',
    };
    return jambonz.verify(request, jambonz.config.parse(settings), new Date('2026-11-20T18:42:11Z'));
  };

  test('the time is signed and may be five minutes off, either way', () => {
    expect(verify({ 'jambonz-signature': sign('1795200131') })).toEqual({ ok: true });
    expect(verify({ 'jambonz-signature': sign('1795199831') })).toEqual({ ok: true });
    expect(verify({ 'jambonz-signature': sign('1795199830') })).toMatchObject({ code: 'signature-expired' });
    expect(verify({ 'jambonz-signature': sign('1795200432') })).toMatchObject({ code: 'signature-expired' });
    const signature = sign('1795199830').replace('t=1795199830', 't=1795200131');
    expect(verify({ 'jambonz-signature': signature })).toMatchObject({ code: 'signature-invalid' });
  });

  test('one of several signatures is enough, as while a secret is changed', () => {
    const [time = '', good = ''] = sign('1795200131').split(',');
    expect(verify({ 'jambonz-signature': `${time},v1=${'0'.repeat(64)},${good}` })).toEqual({ ok: true });
    expect(verify({ 'jambonz-signature': `${time},v0=${good.slice(3)}` })).toMatchObject({
      code: 'signature-invalid',
    });
  });

  test('a password works where no signature is sent, and does not excuse a wrong one', () => {
    const settings = { webhookSecret: SECRET, accessToken: 'password-of-the-hook' };
    const basic = `Basic ${Buffer.from('ringback:password-of-the-hook').toString('base64')}`;
    expect(verify({ authorization: basic }, settings)).toEqual({ ok: true });
    expect(verify({ authorization: basic }, { accessToken: 'password-of-the-hook' })).toEqual({ ok: true });
    expect(
      verify({ authorization: basic, 'jambonz-signature': 't=1795200131,v1=00' }, settings),
    ).toMatchObject({
      code: 'signature-invalid',
    });
    expect(verify({ authorization: basic })).toMatchObject({ code: 'signature-missing' });
  });
});
