/** If this fails: a STOP ends less than it must, or "no marketing please" costs somebody the reminder of their visit. */
import { describe, expect, it } from 'vitest';
import { classifyKeyword } from './keyword-classification.ts';
import { endedScope } from './opt-out-scope.ts';

const at = '2026-11-21T12:00:00Z';
const scopeOfWords = (text: string, policy: 'all' | 'category' = 'category', when = at) => {
  const verdict = classifyKeyword({ text });
  expect(verdict.classification).toBe('revocation');
  return endedScope(verdict.scope, { policy, at: when });
};

describe('what an opt-out ends', () => {
  it.each([
    ['no marketing texts please', 'marketing'],
    ['please stop sending me promotions', 'marketing'],
    ['stop the reminders', 'appointment-reminder'],
  ])('%s: that kind alone, where policy and law let it', (words, category) => {
    expect(scopeOfWords(words)).toEqual({ scope: 'category', category });
  });

  it.each([
    'STOP',
    'stop texting me',
    'no more texts or reminders',
    'stop all promotions and texts',
    'stop calling and texting me',
  ])('%s: everything', (words) => {
    expect(scopeOfWords(words)).toEqual({ scope: 'all' });
  });

  it('everything, unless the operator chose otherwise', () => {
    expect(scopeOfWords('no marketing texts please', 'all')).toEqual({ scope: 'all' });
  });

  it('everything from the day on which the waiver ends', () => {
    expect(scopeOfWords('stop the reminders', 'category', '2027-01-30T23:59:59Z').scope).toBe('category');
    expect(scopeOfWords('stop the reminders', 'category', '2027-01-31T00:00:00Z')).toEqual({ scope: 'all' });
  });
});
