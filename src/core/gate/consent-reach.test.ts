/**
 * STOP anywhere, START here. If these fail, a person who stopped one brand is texted by another, or one who came back to a
 * brand by START never hears from it again, or START to one brand wakes the others.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ConsentEvent } from '../model/consent.ts';
import { consentReach } from './consent-reach.ts';

type Told = ConsentEvent & { readonly bannerId: string };
const told = (minute: number, bannerId: string, kind: ConsentEvent['kind'], proof = {}): Told => ({
  bannerId,
  kind,
  occurredAt: new Date(Date.UTC(2026, 10, 20, 12, minute)).toISOString(),
  source: 'sms',
  proof,
});
const START = { keyword: 'START', lifts: 'other-brand' };
const at = (ledger: readonly Told[], bannerId: string, crossBanner = true) =>
  consentReach(ledger, bannerId, { crossBanner });

describe('an opt-out told to brand A', () => {
  const ledger = [told(1, 'B', 'missed-call-noticed'), told(2, 'A', 'opted-out')];

  it('reaches brand B, also one that the person never dealt with', () => {
    expect(at(ledger, 'B')).toMatchObject({ state: 'OPTED_OUT', optOutBannerId: 'A', startLifts: true });
    expect(at(ledger, 'C')).toMatchObject({ state: 'OPTED_OUT', startLifts: true });
  });

  it('stays with A when the operator keeps brands apart', () => {
    expect(at(ledger, 'B', false)).toMatchObject({
      state: 'INBOUND_NOTICED',
      optOut: null,
      startLifts: false,
    });
  });

  it('ends for B, and for B alone, when the person tells B START', () => {
    const back = [...ledger, told(3, 'B', 're-opted-in', START)];
    expect(at(back, 'B')).toMatchObject({ state: 'RE_OPTED_IN', optOut: null });
    expect(at(back, 'A')).toMatchObject({ state: 'OPTED_OUT', optOutBannerId: 'A' });
    expect(at(back, 'C')).toMatchObject({ state: 'OPTED_OUT', optOutBannerId: 'A' });
  });

  it('said again to A after START to B reaches B again', () => {
    const again = [...ledger, told(3, 'B', 're-opted-in', START), told(4, 'A', 'opted-out')];
    expect(at(again, 'B')).toMatchObject({ state: 'OPTED_OUT', optOutBannerId: 'A' });
  });

  it('ends everywhere when the person tells A itself START', () => {
    const back = [...ledger, told(3, 'A', 're-opted-in', { keyword: 'START' })];
    expect(at(back, 'A').state).toBe('RE_OPTED_IN');
    expect(at(back, 'B')).toMatchObject({ state: 'INBOUND_NOTICED', optOut: null });
  });
});

it('"never contact me" told to A is not lifted by START to B', () => {
  const ledger = [told(1, 'A', 'do-not-contact'), told(2, 'B', 're-opted-in', START)];
  expect(at(ledger, 'B')).toMatchObject({ optOutBannerId: 'A', startLifts: false });
});

it('a wrong number at B itself is not lifted by START', () => {
  expect(at([told(1, 'B', 'wrong-party')], 'B')).toMatchObject({ state: 'BLOCKED', startLifts: false });
});

it('the last word of the person to any brand decides: a STOP after every START always reaches everyone', () => {
  const kinds = ['opted-out', 're-opted-in', 'missed-call', 'replied', 'text-sent', 'booked'] as const;
  fc.assert(
    fc.property(
      fc.array(fc.record({ banner: fc.constantFrom('A', 'B', 'C'), kind: fc.constantFrom(...kinds) }), {
        maxLength: 12,
      }),
      fc.constantFrom('A', 'B', 'C'),
      (events, last) => {
        const ledger = events.map(({ banner, kind }, minute) =>
          told(minute, banner, kind, kind === 're-opted-in' ? START : {}),
        );
        const stopped = [...ledger, told(50, last, 'opted-out')];
        for (const banner of ['A', 'B', 'C']) expect(at(stopped, banner).optOut).not.toBeNull();
      },
    ),
  );
});
