import { describe, expect, test } from 'vitest';
import surface from '../../src/connectors/voice/responsetap.ts';
import type { PollResult } from '../../src/ports/voice.ts';

/**
 * ResponseTap's full call records, against a fetch of our own. If it fails, calls that the Call Out URL lost stay lost,
 * or an API key ends up in a message.
 */
const KEY = 'rt-key-0123456789';
const SETTINGS = {
  apiAccount: '77',
  apiUser: 'shop',
  apiKey: KEY,
  apiQuery: '?startTime={from}&endTime={to}',
};
const POSITION = { cursor: null, from: '2026-11-20T17:00:00Z', to: '2026-11-20T19:00:00Z' };

describe('responsetap: full call records', () => {
  test('asks for the stretch in the words of the operator and hands the page on as it came', async () => {
    const asked: Request[] = [];
    const page = '{"fullCallRecords":[{"id":501}]}';
    const result = await poll(SETTINGS, (request) => {
      asked.push(request);
      return new Response(page);
    });
    expect(result).toEqual({
      result: 'page',
      body: { contentType: 'application/json', text: page },
      next: null,
    });
    expect(asked[0]?.url).toBe(
      'https://dashboard.responsetap.com/api/1/accounts/77/fullCallRecords?startTime=2026-11-20T17%3A00%3A00Z&endTime=2026-11-20T19%3A00%3A00Z',
    );
    expect(asked[0]?.headers.get('authorization')).toBe(
      `Basic ${Buffer.from(`shop:${KEY}`).toString('base64')}`,
    );
  });

  test('nothing happened', async () => {
    expect(await poll(SETTINGS, () => new Response('[]'))).toMatchObject({ result: 'page', body: null });
  });

  test.each([
    [401, { result: 'refused' }],
    [403, { result: 'refused' }],
    [404, { result: 'refused' }],
    [429, { result: 'try-later', afterMs: 30_000 }],
    [503, { result: 'try-later' }],
  ])('%d', async (status, expected) => {
    const headers = { 'retry-after': '30' };
    const result = await poll(SETTINGS, () => new Response(`no: ${KEY}`, { status, headers }));
    expect(result).toMatchObject(expected);
    expect(JSON.stringify(result)).not.toContain(KEY);
  });

  test('not reached, or not configured', async () => {
    const lost = await poll(SETTINGS, () => {
      throw new TypeError(`fetch failed for ${KEY}`);
    });
    expect(lost.result).toBe('try-later');
    expect(JSON.stringify(lost)).not.toContain(KEY);
    expect((await poll({ apiUser: 'shop' }, () => new Response('[]'))).result).toBe('not-configured');
  });
});

function poll(settings: object, answer: (request: Request) => Response): Promise<PollResult> {
  if (surface.poll === undefined) throw new Error('there is no poll');
  return surface.poll.fetchPage(surface.config.parse(settings), POSITION, {
    fetch: (input, init) =>
      new Promise((resolve) => {
        resolve(answer(new Request(input, init)));
      }),
    now: () => new Date('2026-11-20T19:00:00Z'),
    signal: new AbortController().signal,
  });
}
