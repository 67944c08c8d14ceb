/**
 * Who may be texted. If these fail, a person who opted out is texted again because they rang, a nudge rests on consent
 * that nobody gave, or the answer depends on the order in which the events arrived.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CONSENT_STATES, type ConsentEvent } from '../model/consent.ts';
import { foldConsent } from './consent-fold.ts';

let minute = 0;
const event = (kind: ConsentEvent['kind'], more: Partial<ConsentEvent> = {}): ConsentEvent => ({
  kind,
  occurredAt: new Date(Date.UTC(2026, 10, 20, 12, (minute += 1))).toISOString(),
  source: 'sms',
  proof: {},
  ...more,
});
const fold = (...kinds: ConsentEvent['kind'][]) => foldConsent(kinds.map((kind) => event(kind)));

describe('the state machine', () => {
  it.each<[string, ConsentEvent['kind'][], string]>([
    ['nothing known', [], 'UNKNOWN'],
    ['a call without notice', ['missed-call'], 'INBOUND_CALLED'],
    ['a call with notice', ['missed-call-noticed'], 'INBOUND_NOTICED'],
    ['a noticed call after a bare one', ['missed-call', 'missed-call-noticed'], 'INBOUND_NOTICED'],
    ['a bare call after a noticed one', ['missed-call-noticed', 'missed-call'], 'INBOUND_NOTICED'],
    ['the text-back', ['missed-call-noticed', 'text-sent'], 'TEXTBACK_SENT'],
    ['a reply', ['missed-call', 'text-sent', 'replied'], 'ENGAGED'],
    ['a booking', ['missed-call', 'text-sent', 'replied', 'booked'], 'TRANSACTIONAL'],
    ['a reply after booking', ['missed-call', 'text-sent', 'replied', 'booked', 'replied'], 'TRANSACTIONAL'],
    ['silence', ['missed-call-noticed', 'text-sent', 'lapsed'], 'LAPSED'],
    ['a call after silence', ['missed-call-noticed', 'text-sent', 'lapsed', 'missed-call'], 'INBOUND_CALLED'],
    ['a stop', ['missed-call-noticed', 'text-sent', 'opted-out'], 'OPTED_OUT'],
    ['a call after a stop', ['opted-out', 'missed-call-noticed'], 'OPTED_OUT'],
    ['a question after a stop', ['opted-out', 'replied'], 'OPTED_OUT'],
    ['a booking by phone after a stop', ['opted-out', 'booked'], 'OPTED_OUT'],
    ['all or only some?', ['opted-out', 'clarify-asked'], 'CLARIFY_PENDING'],
    ['START', ['opted-out', 'missed-call', 're-opted-in'], 'RE_OPTED_IN'],
    ['START, then a reply', ['opted-out', 're-opted-in', 'replied'], 'RE_OPTED_IN'],
    ['START, then a stop', ['opted-out', 're-opted-in', 'opted-out'], 'OPTED_OUT'],
    ['wrong number', ['missed-call', 'text-sent', 'wrong-party'], 'BLOCKED'],
    ['START from a wrong number', ['wrong-party', 're-opted-in'], 'BLOCKED'],
    ['a bounce from a landline', ['missed-call', 'text-sent', 'unreachable'], 'BLOCKED'],
    ['never contact me', ['missed-call', 'do-not-contact'], 'DNC_INTERNAL'],
    ['START does not undo it', ['do-not-contact', 're-opted-in'], 'DNC_INTERNAL'],
    ['signed consent', ['missed-call', 'written-consent'], 'MARKETING'],
    ['signed consent after a stop', ['opted-out', 'written-consent'], 'MARKETING'],
    ['signed consent for a wrong number', ['wrong-party', 'written-consent'], 'BLOCKED'],
    ['signed consent that ends', ['missed-call-noticed', 'written-consent', 'lapsed'], 'INBOUND_NOTICED'],
  ])('%s', (_, kinds, state) => {
    expect(fold(...kinds).state).toBe(state);
  });

  it('remembers whether the text-back rested on a notice', () => {
    expect(fold('missed-call', 'text-sent').enteredFrom).toBe('INBOUND_CALLED');
    expect(fold('missed-call-noticed', 'text-sent').enteredFrom).toBe('INBOUND_NOTICED');
    expect(fold('missed-call', 'text-sent', 'missed-call-noticed').enteredFrom).toBe('INBOUND_NOTICED');
    expect(fold('missed-call-noticed', 'text-sent', 'missed-call').enteredFrom).toBe('INBOUND_NOTICED');
  });

  it('keeps what was opted out of, and never narrows it', () => {
    const category = (programme: string): ConsentEvent =>
      event('opted-out', { category: programme, proof: { scope: 'category' } });
    expect(foldConsent([category('textback')]).optOut).toMatchObject({
      scope: 'category',
      category: 'textback',
    });
    expect(foldConsent([event('opted-out', { category: 'textback' })]).optOut).toMatchObject({
      scope: 'all',
    });
    expect(foldConsent([event('opted-out'), category('textback')]).optOut).toMatchObject({ scope: 'all' });
    expect(foldConsent([category('textback'), category('reminder')]).optOut).toMatchObject({ scope: 'all' });
    expect(
      foldConsent([category('textback'), event('re-opted-in', { proof: { keyword: 'UNSTOP' } })]),
    ).toMatchObject({
      optOut: null,
      reOptIn: { keyword: 'UNSTOP' },
    });
  });

  it('lapses 72 hours after the last text, and not a second before', () => {
    const events = [
      event('missed-call-noticed', { occurredAt: '2026-11-20T12:00:00Z' }),
      event('text-sent', { occurredAt: '2026-11-20T12:01:00Z' }),
      event('text-sent', { occurredAt: '2026-11-20T18:00:00Z' }),
    ];
    expect(foldConsent(events, '2026-11-23T18:00:00Z').state).toBe('TEXTBACK_SENT');
    expect(foldConsent(events, '2026-11-23T18:00:01Z').state).toBe('LAPSED');
    expect(foldConsent(events, '2026-11-20T12:00:30Z').state).toBe('INBOUND_NOTICED');
  });
});

const anyEvent: fc.Arbitrary<ConsentEvent> = fc.record({
  kind: fc.constantFrom<ConsentEvent['kind']>(
    'missed-call',
    'missed-call-noticed',
    'text-sent',
    'replied',
    'booked',
    'opted-out',
    'clarify-asked',
    're-opted-in',
    'wrong-party',
    'do-not-contact',
    'unreachable',
    'written-consent',
    'lapsed',
  ),
  occurredAt: fc
    .integer({ min: 0, max: 5_000_000 })
    .map((s) => new Date(Date.UTC(2026, 0, 1) + s * 1000).toISOString()),
  source: fc.constant('sms'),
  proof: fc.constant({}),
});

describe('any ledger', () => {
  it('gives one known state whatever order it is read in', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(anyEvent, { selector: (one) => one.occurredAt, maxLength: 12 }),
        (events) => {
          const forwards = foldConsent(events);
          expect(foldConsent(events.toReversed())).toEqual(forwards);
          expect(CONSENT_STATES).toContain(forwards.state);
        },
      ),
    );
  });

  it('stays stopped after a stop until START or a signature', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 10 }), (later) => {
        const harmless = later.filter((one) => one.kind !== 're-opted-in' && one.kind !== 'written-consent');
        const stop = event('opted-out', { occurredAt: '2025-12-31T00:00:00Z' });
        const { state, optOut } = foldConsent([stop, ...harmless], '2026-12-31T00:00:00Z');
        expect(['OPTED_OUT', 'CLARIFY_PENDING', 'DNC_INTERNAL', 'BLOCKED']).toContain(state);
        expect(optOut).not.toBeNull();
      }),
    );
  });
});
