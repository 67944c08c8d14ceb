/**
 * If these fail, an ordinary answer to a missed call is held back for a word in the shop's name, or a text that names a
 * patient's condition, a forbidden good or an unfounded claim goes out.
 */
import { describe, expect, it } from 'vitest';
import { ageSignalIn, asksAboutFranchise, asksForCall, contentFacts, type Words } from './content-facts.ts';

const words = (given: Partial<Words>): Words => ({
  vertical: 'general',
  body: null,
  said: [],
  names: [],
  redact: [],
  substantiated: [],
  ...given,
});
const ORDINARY =
  'Hi Ana, this is Fifth Street Liquor, Main Street. Sorry we missed your call just now. How can we help? Reply STOP to opt out.';

describe('content', () => {
  it.each(['general', 'healthcare', 'broker-dealer', 'lender', 'legal', 'kids', 'pharma'])(
    'finds nothing in the ordinary text of a %s shop',
    (vertical) => {
      expect(contentFacts(words({ vertical, body: ORDINARY, names: ['Fifth Street Liquor'] }))).toEqual({
        hasPhi: false,
      });
    },
  );

  it.each([
    ['Bourbon is back in stock', 'alcohol'],
    ['New CBD oil just in', 'cannabis'],
    ['Get a payday loan today', 'high-risk-lending'],
    ['We sell handguns and ammo', 'firearms'],
  ])('flags %s', (body, flag) => {
    expect(contentFacts(words({ body })).contentFlags).toEqual([flag]);
  });

  it('takes health for health at a clinic only, and knows the words of its own list', () => {
    expect(contentFacts(words({ vertical: 'healthcare', body: 'Your MRI is ready' })).hasPhi).toBe(true);
    expect(contentFacts(words({ body: 'Your MRI is ready' })).hasPhi).toBe(false);
    const own = words({
      vertical: 'healthcare',
      body: 'Room for the Tuesday circle',
      redact: ['tuesday circle'],
    });
    expect(contentFacts(own).hasPhi).toBe(true);
  });

  it('lets a claim pass only with the sentence that can be shown', () => {
    const body = 'We have the lowest rates in town. How can we help?';
    const claims = (substantiated: string[]) =>
      contentFacts(words({ vertical: 'lender', body, substantiated })).claims;
    expect(claims([])).toEqual([{ text: 'lowest rates', allowListed: false }]);
    expect(claims(['We have the lowest rates in town'])).toEqual([
      { text: 'lowest rates', allowListed: true },
    ]);
  });

  it('hears what a patient asks for', () => {
    const said = ['Should I stop the Xanax before Monday?'];
    expect(contentFacts(words({ vertical: 'healthcare', said })).intents).toEqual([
      'controlled-substance',
      'clinical-advice',
    ]);
    expect(contentFacts(words({ said })).intents).toBeUndefined();
  });
});

describe('what people say of themselves', () => {
  it.each([
    ["I'm 9 years old", 'under-13'],
    ['im in 4th grade', 'under-13'],
    ['I am 29 years old', 'unknown'],
    ["I'm 12 minutes away", 'unknown'],
    ['my son is 9 years old', 'unknown'],
  ])('%s: %s', (text, signal) => {
    expect(ageSignalIn([text])).toBe(signal);
  });

  it('hears a wish for a call, and an interest in a franchise', () => {
    expect(asksForCall(['Please call me back after five'])).toBe(true);
    expect(asksForCall(['You called me yesterday?'])).toBe(false);
    expect(asksAboutFranchise(['How much is the franchise fee'])).toBe(true);
    expect(asksAboutFranchise(['My sink leaks'])).toBe(false);
  });
});
