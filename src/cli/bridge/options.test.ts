/**
 * If this fails: the bridge reads from somewhere else than it was told, runs with half of its settings, or takes a password
 * from where everyone on the machine can see it.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readOptions } from './options.ts';

const nothing = (async function* () {})();
const ENV = { RINGBACK_BRIDGE_TOKEN: 'token-of-the-source' };
const TO = ['--to', 'https://calls.example.com/hooks/voice/pbx'];
const read = (args: string[], env: Record<string, string> = {}): unknown => {
  const options = readOptions([...args, ...TO], nothing, { ...ENV, ...env });
  return typeof options === 'string' ? options : options.source;
};
const KAFKA = ['--kafka', 'k1', '--topic', 'calls', '--group', 'ringback'];
const NATS = ['--nats', 'n1', '--subject', 'cdc.>'];

describe('ari', () => {
  const SECRET = { RINGBACK_BRIDGE_SECRET: 'ari' };
  it.each([
    [['pbx:8088'], 'http://pbx:8088/ari'],
    [['[2001:db8::1]:8089', '--tls'], 'https://[2001:db8::1]:8089/ari'],
    [['wss://pbx.example.com/asterisk/ari/'], 'https://pbx.example.com/asterisk/ari'],
    [['http://pbx:8088/asterisk'], 'http://pbx:8088/asterisk/ari'],
  ])('%j is %s', (args, base) => {
    expect(read(['--ari', ...args, '--user', 'bridge'], SECRET)).toEqual({
      kind: 'ari',
      base,
      app: 'ringback-bridge',
      user: 'bridge',
      secret: 'ari',
    });
  });

  it.each([
    [['--ari', 'pbx', '--user', 'u'], SECRET, /--ari needs/],
    [['--ari', 'ftp://pbx:21', '--user', 'u'], SECRET, /--ari needs/],
    [['--ari', 'http://u:password@pbx:8088', '--user', 'u'], SECRET, /--ari needs/],
    [['--ari', 'http://pbx:8088/ari?api_key=u:p', '--user', 'u'], SECRET, /--ari needs/],
    [['--ari', 'pbx:8088'], SECRET, /--user is missing/],
    [['--ari', 'pbx:8088', '--user', 'u:p'], SECRET, /colon/],
    [['--ari', 'pbx:8088', '--user', 'u'], {}, /RINGBACK_BRIDGE_SECRET/],
    [['--ari', 'pbx:8088', '--user', 'u', '--app', 'a,b'], SECRET, /--app/],
    [['--ari', 'pbx:8088', '--ami', 'pbx:5038', '--user', 'u'], SECRET, /one of/],
  ])('%j is refused', (args, env, problem) => {
    expect(read(args, env)).toMatch(problem);
  });
});

describe('kafka', () => {
  it('takes brokers, topics and a group', () => {
    expect(
      read([
        ...['--kafka', 'k1:9093,k2,[2001:db8::1]:9094', '--topic', 'a,b', '--topic', 'c', '--group', 'g'],
        ...['--with-key', '--spool-limit', '128', '--from', 'latest'],
      ]),
    ).toEqual({
      kind: 'kafka',
      servers: [
        { host: 'k1', port: 9093 },
        { host: 'k2', port: 9092 },
        { host: '2001:db8::1', port: 9094 },
      ],
      topics: ['a', 'b', 'c'],
      group: 'g',
      user: '',
      secret: '',
      sasl: null,
      tls: null,
      from: 'latest',
      withKey: true,
      limitBytes: 128 * 1024 * 1024,
    });
  });

  it('takes a login and TLS', () => {
    expect(
      read([...KAFKA, '--user', 'bridge', '--sasl', 'scram-sha-256', '--tls-ca', '/etc/ca.pem'], {
        RINGBACK_BRIDGE_SECRET: 'scram',
      }),
    ).toMatchObject({ user: 'bridge', secret: 'scram', sasl: 'SCRAM-SHA-256', tls: { ca: '/etc/ca.pem' } });
    expect(read([...KAFKA, '--tls'])).toMatchObject({ tls: {} });
  });

  it.each([
    [['--kafka', 'k1', '--group', 'g'], /--topic/],
    [['--kafka', 'k1', '--topic', 't'], /--group/],
    [['--kafka', 'k1:0', '--topic', 't', '--group', 'g'], /HOST:PORT/],
    [['--kafka', 'http://k1', '--topic', 't', '--group', 'g'], /HOST:PORT/],
    [[...KAFKA, '--user', 'u'], /--sasl is missing/],
    [[...KAFKA, '--sasl', 'gssapi', '--user', 'u'], /--sasl is plain/],
    [[...KAFKA, '--sasl', 'plain', '--user', 'u'], /RINGBACK_BRIDGE_SECRET/],
    [[...KAFKA, '--from', 'yesterday'], /--from/],
    [[...KAFKA, '--spool-limit', '1'], /--spool-limit/],
    [[...KAFKA, '--tls-cert', '/c.pem'], /go together/],
    [[...KAFKA, '--stdin'], /one of/],
  ])('%j is refused', (args, problem) => {
    expect(read(args)).toMatch(problem);
  });
});

describe('nats', () => {
  it('takes a durable of a stream, several servers and a user', () => {
    expect(
      read(
        ['--nats', 'tls://n1,n2:4333', ...NATS.slice(2), '--stream', 'CDC', '--durable', 'd', '--user', 'u'],
        {
          RINGBACK_BRIDGE_SECRET: 'password',
        },
      ),
    ).toMatchObject({
      kind: 'nats',
      servers: [
        { host: 'n1', port: 4222 },
        { host: 'n2', port: 4333 },
      ],
      subjects: ['cdc.>'],
      durable: { name: 'd', stream: 'CDC' },
      user: 'u',
      secret: 'password',
      tls: {},
    });
  });

  it('takes plain subjects, a token, a creds file or an nkey', () => {
    expect(read(NATS, { RINGBACK_BRIDGE_SECRET: 'token' })).toMatchObject({ durable: null, secret: 'token' });
    expect(read([...NATS, '--creds', '/c', '--group', 'g'])).toMatchObject({ creds: '/c', group: 'g' });
    expect(read([...NATS, '--nkey', '/n'])).toMatchObject({ nkey: '/n' });
  });

  it.each([
    [['--nats', 'n1'], /--subject/],
    [[...NATS, '--stream', 'CDC'], /--durable/],
    [[...NATS, '--durable', 'a.b'], /names without/],
    [[...NATS, '--durable', 'd', '--group', 'g'], /--group/],
    [[...NATS, '--user', 'u', '--nkey', '/n'], /enough/],
    [[...NATS, '--user', 'u'], /RINGBACK_BRIDGE_SECRET/],
  ])('%j is refused', (args, problem) => {
    expect(read(args)).toMatch(problem);
  });

  it('takes a password in the address from the environment only', () => {
    expect(read(['--nats', 'nats://u:pass@n1', ...NATS.slice(2)])).toMatch(/seen by everyone/);
    expect(
      read([], { RINGBACK_BRIDGE_NATS: 'nats://u:p%40ss@n1', RINGBACK_BRIDGE_SUBJECT: 'a,b' }),
    ).toMatchObject({ user: 'u', secret: 'p@ss', subjects: ['a', 'b'] });
  });
});

describe('the environment', () => {
  it('gives every option; arguments win', () => {
    const env = {
      RINGBACK_BRIDGE_KAFKA: 'k9',
      RINGBACK_BRIDGE_TOPIC: 'calls',
      RINGBACK_BRIDGE_GROUP: 'g9',
      RINGBACK_BRIDGE_WITH_KEY: 'true',
      RINGBACK_BRIDGE_TLS: '0',
    };
    expect(read([], env)).toMatchObject({ group: 'g9', withKey: true, tls: null });
    expect(read(['--group', 'g1'], env)).toMatchObject({ servers: [{ host: 'k9' }], group: 'g1' });
    // A source that is named as an argument is the only one.
    expect(read(['--stdin'], env)).toMatchObject({ kind: 'stdin' });
  });

  it('names files for secrets', () => {
    const folder = mkdtempSync(join(tmpdir(), 'ringback-options-'));
    try {
      writeFileSync(join(folder, 'secret'), 'from a file\n');
      expect(
        read(['--esl', 'fs:8021'], { RINGBACK_BRIDGE_SECRET_FILE: join(folder, 'secret') }),
      ).toMatchObject({ secret: 'from a file' });
      expect(read(['--esl', 'fs:8021'], { RINGBACK_BRIDGE_SECRET_FILE: join(folder, 'none') })).toMatch(
        /cannot be read/,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
