/**
 * Twilio Lookup v2: line type, and whether a US number changed hands since a date.
 *
 * https://www.twilio.com/docs/lookup/v2-api, .../v2-api/line-type-intelligence and .../v2-api/reassigned-number, read
 * 2026-11-21. Packages are asked for in `Fields`; a package that fails leaves an `error_code` in its own object while the
 * whole answer is 200. Reassignment needs `LastVerifiedDate` (YYYYMMDD) and covers US numbers only.
 */
import { z } from 'zod';
import { lineTypeOf, reassignedAnswer } from '../../core/model/number-files.ts';
import { secret } from '../../ports/connector.ts';
import { defineLookup, type LookupAnswer, type NumberTopic } from '../../ports/lookup.ts';
import { askLookup } from '../shared/lookup-call.ts';

const Config = z.strictObject({
  apiKeySid: z
    .string()
    .regex(/^(?:SK|AC)[0-9a-f]{32}$/i, 'an API key SID (SK...) or account SID (AC...)')
    .describe('API key SID, or the account SID'),
  apiKeySecret: secret(z.string().min(16), 'Secret of the API key, or the auth token'),
  reassigned: z.boolean().default(false).describe('Also ask for reassignment; Twilio bills it apart'),
  apiUrl: z.url().default('https://lookups.twilio.com').describe('Address of the API, for regions and tests'),
});

const Answer = z.object({
  valid: z.boolean().nullish(),
  line_type_intelligence: z
    .object({ type: z.string().nullish(), error_code: z.unknown() })
    .nullish()
    .catch(null),
  reassigned_number: z
    .object({ is_number_reassigned: z.string().nullish(), error_code: z.unknown() })
    .nullish()
    .catch(null),
});

export default defineLookup({
  meta: {
    id: 'twilio-lookup',
    name: 'Twilio Lookup',
    topics: ['line-type', 'reassigned'],
    maturity: 'documented',
    checkedHow:
      'Against a local server that answers as the documentation says; unverified against the product, no account here.',
    lastChecked: '2026-11-21',
    docs: [
      'https://www.twilio.com/docs/lookup/v2-api/line-type-intelligence',
      'https://www.twilio.com/docs/lookup/v2-api/reassigned-number',
    ],
    setup: [
      'In the Twilio Console, make an API key (Account, API keys & tokens) and enter its SID and secret.',
      'Reassignment answers are billed apart; switch them on only when you want them.',
    ],
  },
  config: Config,
  find: async ({ phone, knownSince, topics }, config, deps) => {
    const wants = (topic: NumberTopic): boolean => topics === undefined || topics.includes(topic);
    const asksReassigned =
      config.reassigned && wants('reassigned') && knownSince !== undefined && phone.startsWith('+1');
    const asksLine = wants('line-type');
    // Each package is billed: none is asked for that nobody wants.
    if (!asksLine && !asksReassigned)
      return {
        status: 'unknown',
        detail: config.reassigned
          ? 'Reassignment is answered for US numbers with a day of consent only.'
          : 'Asking for reassignment is switched off in the settings of this source.',
      };
    const url = new URL(`${config.apiUrl.replace(/\/+$/, '')}/v2/PhoneNumbers/${encodeURIComponent(phone)}`);
    url.searchParams.set(
      'Fields',
      [asksLine ? 'line_type_intelligence' : '', asksReassigned ? 'reassigned_number' : '']
        .filter((field) => field !== '')
        .join(','),
    );
    if (asksReassigned) url.searchParams.set('LastVerifiedDate', knownSince.replaceAll('-', ''));
    const reply = await askLookup('Twilio Lookup', url.href, basic(config), deps);
    if (reply.status !== 'body') return reply;
    const read = Answer.safeParse(reply.body);
    if (!read.success)
      return {
        status: 'unavailable',
        detail: 'Twilio Lookup answered in an unknown form.',
        retryable: false,
      };
    const { valid, line_type_intelligence: line, reassigned_number: hands } = read.data;
    if (valid === false) return { status: 'unknown', detail: 'Twilio says that this is no valid number.' };
    const type = line?.error_code == null ? lineTypeOf(line?.type ?? '') : null;
    const changed = hands?.error_code == null ? reassignedAnswer(hands?.is_number_reassigned ?? '') : null;
    const answers: LookupAnswer[] = [
      ...(type === null ? [] : [{ topic: 'line-type' as const, answer: type, validDays: 90 }]),
      ...(changed === null
        ? []
        : [
            {
              topic: 'reassigned' as const,
              answer: changed,
              validDays: 30,
              ...(knownSince === undefined ? {} : { since: knownSince }),
            },
          ]),
    ];
    return answers.length === 0
      ? { status: 'unknown', detail: 'Twilio Lookup knows neither the kind of line nor its history.' }
      : { status: 'answered', answers };
  },
  check: async (config, deps) => {
    // Formatting a number is free of charge and needs a valid key.
    const url = `${config.apiUrl.replace(/\/+$/, '')}/v2/PhoneNumbers/%2B13105550142`;
    const reply = await askLookup('Twilio Lookup', url, basic(config), deps);
    return reply.status === 'body' || reply.status === 'unknown'
      ? { ok: true, detail: 'Twilio Lookup accepts the key.' }
      : { ok: false, detail: reply.detail, remedy: 'Check the API key SID and its secret.' };
  },
});

const basic = (config: z.infer<typeof Config>): string =>
  `Basic ${Buffer.from(`${config.apiKeySid}:${config.apiKeySecret}`).toString('base64')}`;
