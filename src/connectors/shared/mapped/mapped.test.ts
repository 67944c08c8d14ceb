import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CallEvent, DISPOSITIONS } from '../../../core/model/call-event.ts';
import type { IncomingRequest } from '../../../ports/connector.ts';
import { readTime, TIME_FORMATS } from './clocks.ts';
import { DURATION_FORMATS, readDuration } from './durations.ts';
import { isItems, isPath, lookUp } from './paths.ts';
import { holds, Rule } from './rules.ts';
import { Mapping, overlay } from './schema.ts';
import { mappedFields, mappedParser } from './surface.ts';
import { commonDirection, commonStatus } from './words.ts';
import { z } from 'zod';

/**
 * The engine behind `mapped-http`, its presets and change data capture. If it fails, an operator's mapping silently
 * reads the wrong field: calls at the wrong hour, customers texted who were served, or missed calls taken for answered.
 */
describe('paths', () => {
  test.each(['from', 'data.call.from', 'legs[0].number', 'a[0][1]', 'date + time', 'Call Status', 'x-y'])(
    '%s is a path',
    (path) => expect(isPath(path)).toBe(true),
  );
  test.each(['', '.', 'a.', '.a', 'a..b', 'a[]', 'a[x]', 'a[', ' a', 'a ', 'a + ', '*'])(
    '"%s" is none',
    (path) => expect(isPath(path)).toBe(false),
  );
  test('lists', () => {
    expect(['[]', 'calls[]', 'data.items[]'].every(isItems)).toBe(true);
    expect(['', 'calls', 'a + b[]', '[][]', '.[]'].some(isItems)).toBe(false);
  });

  test('as written before loosely, nested before nothing, flat names of forms', () => {
    expect(lookUp({ from: 1, FROM: 2 }, 'FROM').value).toBe(2);
    expect(lookUp({ CallerNumber: 'x' }, 'caller_number').value).toBe('x');
    expect(lookUp({ 'call[from]': 'x' }, 'call.from').value).toBe('x');
    expect(lookUp({ call: { from: { $: 'x' } } }, 'call.from').value).toBe('x');
    expect(lookUp({ legs: [{ no: 'x' }] }, 'legs[0].no').value).toBe('x');
    expect(lookUp({ legs: { no: 'x' } }, 'legs[0].no').value).toBe('x');
    expect(lookUp({ date: '1', time: '2' }, 'date + time').value).toBe('1 2');
    expect(lookUp({ date: '1' }, 'date + time').present).toBe(false);
    expect(lookUp({ from: null }, 'from')).toEqual({ present: true, value: null });
    for (const path of ['__proto__', 'constructor', 'toString', 'a.__proto__.b'])
      expect(lookUp({ a: {} }, path).present).toBe(false);
  });

  test('finds whatever was put where the path says', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/);
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 5 }), fc.string(), (names, value) => {
        const fields = names.reduceRight<unknown>((inner, step) => ({ [step]: inner }), value);
        expect(lookUp(fields as Record<string, unknown>, names.join('.')).value).toBe(value);
      }),
    );
  });
});

describe('times', () => {
  test.each([
    ['11/20/2026 1:42:11 PM', 'auto', '2026-11-20T18:42:11Z', 's'],
    ['11/20/26, 13:42', 'us', '2026-11-20T18:42:00Z', 'min'],
    ['20/11/2026 13:42:11', 'day-first', '2026-11-20T18:42:11Z', 's'],
    ['20.11.2026 13:42', 'day-first', '2026-11-20T18:42:00Z', 'min'],
    ['2026-11-20 01:42 pm', 'auto', '2026-11-20T18:42:00Z', 'min'],
    ['2026-11-20 12:05 AM', 'local', '2026-11-20T05:05:00Z', 'min'],
    ['11/20/2026 12:05:00 PM', 'us', '2026-11-20T17:05:00Z', 's'],
    ['2026-11-20 13:42:11', 'auto', '2026-11-20T18:42:11Z', 's'],
    ['2026-11-20 18:42:11', 'utc', '2026-11-20T18:42:11Z', 's'],
    ['2026-11-20T13:42:11-05:00', 'local', '2026-11-20T18:42:11Z', 's'],
    ['20261120134211', 'auto', '2026-11-20T18:42:11Z', 's'],
    [1795200131, 'auto', '2026-11-20T18:42:11Z', 's'],
    ['1795200131', 'unix-seconds', '2026-11-20T18:42:11Z', 's'],
    ['1795200131.5', 'unix-seconds', '2026-11-20T18:42:11.500Z', 'ms'],
    [1795200131250, 'unix-milliseconds', '2026-11-20T18:42:11.250Z', 'ms'],
    ['1795200131250000', 'unix-microseconds', '2026-11-20T18:42:11.250Z', 'ms'],
    ['Fri, 20 Nov 2026 18:42:11 +0000', 'auto', '2026-11-20T18:42:11Z', 's'],
  ] as const)('%s as %s', (value, format, at, precision) => {
    expect(readTime(value, format, 'America/New_York')).toEqual({ at, precision });
  });

  test.each([
    ['13/20/2026 1:42 PM', 'us'],
    ['11/31/2026 1:42 PM', 'us'],
    ['11/20/2026 13:42 PM', 'us'],
    ['11/20/2026 0:42 AM', 'us'],
    ['11/20/2026', 'us'],
    ['11/20/2026 25:00', 'us'],
    ['1795200131', 'unix-milliseconds'],
    ['1795200131250', 'unix-seconds'],
    [true, 'auto'],
    [{}, 'auto'],
  ] as const)('%s as %s is no time', (value, format) => {
    expect(readTime(value, format, 'America/New_York')).toBeNull();
  });

  test('every wall clock that exists once comes back as itself', () => {
    const day = fc.date({ min: new Date('2001-01-01'), max: new Date('2099-12-30'), noInvalidDate: true });
    fc.assert(
      fc.property(day, (date) => {
        const iso = date.toISOString().slice(0, 19);
        const [y = '', m = '', d = '', h = '', min = '', s = ''] = iso.split(/[-T:]/);
        const half = Number(h) < 12 ? 'AM' : 'PM';
        const us = `${String(Number(m))}/${String(Number(d))}/${y} ${String(Number(h) % 12 === 0 ? 12 : Number(h) % 12)}:${min}:${s} ${half}`;
        expect(readTime(us, 'us', 'UTC')?.at).toBe(`${iso}Z`);
        expect(readTime(us, 'auto', 'UTC')?.at).toBe(`${iso}Z`);
        expect(readTime(`${d}-${m}-${y} ${h}:${min}:${s}`, 'day-first', 'UTC')?.at).toBe(`${iso}Z`);
        expect(readTime(Math.floor(date.getTime() / 1000), 'auto', 'UTC')?.at).toBe(`${iso}Z`);
      }),
    );
  });

  test('nothing throws', () => {
    fc.assert(
      fc.property(fc.anything(), fc.constantFrom(...TIME_FORMATS), (value, format) => {
        readTime(value, format, 'America/Chicago');
      }),
    );
  });
});

describe('durations', () => {
  test.each([
    ['65', 'auto', 65],
    [65.5, 'auto', 65.5],
    ['1:05', 'auto', 65],
    ['00:01:05', 'milliseconds', 65],
    ['1:02:03', 'auto', 3723],
    ['1m 5s', 'auto', 65],
    ['PT1H2M', 'auto', 3720],
    ['45 sec', 'auto', 45],
    ['2 min', 'auto', 120],
    ['65000', 'milliseconds', 65],
    ['1.5', 'minutes', 90],
    ['0', 'auto', 0],
  ] as const)('%s as %s', (value, format, seconds) => {
    expect(readDuration(value, format)).toBe(seconds);
  });
  test.each(['', '-5', '1:75', 'long', '99999999', ':', 'pt'])('"%s" is no duration', (value) => {
    expect(readDuration(value, 'auto')).toBeNull();
  });
  test('minutes and seconds as people write them', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 86_399 }),
        fc.constantFrom(...DURATION_FORMATS),
        (total, format) => {
          const [h, m, s] = [Math.floor(total / 3600), Math.floor(total / 60) % 60, total % 60];
          expect(
            readDuration(`${h}:${String(m).padStart(2, '0')}:${String(s).padStart(2, '0')}`, format),
          ).toBe(total);
          expect(readDuration(`${h}h ${m}m ${s}s`, format)).toBe(total);
        },
      ),
    );
  });
});

describe('rules', () => {
  const given = { status: 'Talked-To', talk: '1:05', zero: 0, empty: '', flag: true };
  test.each([
    [{ field: 'status', equals: 'talked to' }, true],
    [{ field: 'status', oneOf: ['missed', 'busy'] }, false],
    [{ field: 'talk', greaterThan: 0 }, true],
    [{ field: 'talk', greaterThan: 65 }, false],
    [{ field: 'zero', greaterThan: 0 }, false],
    [{ field: 'flag', equals: true }, true],
    [{ field: 'empty', present: true }, false],
    [{ field: 'none', present: false }, true],
    [{ field: 'none', equals: 'x' }, null],
    [
      {
        any: [
          { field: 'none', equals: 'x' },
          { field: 'flag', equals: true },
        ],
      },
      true,
    ],
    [
      {
        any: [
          { field: 'none', equals: 'x' },
          { field: 'zero', greaterThan: 0 },
        ],
      },
      null,
    ],
    [
      {
        all: [
          { field: 'none', equals: 'x' },
          { field: 'zero', greaterThan: 0 },
        ],
      },
      false,
    ],
    [
      {
        all: [
          { field: 'none', equals: 'x' },
          { field: 'flag', equals: true },
        ],
      },
      null,
    ],
    ['always', true],
    ['never', false],
  ] as const)('%j is %s', (rule, expected) => {
    expect(holds(Rule.parse(rule), given)).toBe(expected);
  });
});

describe('common words', () => {
  test.each([
    ['No Answer', 'no_answer'],
    ['call.missed', 'no_answer'],
    ['missed_call', 'no_answer'],
    ['USER_BUSY', 'busy'],
    ['Call Cancelled', 'canceled'],
    ['call-ended', 'over'],
    ['Completed', 'over'],
    ['call', null],
    ['whatever', null],
  ])('%s', (word, meaning) => expect(commonStatus(word)).toBe(meaning));
  test('directions', () => {
    expect(['Inbound', 'incoming call', 'IN', 'Received', 'missed'].map(commonDirection)).toEqual(
      Array(5).fill('inbound'),
    );
    expect(['outgoing', 'Outbound-API', 'placed'].map(commonDirection)).toEqual(Array(3).fill('outbound'));
    expect(commonDirection('sideways')).toBeNull();
  });
});

describe('the schema speaks about the field that is wrong', () => {
  const config = z.strictObject(mappedFields);
  test.each([
    [{ mapping: { fields: { form: 'x' } } }, 'mapping.fields', /form/],
    [{ mapping: { fields: { from: 'a..b' } } }, 'mapping.fields.from', /path/],
    [{ mapping: { items: 'calls' } }, 'mapping.items', /calls\[\]/],
    [{ mapping: { zone: 'Mars/Base' } }, 'mapping.zone', /time zone/],
    [{ mapping: { statuses: { ok: 'fine' } } }, 'mapping.statuses.ok', /answered/],
    [{ mapping: { country: 'XX' } }, 'mapping.country', /country/],
    [{ mapping: { answered: { field: 'a', equals: 1, present: true } } }, 'mapping.answered', /./],
    [{ signature: { header: 'no good' } }, 'signature.header', /header name/],
  ])('%j', (settings, path, message) => {
    const result = config.safeParse(settings);
    const found = result.error?.issues.find((issue) => issue.path.join('.') === path);
    expect(found?.message).toMatch(message);
  });

  test('an operator overrides field by field and word by word', () => {
    const preset = Mapping.parse({
      fields: { from: 'ani', to: 'dnis' },
      statuses: { A: 'answered', M: 'no_answer' },
    });
    const both = overlay(preset, Mapping.parse({ fields: { to: 'ddi' }, statuses: { M: 'busy' } }));
    expect(both.fields).toEqual({ from: ['ani'], to: ['ddi'] });
    expect(both.statuses).toEqual({ A: 'answered', M: 'busy' });
  });
});

describe('whatever comes', () => {
  const parse = mappedParser('mapped-http', {});
  const scalars = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));
  const names = fc.constantFrom(
    'id',
    'from',
    'to',
    'status',
    'direction',
    'start_time',
    'end_time',
    'duration',
    'talk_time',
    'voicemail',
    'answered',
    'data',
    'calls',
  );
  const bodies = fc.letrec((tie) => ({
    value: fc.oneof({ depthSize: 'small' }, scalars, tie('object'), fc.array(tie('value'), { maxLength: 3 })),
    object: fc.dictionary(names, tie('value'), { maxKeys: 8 }),
  })).value;

  test('events are valid, the same twice, and an answer is never claimed against a status', () => {
    fc.assert(
      fc.property(bodies, (body) => {
        const request = delivered(JSON.stringify(body));
        const context = { source: 'main', zone: 'America/New_York' };
        const result = parse(request, {}, context);
        expect(parse(request, {}, context)).toEqual(result);
        if (result.result !== 'events') return;
        for (const event of result.events) {
          expect(CallEvent.safeParse(event).success).toBe(true);
          expect(event.final && event.disposition === 'in_progress').toBe(false);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('an answer needs every voice to agree', () => {
    const flags = fc.constantFrom(true, false, undefined);
    const statuses = fc.constantFrom(
      'answered',
      'missed',
      'busy',
      'voicemail',
      'completed',
      'ringing',
      undefined,
    );
    fc.assert(
      fc.property(flags, statuses, fc.constantFrom(0, 12, undefined), flags, (answered, status, talk, vm) => {
        const body = { id: 'C', from: '+13105550142', to: '+12125550133', answered, status };
        const result = parse(
          delivered(JSON.stringify({ ...body, talk_time: talk, voicemail: vm })),
          {},
          {
            source: '',
            zone: 'UTC',
          },
        );
        if (result.result !== 'events') throw new Error(JSON.stringify(result));
        const disposition = result.events[0]?.disposition;
        expect(DISPOSITIONS).toContain(disposition);
        if (disposition === 'answered') {
          expect(answered).not.toBe(false);
          expect(vm).not.toBe(true);
          expect(['answered', 'completed', undefined]).toContain(status);
          expect(answered === true || status === 'answered' || talk === 12).toBe(true);
        }
      }),
    );
  });
});

function delivered(body: string): IncomingRequest {
  return {
    method: 'POST',
    url: 'https://hooks.example.test/hooks/voice/main',
    headers: { 'content-type': 'application/json' },
    body: new TextEncoder().encode(body),
    receivedAt: '2026-11-20T18:42:12.500Z',
  };
}
