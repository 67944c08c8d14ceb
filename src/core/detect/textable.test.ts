import { describe, expect, test } from 'vitest';
import type { AttemptView } from '../model/attempt.ts';
import { event, only } from './event.fixture.ts';
import { textable } from './textable.ts';

/**
 * The look before any law is asked. If these fail, landlines, hidden numbers, spammers and our own staff are texted, or a
 * caller worth a call back is on no list.
 */
describe('is there anyone to text', () => {
  const view = only([event({ disposition: 'no_answer' })]);
  const from = (number: string | null, withheld = false): AttemptView =>
    only([event({ disposition: 'no_answer', from: number, fromWithheld: withheld })]);

  test.each([
    ['textable', textable(view), true, false],
    ['not-missed', textable(only([event({ disposition: 'answered' })])), false, false],
    ['withheld', textable(from(null, true)), false, true],
    ['not-a-number', textable(from(null)), false, false],
    ['own-number', textable(view, { own: true }), false, false],
    ['staff-number', textable(view, { staff: true }), false, false],
    ['blocked', textable(view, { blocked: true }), false, false],
    ['known-spam', textable(view, { knownSpam: true }), false, false],
    ['toll-free', textable(from('+18885550142')), false, true],
    ['toll-free', textable(view, { lineType: 'toll-free' }), false, true],
    ['landline', textable(view, { lineType: 'landline' }), false, true],
    ['textable', textable(view, { lineType: 'unknown' }), true, false],
  ] as const)('%s', (reason, verdict, text, list) => {
    expect(verdict).toMatchObject({ reason, textable: text, callbackList: list });
    expect(verdict.explanation).toMatch(/^[A-Z].*\.$/);
  });

  test('the classes found count as facts', () => {
    expect(textable(only([event({ disposition: 'blocked' })])).reason).toBe('blocked');
    expect(textable(only([event({ disposition: 'no_answer', spam: { label: 'Robocaller' } })])).reason).toBe(
      'known-spam',
    );
  });
});
