/**
 * If this fails: a person who said STOP a second ago is texted, or somebody who asked something gets no answer because
 * of a rule that was not meant for them.
 */
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { checkBeforeSend, type SendCheckFacts } from './send-check.ts';

const calm: SendCheckFacts = {
  kind: 'textback',
  mode: 'live',
  optOut: null,
  consentState: 'INBOUND_NOTICED',
  consentSince: '2026-11-20T18:00:00.000Z',
  contactBlocked: false,
  attemptState: 'missed',
  attemptAnsweredElsewhere: false,
  lastInboundAt: null,
  intendedAt: '2026-11-20T18:42:00.000Z',
  freshnessSeconds: 600,
  now: '2026-11-20T18:42:01.000Z',
};
const verdict = (change: Partial<SendCheckFacts>): string => {
  const { outcome } = checkBeforeSend({ ...calm, ...change });
  return outcome.go ? 'go' : outcome.code;
};
const before = { at: '2026-11-20T18:41:00.000Z', scope: 'all' } as const;
const after = { at: '2026-11-20T18:42:00.500Z', scope: 'all' } as const;

describe('the last look before a text leaves', () => {
  it.each<[string, Partial<SendCheckFacts>, string]>([
    ['nothing changed', {}, 'go'],
    ['STOP came after the decision', { optOut: after, consentState: 'OPTED_OUT' }, 'opted-out'],
    [
      'STOP was there before: an unasked text never goes',
      { optOut: before, consentState: 'OPTED_OUT' },
      'opted-out',
    ],
    ['STOP against a reminder', { kind: 'reminder', optOut: before, consentState: 'OPTED_OUT' }, 'opted-out'],
    [
      'the confirmation of that STOP',
      { kind: 'optout-confirm', optOut: { ...before, at: calm.intendedAt }, consentState: 'OPTED_OUT' },
      'go',
    ],
    ['HELP after STOP', { kind: 'help', optOut: after, consentState: 'OPTED_OUT' }, 'go'],
    [
      'an answer that the Gate allowed knowing of the STOP',
      { kind: 'reply', optOut: before, consentState: 'OPTED_OUT' },
      'go',
    ],
    ['an answer overtaken by STOP', { kind: 'reply', optOut: after, consentState: 'OPTED_OUT' }, 'opted-out'],
    ['staff overtaken by STOP', { kind: 'manual', optOut: after, consentState: 'OPTED_OUT' }, 'opted-out'],
    [
      'the question whether STOP was meant',
      { kind: 'reply', optOut: { ...before, at: calm.intendedAt }, consentState: 'CLARIFY_PENDING' },
      'go',
    ],
    [
      'an answer when only nudges were stopped',
      { kind: 'reply', optOut: { ...after, scope: 'category', category: 'nudge' } },
      'go',
    ],
    [
      'a nudge when only text-backs were stopped',
      { kind: 'nudge', optOut: { ...after, scope: 'category', category: 'textback' } },
      'opted-out',
    ],
    [
      'a wrong number learned meanwhile',
      { kind: 'reply', consentState: 'BLOCKED', consentSince: after.at },
      'opted-out',
    ],
    ['blocked by staff', { contactBlocked: true }, 'blocked'],
    ['switched off', { mode: 'off' }, 'texting-off'],
    ['switched to shadow', { mode: 'shadow', kind: 'reply' }, 'shadow'],
    ['the caller got through', { attemptState: 'recovered-by-caller' }, 'recovered-by-caller'],
    [
      'an answer in a thread whose call was answered later',
      { kind: 'reply', attemptState: 'answered' },
      'go',
    ],
    ['the same attempt has its own text', { attemptAnsweredElsewhere: true }, 'same-attempt'],
    ['a reply came before the nudge', { kind: 'nudge', lastInboundAt: after.at }, 'replied'],
    ['an older reply does not stop the nudge', { kind: 'nudge', lastInboundAt: before.at }, 'go'],
    ['just in time', { now: '2026-11-20T18:52:00.000Z' }, 'go'],
    ['too late', { now: '2026-11-20T18:52:00.001Z' }, 'too-late'],
  ])('%s', (_name, change, expected) => {
    expect(verdict(change)).toBe(expected);
  });

  it('never lets an unasked text pass while any full opt-out is in force', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('textback', 'nudge', 'reminder' as const),
        fc.constantFrom(before, after),
        fc.constantFrom('OPTED_OUT', 'RE_OPTED_IN', 'CLARIFY_PENDING', 'ENGAGED'),
        (kind, optOut, consentState) => {
          expect(verdict({ kind: kind, optOut, consentState })).toBe('opted-out');
        },
      ),
    );
  });
});
