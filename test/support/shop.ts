import { TenantConfig } from '../../src/core/model/organisation.ts';

/**
 * The two-bay detailing shop of the scenarios: live, registered, with a greeting notice that every caller hears.
 * Numbers are fictional (555-01xx).
 */
export const SHOP = {
  main: '+13125550100',
  tracking: '+13125550101',
  caller: '+13125550142',
  twilioToken: 'twilio-token-of-the-test-shop',
  callrailKey: 'callrail-key-of-the-test-shop',
  ringcentralToken: 'ringcentral-token-of-the-test-shop',
} as const;

const DAY = [{ open: '09:00', close: '18:00' }];

interface Overrides {
  readonly key?: string;
  readonly textback?: Record<string, unknown>;
  readonly location?: Record<string, unknown>;
  readonly tenant?: Record<string, unknown>;
  readonly banners?: readonly unknown[];
}

export function shopConfig(overrides: Overrides = {}): TenantConfig {
  const key = overrides.key ?? 'shop';
  return TenantConfig.parse({
    version: 1,
    tenant: { key, name: 'Harbor Detailing', zone: 'America/Chicago', simulated: true },
    banners: [
      {
        key: 'harbor',
        name: 'Harbor Detailing',
        legalEntity: 'Harbor Detailing LLC',
        helpContact: '+13125550100',
        locations: [
          {
            key: 'main-street',
            name: 'Main Street',
            zone: 'America/Chicago',
            address: {
              street: '12 Main St',
              city: 'Chicago',
              state: 'IL',
              postalCode: '60601',
              country: 'US',
            },
            numbers: [
              { number: SHOP.main, kind: 'main', sms: true },
              { number: SHOP.tracking, kind: 'tracking', forwardsTo: SHOP.main },
            ],
            hours: {
              mon: DAY,
              tue: DAY,
              wed: DAY,
              thu: DAY,
              fri: DAY,
              sat: [{ open: '10:00', close: '14:00' }],
              sun: [],
            },
            services: [
              {
                key: 'ceramic-coating',
                name: 'Ceramic coating',
                aliases: ['ceramic', 'coating'],
                minutes: 180,
                priceText: 'from $899 for an SUV, $749 for a sedan',
                questions: [{ key: 'vehicle', ask: 'What vehicle is it?' }],
              },
              {
                key: 'wash',
                name: 'Hand wash',
                aliases: ['wash', 'car wash'],
                minutes: 60,
                price: { minor: 4900, currency: 'USD' },
                priceText: '$49',
              },
            ],
            bays: 2,
            greetingNotice: {
              text: 'If we miss you we may text this number about your call.',
              version: 'g1',
              playedSince: '2026-01-01',
              onEveryCall: true,
            },
            sender: {
              number: SHOP.main,
              type: '10dlc',
              provider: 'handset',
              legalEntity: 'Harbor Detailing LLC',
              brandStatus: 'verified',
              campaignStatus: 'active',
              useCase: 'CUSTOMER_CARE',
              numberLinked: true,
            },
            textback: {
              mode: 'live',
              delaySeconds: 20,
              nudges: [{ afterMinutes: 240 }, { afterMinutes: 1440 }],
              ...overrides.textback,
            },
            ...overrides.location,
          },
        ],
      },
      ...(overrides.banners ?? []),
    ],
    sources: [
      { key: `${key}-twilio`, kind: 'voice', connector: 'twilio', settings: { authToken: SHOP.twilioToken } },
      {
        key: `${key}-callrail`,
        kind: 'voice',
        connector: 'callrail',
        settings: { signingKey: SHOP.callrailKey },
      },
      {
        key: `${key}-ringcentral`,
        kind: 'voice',
        connector: 'ringcentral',
        settings: { verificationToken: SHOP.ringcentralToken },
      },
      { key: `${key}-handset`, kind: 'messaging', connector: 'handset' },
    ],
    ...overrides.tenant,
  });
}
