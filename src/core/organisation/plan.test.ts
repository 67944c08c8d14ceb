/**
 * If this fails: people would say yes to a change they were not shown, a dangerous one would look harmless, or an import
 * that changes nothing would claim to change something.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TenantConfig, type LocationConfig } from '../model/organisation.ts';
import { keepInside, mayUseMessaging, textingSourceKey } from './outside.ts';
import { planChanges, type Change } from './plan.ts';
import { isReserved, looksSecret, referenceName } from './secrets.ts';

function config(
  change: Partial<Record<keyof LocationConfig, unknown>> = {},
  more: object[] = [],
): TenantConfig {
  return TenantConfig.parse({
    tenant: { key: 'acme', name: 'Acme' },
    banners: [
      {
        key: 'acme',
        name: 'Acme',
        legalEntity: 'Acme LLC',
        locations: [
          {
            key: 'one',
            name: 'One',
            zone: 'America/Chicago',
            address: { city: 'Austin', state: 'TX' },
            numbers: [{ number: '+15125550101' }],
            hours: { mon: [{ open: '08:00', close: '18:00' }] },
            services: [
              { key: 'wash', name: 'Wash', minutes: 30, price: { minor: 4900, currency: 'USD' } },
              { key: 'wax', name: 'Wax', minutes: 60 },
            ],
            greetingNotice: { text: 'We will text you back.', version: '1', playedSince: '2026-01-01' },
            ...change,
          },
          ...more,
        ],
      },
    ],
    sources: [
      { key: 'acme-twilio', kind: 'voice', connector: 'twilio', settings: { authToken: '${TOKEN}' } },
    ],
  });
}

function only(changes: readonly Change[]): Change {
  expect(changes).toHaveLength(1);
  const [change] = changes;
  if (change === undefined) throw new Error('no change');
  return change;
}

describe('planChanges', () => {
  it('says nothing about the same configuration, however its keys are ordered', () => {
    const one = config();
    expect(planChanges(one, structuredClone(one))).toEqual([]);
    const turned = JSON.parse(JSON.stringify(one), (_key, value: unknown) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).reverse())
        : value,
    ) as TenantConfig;
    expect(planChanges(one, turned)).toEqual([]);
  });

  it('shows one changed price among many services as one line, in money', () => {
    const after = config({
      services: [
        { key: 'wash', name: 'Wash', minutes: 30, price: { minor: 5500, currency: 'USD' } },
        { key: 'wax', name: 'Wax', minutes: 60 },
      ],
    });
    const change = only(planChanges(config(), after));
    expect(change.text).toBe('One: services wash price');
    expect(change.fields).toEqual([
      { path: 'services.wash.price', label: 'services wash price', before: '49.00 USD', after: '55.00 USD' },
    ]);
    expect(change.danger).toBeUndefined();
  });

  it('shows a new order of services, because the first is offered first', () => {
    const services = [...(config().banners[0]?.locations[0]?.services ?? [])].reverse();
    expect(only(planChanges(config(), config({ services }))).text).toBe('One: order of services');
  });

  it.each([
    [{ textback: { mode: 'live' } }, 'callers start to get texts'],
    [{ greetingNotice: undefined }, 'without a greeting notice texts go to counsel first'],
    [{ zone: 'America/Denver' }, 'quiet hours follow the new place'],
    [{ numbers: [{ number: '+15125550102' }] }, 'calls to changed numbers go elsewhere'],
    [
      { counselApprovals: [{ rule: 'x', approvedBy: 'y', approvedOn: '2026-01-01' }] },
      'changes what counsel has approved',
    ],
  ])('flags %j', (change, danger) => {
    expect(only(planChanges(config(), config(change))).danger).toBe(danger);
  });

  it('flags a location that is live from its first minute, and one that goes away', () => {
    const second = {
      key: 'two',
      name: 'Two',
      zone: 'America/Chicago',
      address: { city: 'Austin', state: 'TX' },
      numbers: [{ number: '+15125550109' }],
      hours: {},
      textback: { mode: 'live' },
    };
    expect(only(planChanges(config(), config({}, [second])))).toMatchObject({
      action: 'create',
      danger: expect.stringContaining('live at once') as string,
    });
    expect(only(planChanges(config({}, [second]), config()))).toMatchObject({
      action: 'remove',
      text: 'Location Two is removed; its calls, threads and records are kept',
    });
  });

  it('tells of a secret only that it changed', () => {
    const change = only(planChanges(config(), config(), new Set(['sources.acme-twilio.authToken'])));
    expect(change).toMatchObject({
      what: 'source',
      key: 'acme-twilio',
      fields: [{ before: '(hidden)', after: '(changed)' }],
    });
  });

  it('lists every field that differs and no other', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 }), (before, after) => {
        const changes = planChanges(
          config({ textback: { delaySeconds: before } }),
          config({ textback: { delaySeconds: after } }),
        );
        expect(changes.flatMap((change) => change.fields.map((field) => field.path))).toEqual(
          before === after ? [] : ['textback.delaySeconds'],
        );
      }),
    );
  });
});

describe('the wall around a simulated organisation', () => {
  it('turns every sender and every way out inward, and leaves a real one alone', () => {
    expect(textingSourceKey({ simulated: true }, { provider: 'twilio' })).toBe('handset');
    expect(textingSourceKey({ simulated: false }, { provider: 'twilio' })).toBe('twilio');
    expect([
      mayUseMessaging({ simulated: true }, 'twilio'),
      mayUseMessaging({ simulated: true }, 'handset'),
    ]).toEqual([false, true]);
    const settings = TenantConfig.parse({
      ...config(),
      tenant: { key: 'demo', name: 'Demo', simulated: true },
      notify: {
        email: { to: ['a@example.com'] },
        webhook: { url: 'https://example.com', secret: 'whsec_12345678' },
      },
      assistant: { provider: 'openai-compatible', baseUrl: 'https://example.com', model: 'm', apiKey: 'k' },
    });
    expect(keepInside(settings)).toMatchObject({ notify: {}, assistant: { provider: 'deterministic' } });
    expect(JSON.stringify(keepInside(settings).assistant)).not.toContain('example.com');
    expect(keepInside(config())).toEqual(config());
  });
});

describe('secrets', () => {
  it("are references, and never the installation's own keys", () => {
    expect(referenceName('${TWILIO_TOKEN}')).toBe('TWILIO_TOKEN');
    expect([referenceName('$TWILIO_TOKEN'), referenceName('x${A}'), referenceName(5)]).toEqual([
      null,
      null,
      null,
    ]);
    expect(['authToken', 'signingKey', 'verificationToken', 'apiKey', 'password'].every(looksSecret)).toBe(
      true,
    );
    expect(['accountSid', 'mainNumber', 'replayWindowSeconds'].some(looksSecret)).toBe(false);
    expect(
      ['RINGBACK_SECRET_KEY', 'RINGBACK_ADMIN_KEY', 'DATABASE_URL', 'PGPASSWORD'].every(isReserved),
    ).toBe(true);
    expect(['TWILIO_AUTH_TOKEN', 'RINGBACK_SOURCES_DEMO_TWILIO_AUTH_TOKEN'].some(isReserved)).toBe(false);
  });
});
