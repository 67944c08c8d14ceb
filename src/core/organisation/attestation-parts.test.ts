/**
 * If these fail: an agreement ends without a warning or is called ended on its last day, withdrawing one thing takes
 * another with it, or an attestation carries the name of somebody who did not enter it.
 */
import { describe, expect, it } from 'vitest';
import { Attestations } from '../model/attestations.ts';
import {
  ATTESTATION_PARTS,
  isAttestationPart,
  readPart,
  signed,
  standingOfPart,
  withPart,
} from './attestation-parts.ts';

const TODAY = '2026-11-21';
const agreement = { use: 'sms', vendor: 'Example Messaging', signedOn: '2026-01-01' };

describe('how a part stands', () => {
  it.each([
    ['2026-11-20', 'ended'],
    ['2026-11-21', 'ends-soon'],
    ['2026-12-21', 'ends-soon'],
    ['2026-12-22', 'on-file'],
  ])('an end on %s: %s', (expiresOn, state) => {
    expect(standingOfPart('baa', [{ ...agreement, expiresOn }], TODAY)).toEqual({ state, endsOn: expiresOn });
  });

  it('is told by the entry that ends first, and by what lapses without saying when', () => {
    const list = [
      { ...agreement, expiresOn: '2027-06-01' },
      agreement,
      { ...agreement, expiresOn: '2026-12-01' },
    ];
    expect(standingOfPart('baa', list, TODAY)).toEqual({ state: 'ends-soon', endsOn: '2026-12-01' });
    expect(standingOfPart('baa', [agreement], TODAY)).toEqual({ state: 'on-file', endsOn: null });
    expect(standingOfPart('baa', null, TODAY)).toEqual({ state: 'absent', endsOn: null });
    expect(standingOfPart('duties.riskAnalysis', { doneOn: '2025-12-01' }, TODAY)).toEqual({
      state: 'ends-soon',
      endsOn: '2026-12-01',
    });
    expect(standingOfPart('duties.riskAnalysis', { doneOn: '2025-11-20' }, TODAY).state).toBe('ended');
  });
});

describe('changing a part', () => {
  const before = { baa: [agreement], duties: { register: { entry: '7' }, riskAnalysis: { doneOn: TODAY } } };

  it('leaves every other as it was', () => {
    expect(withPart(before, 'duties.register', null)).toEqual({
      baa: [agreement],
      duties: { riskAnalysis: { doneOn: TODAY } },
    });
    expect(withPart({ duties: { register: { entry: '7' } } }, 'duties.register', undefined)).toEqual({});
    expect(readPart(withPart(before, 'minors', { audience: 'adults' }) as Attestations, 'minors')).toEqual({
      audience: 'adults',
    });
  });

  it('knows every part of the model, and no other name', () => {
    const known = ATTESTATION_PARTS.map(({ part }) => part);
    for (const name of Object.keys(Attestations.shape).filter(
      (each) => each !== 'duties' && each !== 'legalBasis',
    ))
      expect(known).toContain(name);
    expect(known).toHaveLength(20);
    for (const name of ['duties', 'duties.nothing', 'constructor', '__proto__', ''])
      expect(isAttestationPart(name)).toBe(false);
  });
});

describe('who entered it', () => {
  const old = { ...agreement, by: 'Pat' };

  it('stays who it was for what nobody touched, and is the author of what is new; a sent name counts for nothing', () => {
    const sent = [agreement, { ...agreement, use: 'voice', by: 'Somebody else' }];
    expect(signed(sent, [old], 'Kim')).toEqual([old, { ...agreement, use: 'voice', by: 'Kim' }]);
    expect(signed({ ...agreement, vendor: 'Other', by: 'Pat' }, old, 'Kim')).toMatchObject({ by: 'Kim' });
    expect(signed(null, old, 'Kim')).toBeNull();
    expect(signed(['a claim'], undefined, 'Kim')).toEqual(['a claim']);
  });
});
