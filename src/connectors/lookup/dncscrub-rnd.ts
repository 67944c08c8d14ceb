/**
 * The FCC's Reassigned Numbers Database through DNCScrub (Contact Center Compliance), one number at a time. The database itself
 * answers uploaded files only (see rnd-file.ts).
 *
 * https://docs.dncscrub.com/api-reference/reassigned/rnd-basic-get, read 2026-11-21: GET /v1.5/Data/RNDBasic?phoneNumber=
 * (ten digits)&date=(YYYYMMDD) with the header `loginId`; `IsReassigned` is true, false or null (not enough data: the
 * database is complete from 27 January 2021 on). 50 requests a minute.
 */
import { z } from 'zod';
import { secret } from '../../ports/connector.ts';
import { defineLookup, type LookupReply } from '../../ports/lookup.ts';
import { askLookup } from '../shared/lookup-call.ts';

const Config = z.strictObject({
  loginId: secret(z.string().min(6), 'API key (loginId)'),
  apiUrl: z.url().default('https://dataapi.dncscrub.com').describe('Address of the API, for tests'),
});

/** The documentation shows booleans and names 1, 0 and blank as other writings of the same. */
const Answer = z.object({
  IsReassigned: z.union([z.boolean(), z.number(), z.string(), z.null()]).optional(),
});

export default defineLookup({
  meta: {
    id: 'dncscrub-rnd',
    name: 'DNCScrub Reassigned Numbers',
    topics: ['reassigned'],
    maturity: 'documented',
    checkedHow:
      'Against a local server that answers as the documentation says; unverified against the product, no account here.',
    lastChecked: '2026-11-21',
    docs: ['https://docs.dncscrub.com/api-reference/reassigned/rnd-basic-get'],
    setup: [
      'In DNCScrub, open your account settings and copy the API key (loginId); RND access is enabled per account.',
      'Keep to 50 requests a minute in the terms of this list.',
    ],
  },
  config: Config,
  find: async ({ phone, knownSince }, config, deps): Promise<LookupReply> => {
    if (!phone.startsWith('+1') || phone.length !== 12 || knownSince === undefined)
      return {
        status: 'unknown',
        detail: 'Reassignment is answered for North American numbers with a day of consent only.',
      };
    const url = new URL(`${config.apiUrl.replace(/\/+$/, '')}/v1.5/Data/RNDBasic`);
    url.searchParams.set('phoneNumber', phone.slice(2));
    url.searchParams.set('date', knownSince.replaceAll('-', ''));
    const reply = await askLookup('DNCScrub', url.href, { loginid: config.loginId }, deps);
    if (reply.status !== 'body') return reply;
    const read = Answer.safeParse(reply.body);
    const answer = read.success ? meant(read.data.IsReassigned) : null;
    return answer === null
      ? { status: 'unavailable', detail: 'DNCScrub answered in an unknown form.', retryable: false }
      : {
          status: 'answered',
          answers: [{ topic: 'reassigned', answer, validDays: 30, since: knownSince }],
        };
  },
  check: async (config, deps) => {
    const url = `${config.apiUrl.replace(/\/+$/, '')}/v1.5/Data/RNDBasic?phoneNumber=3105550142&date=20260101`;
    const reply = await askLookup('DNCScrub', url, { loginid: config.loginId }, deps);
    return reply.status === 'body' || reply.status === 'unknown'
      ? { ok: true, detail: 'DNCScrub accepts the key.' }
      : { ok: false, detail: reply.detail, remedy: 'Check the API key.' };
  },
});

function meant(value: z.infer<typeof Answer>['IsReassigned']): 'yes' | 'no' | 'no-data' | null {
  if (value === true || value === 1 || value === '1') return 'yes';
  if (value === false || value === 0 || value === '0') return 'no';
  return value === null || value === '' ? 'no-data' : null;
}
