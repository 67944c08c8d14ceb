import { describe, expect, test } from 'vitest';
import type { CallEvent } from '../../core/model/call-event.ts';
import type { ParseResult } from '../../ports/connector.ts';
import { readCallRows, rowIssue } from './call-rows.ts';
import { joinResults } from './join-results.ts';

/**
 * Deliveries of many records. If this fails, one unreadable row of a vendor's page takes the missed calls beside it
 * along, or vanishes without anybody learning that a call may be missing.
 */
const event = (callId: string): CallEvent => ({
  surface: 'twilio',
  eventId: callId,
  callId,
  linkedCallIds: [],
  direction: 'inbound',
  from: '+13105550142',
  fromWithheld: false,
  to: '+12125550100',
  occurredAt: '2026-11-20T18:00:00.000Z',
  timePrecision: 's',
  final: true,
  disposition: 'no_answer',
  attribution: {},
});
const good = (callId: string): ParseResult<CallEvent> => ({ result: 'events', events: [event(callId)] });
const bad = (path: string): ParseResult<CallEvent> => ({
  result: 'malformed',
  issues: [{ path, message: 'missing' }],
});
const other: ParseResult<CallEvent> = { result: 'ignored', reason: 'a text' };

describe('records of one delivery', () => {
  test('a bad one beside good ones is told with its place, and keeps none of them back', () => {
    expect(joinResults([good('a'), bad('to'), other, good('b')], '')).toEqual({
      result: 'events',
      events: [event('a'), event('b')],
      issues: [{ path: '1.to', message: 'missing' }],
    });
  });

  test('problems that stood beside events already are handed on', () => {
    const partly: ParseResult<CallEvent> = {
      result: 'events',
      events: [event('a')],
      issues: [{ path: 'legs.2', message: 'no id' }],
    };
    expect(joinResults([good('b'), partly], '')).toMatchObject({
      result: 'events',
      issues: [{ path: '1.legs.2' }],
    });
    expect(joinResults([partly], '')).toMatchObject({ issues: [{ path: 'legs.2' }] });
  });

  test('without a problem there is no word of any', () => {
    expect(joinResults([good('a'), other], '')).toEqual({ result: 'events', events: [event('a')] });
  });

  test('only bad ones are malformed, none at all is said in the words given', () => {
    expect(joinResults([bad('to'), other], '')).toMatchObject({
      result: 'malformed',
      issues: [{ path: '0.to' }],
    });
    expect(joinResults([], 'The page is empty.')).toEqual({
      result: 'ignored',
      reason: 'The page is empty.',
    });
  });

  test('an endless list of problems is cut, the events are not', () => {
    const results = [...Array.from({ length: 500 }, () => bad('to')), good('a')];
    const joined = joinResults(results, '');
    expect(joined.result === 'events' && joined.issues?.length).toBe(20);
  });

  test('rows of a list of calls likewise', () => {
    const read = readCallRows(['a', {}, 'c'], 'calls', () => ({ event: event('x') }));
    expect(read).toMatchObject({
      result: 'events',
      events: [{ callId: 'x' }],
      issues: [{ path: 'calls.0' }, { path: 'calls.2' }],
    });
    expect(readCallRows([{}], '', () => rowIssue('to', 'missing')).result).toBe('malformed');
  });
});
