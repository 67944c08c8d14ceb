/**
 * The contract of every messaging provider of this build. If it fails: a provider throws on rubbish and stops the inbox,
 * trusts what nobody signed, or reads its vendor's documented deliveries wrongly.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { handsetProvider } from '../../src/connectors/messaging/handset.ts';
import { messagingProviders } from '../../src/connectors/registry.generated.ts';
import type { IncomingRequest } from '../../src/ports/connector.ts';
import type { VirtualCarrier } from '../../src/ports/carrier.ts';
import { REASON_WORDS } from '../../src/ports/messaging-reasons.ts';

const noCarrier: VirtualCarrier = {
  submit: () => Promise.resolve({ result: 'no-answer' }),
  list: () => Promise.resolve([]),
  fromHandset: () => Promise.resolve({ providerId: 'none' }),
};
const providers = [...messagingProviders.values(), handsetProvider(noCarrier)];
const CONFIGS: Readonly<Record<string, unknown>> = {
  twilio: { accountSid: `AC${'1'.repeat(32)}`, authToken: 'token-of-the-contract-test' },
  handset: {},
};
const now = new Date('2026-11-20T18:42:00Z');
const context = { source: 'sms', zone: 'America/Los_Angeles' };

interface Fixture {
  readonly cases: readonly {
    readonly name: string;
    readonly fields?: Record<string, string>;
    readonly json?: unknown;
    readonly events: readonly unknown[];
  }[];
}

function request(body: Uint8Array, type: string): IncomingRequest {
  return {
    method: 'POST',
    url: 'https://calls.example.com/hooks/messaging/sms',
    headers: { 'content-type': type },
    body,
    receivedAt: now.toISOString(),
  };
}

describe.each(providers.map((provider) => [provider.meta.id, provider] as const))('%s', (id, provider) => {
  const config = provider.config.parse(CONFIGS[id]);

  it('says what it is, how it was checked and how to set it up', () => {
    expect(provider.meta.checkedHow.length).toBeGreaterThan(10);
    expect(provider.meta.lastChecked).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(provider.meta.setup.length).toBeGreaterThan(0);
    for (const advice of Object.values(provider.codes ?? {}))
      expect(Object.keys(REASON_WORDS)).toContain(advice.reason);
  });

  const fixture = JSON.parse(
    readFileSync(new URL(`../fixtures/messaging/${id}.json`, import.meta.url), 'utf8'),
  ) as Fixture;
  it.each(fixture.cases)('reads: $name', ({ fields, json, events }) => {
    const delivery =
      fields === undefined
        ? request(Buffer.from(JSON.stringify(json)), 'application/json')
        : request(Buffer.from(new URLSearchParams(fields).toString()), 'application/x-www-form-urlencoded');
    expect(provider.parse(delivery, config, context)).toEqual({ result: 'events', events });
    // Unsigned deliveries are never believed, however well they read.
    expect(provider.verify(delivery, config, now).ok).toBe(false);
    // Cut off anywhere it is either read as something or refused, but it never throws.
    for (let length = 0; length < delivery.body.length; length += 7) {
      expect(['events', 'ignored', 'malformed']).toContain(
        provider.parse({ ...delivery, body: delivery.body.subarray(0, length) }, config, context).result,
      );
    }
  });

  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          fc.json().map((text) => Buffer.from(text)),
        ),
        fc.constantFrom(
          'application/json',
          'application/x-www-form-urlencoded',
          'text/plain; charset=utf-16',
          '',
        ),
        (body, type) => {
          const delivery = request(body, type);
          expect(['events', 'ignored', 'malformed']).toContain(
            provider.parse(delivery, config, context).result,
          );
          expect(provider.verify(delivery, config, now).ok).toBe(false);
        },
      ),
      { numRuns: 150 },
    );
  });
});
