/** If this fails: "Thursday 10" books the wrong time, or a caller has to guess which words the machine understands. */
import { describe, expect, it } from 'vitest';
import { matchService, surely } from './match-service.ts';
import { detailingShop } from '../../../test/support/talk.ts';
import { languageOf, readText, sameWord } from './text.ts';
import { readWish, type TimeWish } from './time-wish.ts';
import { urgencyOf } from './urgent.ts';
import { intentsOf, nameIn } from './intents.ts';

// Monday evening, 23 November 2026, in Austin.
const wish = (text: string): TimeWish =>
  readWish(readText(text), 'America/Chicago', '2026-11-24T00:42:20.000Z');

describe('words about time', () => {
  it.each<[string, Partial<TimeWish>]>([
    ['Thursday 10', { dates: ['2026-11-26'], at: 600, halfDay: true }],
    ['thursday at 10am', { dates: ['2026-11-26'], at: 600, halfDay: false }],
    ['thurs 10:30', { dates: ['2026-11-26'], at: 630 }],
    ['Friday at 2', { dates: ['2026-11-27'], at: 120, halfDay: true }],
    ['fri 2 p.m.', { dates: ['2026-11-27'], at: 840, halfDay: false }],
    ['330pm tomorrow', { dates: ['2026-11-24'], at: 930 }],
    ['tomorrow at 1030', { dates: ['2026-11-24'], at: 630 }],
    ['tomorrow morning', { dates: ['2026-11-24'], from: 0, to: 719 }],
    ['tmrw afternoon', { dates: ['2026-11-24'], from: 720 }],
    ['anything after 3pm', { from: 900, any: false }],
    ['after 3', { from: 900 }],
    ['before noon', { to: 719 }],
    ['between 2 and 4', { from: 840, to: 960 }],
    ['thursday 3 in the afternoon', { dates: ['2026-11-26'], at: 900, halfDay: false }],
    ['Nov 26', { dates: ['2026-11-26'], at: null }],
    ['the 26th', { dates: ['2026-11-26'], at: null }],
    ['11/26 at 9', { dates: ['2026-11-26'], at: 540 }],
    ['december 1st', { dates: ['2026-12-01'] }],
    ['february 30', { dates: null }],
    ['this weekend', { dates: ['2026-11-28', '2026-11-29'] }],
    ['day after tomorrow', { dates: ['2026-11-25'] }],
    ['next thursday', { dates: ['2026-11-26', '2026-12-03'] }],
    ['thursday next week', { dates: ['2026-12-03'] }],
    ['monday', { dates: ['2026-11-23', '2026-11-30'] }],
    ['the first one', { ordinal: 1 }],
    ['#2', { ordinal: 2 }],
    ['option 3', { ordinal: 3 }],
    ['the last one works', { ordinal: -1 }],
    ['10 works', { bare: 10 }],
    ['2', { bare: 2 }],
    ['either is fine', { any: true }],
    ['asap please', { soonest: true }],
    ['none of those', { others: true }],
    ['el jueves a las 10', { dates: ['2026-11-26'], at: 600 }],
    ['mañana por la mañana', { dates: ['2026-11-24'], from: 0 }],
    ['por la mañana', { dates: null, from: 0 }],
    ['I have 2 cars and a 2019 truck, it was $150', { at: null, bare: null, dates: null }],
    ['noon on friday', { dates: ['2026-11-27'], at: 720 }],
  ])('%s', (text, expected) => expect(wish(text)).toMatchObject(expected));
});

describe('services', () => {
  const { services } = detailingShop().config;
  const meant = (text: string): string | null => surely(matchService(readText(text), services))?.key ?? null;
  it.each([
    ['ceramic coating', 'ceramic-coating'],
    ['cermic coatng plz', 'ceramic-coating'],
    ['the ceramic thing', 'ceramic-coating'],
    ['do you do window tinting', 'window-tint'],
    ['interior', 'interior-detail'],
    ['FULL DETAIL', 'full-detail'],
    ['detail', null],
    ['oil change', null],
    ['', null],
  ])('%s', (text, key) => expect(meant(text)).toBe(key));

  it('takes a typo for the word, and another word for another', () => {
    expect(sameWord('deatil', 'detail')).toBe(true);
    expect(sameWord('retail', 'detail')).toBe(true);
    expect(sameWord('wish', 'wash')).toBe(true);
    expect(sameWord('cat', 'car')).toBe(false);
  });
});

describe('urgency', () => {
  it.each([
    'my house is on fire',
    "I can't breathe",
    'I want to kill myself',
    'someone is breaking in right now',
    'there is a gas leak',
    'carbon monoxide alarm going off',
    'my husband is unconscious',
    'me quiero morir',
  ])('danger: %s', (text) => expect(urgencyOf(readText(text))).toBe('danger'));
  it.each(["it's urgent", 'pipe burst, water everywhere', 'I am stranded', 'this is an emergency'])(
    'pressing: %s',
    (text) => expect(urgencyOf(readText(text))).toBe('pressing'),
  );
  it.each([
    'fire my plumber',
    'emergency brake light',
    'not urgent',
    'no emergency',
    'where is the gas station',
    'suicide doors',
    'can you help me please',
    'killer deal',
  ])('neither: %s', (text) => expect(urgencyOf(readText(text))).toBeNull());
});

describe('names and languages', () => {
  it.each([
    ['this is Ana', false, 'Ana'],
    ["I'm Bob Jones", false, 'Bob Jones'],
    ['this is Dr. Smith returning your call', false, 'Smith'],
    ['maria lopez', true, 'Maria Lopez'],
    ["i'm running late", false, null],
    ['this is urgent', false, null],
    ['im good thanks', false, null],
    ['yes', true, null],
    ['what for?', true, null],
  ])('%s', (text, asked, name) => expect(nameIn(readText(text), asked)).toBe(name));

  it('hears Spanish, and what it does not speak', () => {
    expect(languageOf(readText('cuánto cuesta el servicio'), 'en')).toBe('es');
    expect(languageOf(readText('Здравствуйте'), 'en')).toBe('other');
    expect(languageOf(readText('bonjour je voudrais un rendez vous'), 'en')).toBe('other');
    expect(languageOf(readText('10'), 'es')).toBe('es');
    expect(languageOf(readText('Thursday 10 works for me'), 'es')).toBe('en');
  });

  it('does not take a move for a cancellation, nor the other way round', () => {
    expect([...intentsOf(readText('can we reschedule my appointment'))]).toContain('reschedule');
    expect([...intentsOf(readText('can we reschedule my appointment'))]).not.toContain('cancel-booking');
    expect([...intentsOf(readText('cancel my appointment'))]).toContain('cancel-booking');
  });
});
