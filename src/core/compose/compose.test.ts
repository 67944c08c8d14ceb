/**
 * If this fails: a first text goes out without the brand or the way to stop it, with a hole where a name should be, with
 * an advertisement, or at three times the price.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detailingShop } from '../../../test/support/talk.ts';
import { countSegments } from '../gate/segments.ts';
import {
  composeNudge,
  composeReminder,
  composeTextback,
  textbackFacts,
  type TextbackFacts,
} from './compose.ts';
import {
  composeClarify,
  composeHelp,
  composeOptOutConfirmation,
  composeSafetyText,
  composeStartConfirmation,
  type AnswerFacts,
} from './fixed-texts.ts';
import { shopFacts, shopName } from './shop.ts';
import { templateProblems } from './template.ts';
import { openState, saySlot, saySpan, sayOpenState, sayWeek } from './wording.ts';

const location = detailingShop();
const facts = (change: Partial<TextbackFacts> = {}): TextbackFacts => ({
  ...textbackFacts({
    location,
    dialled: '+15125550100',
    primaryClass: 'no-answer',
    classes: ['no-answer', 'during-business-hours'],
    callerName: null,
    returning: false,
    assistantAnswers: true,
    at: '2026-11-23T18:00:00.000Z',
  }),
  ...change,
});
const answer: AnswerFacts = {
  ...shopFacts(location, '+15125550100'),
  upcoming: { service: 'Full detail', startsAt: '2026-11-26T16:00:00.000Z' },
};

describe('the first text', () => {
  it('names brand and place, says who answers and how to stop, in two segments at most', () => {
    const { outcome } = composeTextback(facts());
    expect(outcome).toMatchObject({
      variant: 'standard',
      brandNamed: true,
      optOutInstruction: true,
      aiDisclosed: true,
      hasMarketing: false,
      encoding: 'GSM-7',
      repairs: [],
    });
    expect(outcome.body).toBe(
      'Hi, this is Shine Lab Main Street. Sorry we missed your call just now. How can we help? An automated assistant answers here; ask for a person any time. Reply STOP to opt out.',
    );
    expect(outcome.segments).toBeLessThanOrEqual(2);
  });

  it.each([
    [{ classes: ['no-answer', 'after-hours'] }, 'after-hours', /open until|closed now/],
    [{ classes: ['voicemail-left-with-callback', 'after-hours'] }, 'voicemail', /voicemail/],
    [{ classes: ['rep-busy'] }, 'busy', /busy/],
    [{ classes: ['no-answer'], returning: true }, 'returning', /this time/],
  ] as const)('has a variant for %j', (change, variant, words) => {
    const { outcome } = composeTextback(facts(change));
    expect(outcome.variant).toBe(variant);
    expect(outcome.body).toMatch(words);
  });

  it("uses the operator's template, adds what it forgot, and refuses what it may not say", () => {
    const own = composeTextback(
      facts({ template: 'Hey {caller}, sorry we missed you! What do you need?' }),
    ).outcome;
    expect(own.body).toMatch(/^Shine Lab Main Street: Hey, sorry we missed you! What do you need\?/);
    expect(own.body).toMatch(/automated assistant.*STOP/);
    expect(own.repairs).toHaveLength(1);
    const selling = composeTextback(facts({ template: '{brand}: 20% off every detail this week!' })).outcome;
    expect(selling.body).not.toMatch(/20%/);
    expect(selling.hasMarketing).toBe(false);
    expect(selling.repairs.join(' ')).toMatch(/advertises/);
  });

  it('greets by first name only when there is one', () => {
    expect(composeTextback(facts({ callerName: 'Ana Lopez' })).outcome.body).toMatch(/^Hi Ana, this/);
    for (const name of ['WIRELESS CALLER', '+15125550142', '', '   ', 'a', '{brand}'])
      expect(composeTextback(facts({ callerName: name })).outcome.body).toMatch(/^Hi, this/);
  });

  it('stays in GSM-7 when people paste curly quotes and dashes', () => {
    const { outcome } = composeTextback(facts({ template: '“{brand}” – {location}… sorry we missed you' }));
    expect(outcome.encoding).toBe('GSM-7');
  });

  it('never drops brand or opt-out, whatever the template and the budget', () => {
    const pieces = fc.constantFrom(
      '{brand}',
      '{location}',
      '{caller}',
      '{hours}',
      '{booking_link}',
      '{assistant}',
      '{nope}',
      'hello ',
      'Sorry ',
      '{',
      '}',
      '“',
      '😀',
      ' STOP ',
      'long words here '.repeat(9),
    );
    fc.assert(
      fc.property(
        fc.array(pieces, { maxLength: 12 }),
        fc.integer({ min: 1, max: 3 }),
        fc.boolean(),
        (parts, maxSegments, assistantAnswers) => {
          const { outcome } = composeTextback(
            facts({ template: parts.join(''), maxSegments, assistantAnswers }),
          );
          expect(outcome.brandNamed).toBe(true);
          expect(outcome.body).toMatch(/\bSTOP\b/);
          expect(outcome.body).not.toMatch(/[{}]/);
          expect(outcome.segments).toBeLessThanOrEqual(maxSegments);
          expect(outcome.segments).toBe(countSegments(outcome.body).segments);
          if (assistantAnswers) expect(outcome.aiDisclosed).toBe(true);
        },
      ),
    );
  });
});

describe('templates', () => {
  it('are checked when they are written, with a near miss named', () => {
    expect(templateProblems('Hi from {brand} at {location}', 't')).toEqual([]);
    expect(templateProblems('Hi from {brnad}', 't')).toMatchObject([
      { path: 't', remedy: 'Did you mean {brand}?' },
    ]);
    expect(templateProblems('Hi {when}', 't')).toHaveLength(1);
    expect(templateProblems('Hi {when}', 't', 'reminder')).toEqual([]);
    expect(templateProblems('Hi {brand', 't')).toHaveLength(1);
    expect(templateProblems('Get a free wash for $5', 't')).toHaveLength(1);
    expect(templateProblems('feel free to text us', 't')).toEqual([]);
  });
});

describe('the other texts', () => {
  it('nudge: same facts, shorter, brand and STOP', () => {
    for (const number of [1, 2]) {
      const { outcome } = composeNudge({
        ...shopFacts(location, null),
        callerName: null,
        hoursText: '',
        number,
        assistantAnswers: true,
        template: null,
      });
      expect(outcome).toMatchObject({ brandNamed: true, optOutInstruction: true, hasMarketing: false });
      expect(outcome.segments).toBeLessThanOrEqual(2);
    }
  });

  it('reminder: what, when in the zone of the shop, where; and never the word CANCEL, which is a STOP', () => {
    const { outcome } = composeReminder({
      ...shopFacts(location, null),
      bookingId: 'b',
      service: 'Full detail',
      startsAt: '2026-11-26T16:00:00.000Z',
      address: '12 Main St, Austin',
    });
    expect(outcome.body).toMatch(/Full detail on Thursday, Nov 26 at 10:00 AM.*12 Main St/);
    expect(outcome.body).not.toMatch(/cancel/i);
  });

  it('the opt-out confirmation confirms and does not woo; a lone CANCEL may have meant the visit', () => {
    const plain = composeOptOutConfirmation(answer).outcome;
    expect(plain.body).toMatch(/no more texts from Shine Lab/);
    expect(plain.hasMarketing).toBe(false);
    expect(plain.body).toMatch(/Questions\? Call \(512\) 555-0100\./);
    // Nobody can call a web page.
    const page = composeOptOutConfirmation({ ...answer, helpContact: 'https://shine.example/help' }).outcome;
    expect(page.body).toMatch(/Questions\? See https:\/\/shine\.example\/help\./);
    expect(composeOptOutConfirmation({ ...answer, askIfAppointment: true }).outcome.body).toMatch(
      /If you meant your appointment on Thursday, Nov 26/,
    );
  });

  it('says the same in Spanish, within the same budget and in the short alphabet', () => {
    const es = { ...answer, language: 'es' as const };
    const texts = [
      composeHelp(es),
      composeStartConfirmation(es),
      composeClarify(es),
      composeSafetyText(es),
      composeOptOutConfirmation({ ...es, askIfAppointment: true }),
    ].map((composed) => composed.outcome);
    for (const text of texts) {
      expect(text.body).toMatch(/STOP|START|911/);
      expect(text.body).toContain('Shine Lab');
      expect(text.body).not.toMatch(/\b(?:reply|you|texts|call|if|now|your)\b/i);
      expect(text).toMatchObject({ encoding: 'GSM-7', overBudget: false, brandNamed: true });
    }
    expect(texts[4]?.body).toMatch(/cita \(jueves 26 de nov, 10:00 AM\)/);
  });

  it('HELP, START, the one question and the safety text say what they must', () => {
    expect(composeHelp(answer).outcome.body).toMatch(/Shine Lab.*\(512\) 555-0100.*STOP/);
    expect(composeStartConfirmation(answer).outcome.body).toMatch(
      /Shine Lab.*Msg & data rates may apply.*HELP.*STOP/,
    );
    expect(composeClarify(answer).outcome.body).toMatch(/Shine Lab.*STOP/);
    const safety = composeSafetyText(answer).outcome.body;
    expect(safety).toMatch(/911.*988/);
    expect(safety).toMatch(/cannot send help/);
    expect(composeSafetyText({ ...answer, country: 'GB' }).outcome.body).toMatch(/local emergency number/);
  });
});

describe('wording', () => {
  it('says times in the zone of the shop, in plain ASCII', () => {
    const zone = 'America/Chicago';
    expect(saySlot('2026-11-26T16:00:00Z', zone, '2026-11-24T00:42:00Z')).toBe('Thursday 10:00 AM');
    expect(saySlot('2026-11-24T18:30:00Z', zone, '2026-11-24T00:42:00Z')).toBe('tomorrow (Tuesday) 12:30 PM');
    expect(saySlot('2026-11-24T01:00:00Z', zone, '2026-11-24T00:42:00Z')).toBe('today 7:00 PM');
    expect(saySlot('2026-12-03T16:00:00Z', zone, '2026-11-24T00:42:00Z')).toBe('Thu, Dec 3 at 10:00 AM');
    expect(saySpan(90)).toBe('1 hour 30 minutes');
  });

  it('says hours as people do', () => {
    expect(sayWeek(location.config.hours)).toBe('Mon-Fri 8 AM-6 PM, Sat 9 AM-2 PM, Sun closed');
    const opening = { hours: location.config.hours, exceptions: [{ date: '2026-11-26', hours: [] }] };
    const at = (instant: string): string => sayOpenState(openState(opening, 'America/Chicago', instant));
    expect(at('2026-11-24T18:00:00Z')).toBe('open until 6 PM today');
    expect(at('2026-11-24T00:42:00Z')).toBe('closed now, open tomorrow at 8 AM');
    expect(at('2026-11-26T01:00:00Z')).toBe('closed now, open Friday at 8 AM');
    expect(
      sayOpenState(
        openState(
          {
            hours: { ...location.config.hours, mon: [], tue: [], wed: [], thu: [], fri: [], sat: [] },
            exceptions: [],
          },
          'America/Chicago',
          '2026-11-24T00:42:00Z',
        ),
      ),
    ).toBe('closed now');
  });

  it('names a shop without saying the brand twice', () => {
    expect(shopName({ brand: 'Shine Lab', location: 'Main Street' })).toBe('Shine Lab Main Street');
    expect(shopName({ brand: 'Shine Lab', location: 'Shine Lab Downtown' })).toBe('Shine Lab Downtown');
    expect(shopName({ brand: 'Shine Lab', location: 'Shine Lab' })).toBe('Shine Lab');
  });
});
