/**
 * If this fails: an agreement, an approval or a policy runs out and nobody was told, so that texts stop on a morning
 * without warning; or people are told of what they renewed long ago, and stop reading.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shopConfig } from '../../../test/support/shop.ts';
import { endingsOf, endingsToTell, sayEnd, type EndingFacts } from './endings.ts';

const TODAY = '2026-11-21';
const day = (days: number): string =>
  new Date(Date.parse(TODAY) + days * 86_400_000).toISOString().slice(0, 10);

function facts(
  tenant: Record<string, unknown> = {},
  location: Record<string, unknown> = {},
  today = TODAY,
): EndingFacts {
  const config = shopConfig({ tenant, location });
  return {
    today,
    tenant: config,
    locations: config.banners.flatMap(({ locations }) => locations),
    installation: [],
  };
}
const said = (given: EndingFacts) =>
  endingsOf(given).map(({ what, location, daysLeft }) => [what, location, daysLeft]);
const baa = (expiresOn: string | undefined, more: object = {}) => ({
  use: 'llm',
  vendor: 'Model Inc',
  signedOn: '2025-11-01',
  ...(expiresOn === undefined ? {} : { expiresOn }),
  ...more,
});

describe('what runs out', () => {
  it('is found wherever it stands: agreements, approvals, choices, policies, and what lapses without saying when', () => {
    const tenant = {
      attestations: { baa: [baa(day(7))], duties: { riskAnalysis: { doneOn: day(-360) } } },
      lookUps: {
        reassigned: { without: { by: 'Ana', reason: 'Answers only', on: day(-5), expiresOn: day(3) } },
      },
      policy: {
        relaxed: [{ rule: 'caller-fatigue', author: 'Ana', reason: 'They ring twice', expires: day(9) }],
        own: [{ id: 'calm', use: 'cedar', author: 'Ana', expires: day(1), settings: { text: 'forbid' } }],
      },
    };
    const location = {
      counselApprovals: [
        { rule: 'tcpa-prior-express-consent', approvedBy: 'Lee', approvedOn: day(-40), expiresOn: day(0) },
      ],
      attestations: {
        zeroRetention: [{ vendor: 'm.example', verifiedOn: day(-9), trainingOff: true, expiresOn: day(-2) }],
      },
    };
    const installation = [{ id: 'house', title: 'House rule', expires: day(12) }];
    expect(said({ ...facts(tenant, location), installation })).toEqual([
      ['The model keeps nothing and learns nothing: m.example', 'main-street', -2],
      [expect.stringMatching(/^Counsel's standing approval: /), 'main-street', 0],
      ['Policy of your own: calm', null, 1],
      ['The choice to run without: Reassigned numbers', null, 3],
      ['Risk analysis', null, 5],
      ['Business associate agreements: language model, Model Inc', null, 7],
      [expect.stringMatching(/^Relaxed: /), null, 9],
      ['Policy of your own: House rule', null, 12],
    ]);
  });

  it('is quiet about what was renewed, lasts longer, or was let go long ago', () => {
    const list = [
      baa(day(4)),
      baa(day(400)),
      baa(day(-31), { vendor: 'Old Inc' }),
      baa(undefined, { use: 'sms' }),
    ];
    expect(said(facts({ attestations: { baa: list } }))).toEqual([]);
  });

  it('knows that a look at a model lasts a month in a regulated trade, and says so a week before', () => {
    const assistant = {
      provider: 'openai-compatible',
      trainingOff: true,
      zeroRetentionVerifiedOn: day(-24),
    };
    expect(said(facts({ assistant }, { vertical: 'legal' }))).toEqual([
      ["The look at the settings of the model's vendor", null, 6],
    ]);
    expect(said(facts({ assistant }))).toEqual([]);
    expect(
      said(facts({ assistant: { ...assistant, zeroRetentionVerifiedOn: day(-20) } }, { vertical: 'legal' })),
    ).toEqual([]);
  });
});

describe('when it is told', () => {
  const one = (daysLeft: number) => [{ what: 'x', location: null, endsOn: day(daysLeft), daysLeft }];

  it('30 and 7 days before, on the eve and once it ended', () => {
    const told = Array.from({ length: 45 }, (_, index) => 35 - index).filter(
      (left) => endingsToTell(one(left), day(-1), TODAY).length > 0,
    );
    expect(told).toEqual([30, 7, 1, -1]);
  });

  it('once for each notice, whatever days nobody looked on', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 40 }), (steps) => {
        const end = 31;
        let at = 0;
        let count = 0;
        for (const step of steps) {
          const left = end - at - step;
          count += endingsToTell(one(left), day(at), day(at + step)).length;
          at += step;
        }
        const passed = [30, 7, 1, -1].filter((notice) => end - at <= notice).length;
        // Several notices may fall into one gap; none is told twice, none is forgotten.
        expect(count).toBeLessThanOrEqual(passed);
        expect(count > 0).toBe(passed > 0);
      }),
    );
  });

  it('in words', () => {
    expect([7, 1, 0, -1].map((left) => sayEnd({ endsOn: day(left), daysLeft: left }))).toEqual([
      'ends on 2026-11-28, in 7 days',
      'ends on 2026-11-22, in 1 day',
      'ends today, 2026-11-21',
      'ended on 2026-11-20',
    ]);
  });
});
