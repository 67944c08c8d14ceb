/**
 * Look-up vendors on this machine, as their documentation says they behave (read 2026-11-21): Twilio Lookup v2
 * (https://www.twilio.com/docs/lookup/v2-api), Telnyx Number Lookup (https://developers.telnyx.com/docs/identity/number-lookup)
 * and DNCScrub's RND Basic (https://docs.dncscrub.com/api-reference/reassigned/rnd-basic-get). They refuse a wrong key, and a question
 * that the documentation does not know.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

export interface KnownNumber {
  readonly line?: 'mobile' | 'landline' | 'fixedVoip' | 'tollFree' | null;
  /** Left its owner on this day. */
  readonly changedHandsOn?: string;
  readonly noData?: true;
}

export interface FakeLookups {
  readonly url: string;
  /** By E.164; a number that is not here is a mobile that never changed hands. */
  readonly numbers: Map<string, KnownNumber>;
  readonly asked: string[];
  /** `dead` never answers, `broken` answers 503, `busy` 429 with Retry-After 3, `closed` refuses the key. */
  mood: 'well' | 'dead' | 'broken' | 'busy' | 'closed';
  readonly close: () => Promise<void>;
}

export const TWILIO_KEY = { apiKeySid: `SK${'a'.repeat(32)}`, apiKeySecret: 'secret-of-the-test-lookup-key' };
export const TELNYX_KEY = { apiKey: 'KEY0123456789_of_the_test' };
export const DNCSCRUB_KEY = { loginId: 'login-id-of-the-test' };

export async function fakeLookups(): Promise<FakeLookups> {
  const server = createServer((request, response) => {
    state.asked.push(request.url ?? '');
    switch (state.mood) {
      case 'dead':
        return;
      case 'broken': {
        answer(response, 503, { message: 'Service unavailable' });
        return;
      }
      case 'busy':
        response.setHeader('retry-after', '3');
        {
          answer(response, 429, { message: 'Too many requests' });
          return;
        }
      case 'closed': {
        answer(response, 401, { code: 20003, message: 'Authenticate' });
        return;
      }
      case 'well':
        route(request, response, state.numbers);
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const state: FakeLookups = {
    url: `http://127.0.0.1:${address.port}`,
    numbers: new Map(),
    asked: [],
    mood: 'well',
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
  return state;
}

function route(
  request: IncomingMessage,
  response: ServerResponse,
  numbers: ReadonlyMap<string, KnownNumber>,
): void {
  const url = new URL(request.url ?? '/', 'http://vendor.example');
  if (request.method !== 'GET') {
    answer(response, 405, {});
    return;
  }
  const [, twilio] = /^\/v2\/PhoneNumbers\/(.+)$/.exec(url.pathname) ?? [];
  if (twilio !== undefined) {
    asTwilio(request, response, url, decodeURIComponent(twilio), numbers);
    return;
  }
  const [, telnyx] = /^\/v2\/number_lookup\/(.+)$/.exec(url.pathname) ?? [];
  if (telnyx !== undefined) {
    asTelnyx(request, response, url, decodeURIComponent(telnyx), numbers);
    return;
  }
  if (url.pathname === '/v1.5/Data/RNDBasic') {
    asDncScrub(request, response, url, numbers);
    return;
  }
  answer(response, 404, {});
}

function asTwilio(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  phone: string,
  numbers: ReadonlyMap<string, KnownNumber>,
): void {
  const key = Buffer.from(`${TWILIO_KEY.apiKeySid}:${TWILIO_KEY.apiKeySecret}`).toString('base64');
  if (request.headers.authorization !== `Basic ${key}`) {
    answer(response, 401, { code: 20003, message: 'Authenticate' });
    return;
  }
  const fields = (url.searchParams.get('Fields') ?? '').split(',').filter((field) => field !== '');
  if (fields.some((field) => field !== 'line_type_intelligence' && field !== 'reassigned_number')) {
    answer(response, 400, { code: 60600, message: 'Invalid fields' });
    return;
  }
  const since = url.searchParams.get('LastVerifiedDate');
  if (fields.includes('reassigned_number') && !/^\d{8}$/.test(since ?? '')) {
    answer(response, 400, { code: 60606, message: 'LastVerifiedDate' });
    return;
  }
  const known = numbers.get(phone) ?? { line: 'mobile' as const };
  answer(response, 200, {
    calling_country_code: '1',
    country_code: 'US',
    phone_number: phone,
    valid: true,
    validation_errors: [],
    line_type_intelligence: fields.includes('line_type_intelligence')
      ? known.line === null
        ? { type: null, error_code: 60601 }
        : { type: known.line ?? 'mobile', carrier_name: 'Example Wireless', error_code: null }
      : null,
    reassigned_number: fields.includes('reassigned_number')
      ? {
          last_verified_date: dashed(since ?? ''),
          is_number_reassigned: handsWord(known, dashed(since ?? '')),
          error_code: null,
        }
      : null,
  });
}

function asTelnyx(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  phone: string,
  numbers: ReadonlyMap<string, KnownNumber>,
): void {
  if (request.headers.authorization !== `Bearer ${TELNYX_KEY.apiKey}`) {
    answer(response, 401, { errors: [{ code: '10009', title: 'Authentication failed' }] });
    return;
  }
  const type = url.searchParams.get('type');
  if (type !== null && type !== 'carrier' && type !== 'caller-name') {
    answer(response, 422, { errors: [] });
    return;
  }
  // Canadian numbers need coverage that an account has to ask for.
  if (phone.startsWith('+1416')) {
    answer(response, 422, { errors: [{ code: '10015', title: 'is a Canadian number' }] });
    return;
  }
  const line = numbers.get(phone)?.line;
  const word = { mobile: 'mobile', landline: 'fixed line', fixedVoip: 'voip', tollFree: 'toll free' }[
    line ?? 'mobile'
  ];
  answer(response, 200, {
    data: {
      country_code: 'US',
      phone_number: phone,
      valid_number: true,
      ...(type === 'carrier'
        ? {
            carrier: {
              name: 'Example Wireless',
              type: line === null ? 'fixed line or mobile' : word,
              error_code: null,
            },
          }
        : {}),
      portability: { ported_status: 'N', line_type: line === null ? '' : word, lrn: '' },
      record_type: 'number_lookup',
    },
  });
}

function asDncScrub(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  numbers: ReadonlyMap<string, KnownNumber>,
): void {
  if (request.headers['loginid'] !== DNCSCRUB_KEY.loginId) {
    answer(response, 401, {});
    return;
  }
  const phone = url.searchParams.get('phoneNumber') ?? '';
  const date = url.searchParams.get('date') ?? '';
  if (!/^\d{10}$/.test(phone) || !/^\d{8}$/.test(date)) {
    answer(response, 400, {});
    return;
  }
  const word = handsWord(numbers.get(`+1${phone}`) ?? {}, dashed(date));
  answer(response, 200, {
    PhoneNumber: phone,
    IsReassigned: word === 'no_data_available' ? null : word === 'yes',
    HasSafeHarbor: word === 'no',
  });
}

function handsWord(known: KnownNumber, since: string): 'yes' | 'no' | 'no_data_available' {
  if (known.noData === true) return 'no_data_available';
  return known.changedHandsOn !== undefined && known.changedHandsOn > since ? 'yes' : 'no';
}

function dashed(day: string): string {
  return `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`;
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}
