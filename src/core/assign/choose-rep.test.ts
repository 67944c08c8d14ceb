/** If these fail: a person waits for a rep who is not there or does not speak their language, or one rep gets everybody. */
import { describe, expect, it } from 'vitest';
import { worstFeature } from '../gate/content/routing-features.ts';
import { LocationConfig } from '../model/organisation.ts';
import { chooseRep, type RepFacts } from './choose-rep.ts';

const day = [{ open: '08:00', close: '18:00' }];
const week = { mon: day, tue: day, wed: day, thu: day, fri: day, sat: [], sun: [] };
const location = LocationConfig.parse({
  key: 'main-street',
  name: 'Main Street',
  zone: 'America/Chicago',
  address: { city: 'Austin', state: 'TX' },
  numbers: [{ number: '+15125550100' }],
  hours: week,
  reps: [
    { key: 'ana', name: 'Ana', languages: ['en', 'es-MX'] },
    { key: 'ben', name: 'Ben' },
    { key: 'cyd', name: 'Cyd', languages: ['es'], hours: { ...week, mon: [], fri: [] } },
  ],
});
/** A Friday, 10:00 in Chicago. */
const FRIDAY = '2026-11-20T16:00:00Z';
const choose = (change: Partial<RepFacts> = {}) =>
  chooseRep({ location, statedLanguage: null, open: new Map(), at: FRIDAY, ...change });

describe('who rings back', () => {
  it('is who has the least to do, among those at work', () => {
    expect(choose().rep).toBe('ana');
    expect(choose({ open: new Map([['ana', 1]]) }).rep).toBe('ben');
    expect(
      choose({
        open: new Map([
          ['ana', 1],
          ['ben', 1],
        ]),
      }).rep,
    ).toBe('ana');
  });

  it('speaks the language that the caller chose, where somebody does', () => {
    expect(choose({ statedLanguage: 'es', open: new Map([['ana', 5]]) }).rep).toBe('ana');
    expect(
      choose({ statedLanguage: 'es', at: '2026-11-18T16:00:00Z', open: new Map([['ana', 5]]) }).rep,
    ).toBe('cyd');
    expect(choose({ statedLanguage: 'fr' }).rep).toBe('ana');
  });

  it('is somebody also when nobody is at work', () => {
    expect(choose({ at: '2026-11-22T16:00:00Z' }).rep).toBe('ana');
  });

  it('is nobody where no reps are listed', () => {
    expect(choose({ location: { ...location, reps: [] } })).toEqual({ rep: null, features: [] });
  });

  it('ranks by nothing that stands for who people are or where they live', () => {
    expect(worstFeature(choose({ statedLanguage: 'es' }).features)).toBe('neutral');
  });
});
