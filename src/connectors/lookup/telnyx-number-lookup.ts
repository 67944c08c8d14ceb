/**
 * Telnyx Number Lookup: the kind of line, portability included.
 *
 * https://developers.telnyx.com/openapi/numberlookup/tag/Number-Lookup/, read 2026-11-21:
 * GET /v2/number_lookup/{phone_number}?type=carrier answers `data.carrier.type` (fixed line, mobile, voip, fixed line or
 * mobile, toll free, ...) and `data.portability.line_type`. After a number is ported the latter is the truer one.
 */
import { z } from 'zod';
import { lineTypeOf } from '../../core/model/number-files.ts';
import { secret } from '../../ports/connector.ts';
import { defineLookup } from '../../ports/lookup.ts';
import { askLookup } from '../shared/lookup-call.ts';

const Config = z.strictObject({
  apiKey: secret(z.string().min(10), 'API key (v2)'),
  apiUrl: z.url().default('https://api.telnyx.com').describe('Address of the API, for tests'),
});

const Answer = z.object({
  data: z.object({
    carrier: z.object({ type: z.string().nullish() }).nullish().catch(null),
    portability: z.object({ line_type: z.string().nullish() }).nullish().catch(null),
  }),
});

export default defineLookup({
  meta: {
    id: 'telnyx-number-lookup',
    name: 'Telnyx Number Lookup',
    topics: ['line-type'],
    maturity: 'documented',
    checkedHow:
      'Against a local server that answers as the documentation says; unverified against the product, no account here.',
    lastChecked: '2026-11-21',
    docs: ['https://developers.telnyx.com/openapi/numberlookup/tag/Number-Lookup/'],
    setup: ['In the Telnyx portal, make an API key (v2) and enter it here. Look-ups are billed per number.'],
  },
  config: Config,
  find: async ({ phone }, config, deps) => {
    const reply = await ask(phone, '?type=carrier', config, deps);
    if (reply.status !== 'body') return reply;
    const read = Answer.safeParse(reply.body);
    if (!read.success)
      return { status: 'unavailable', detail: 'Telnyx answered in an unknown form.', retryable: false };
    const { carrier, portability } = read.data.data;
    const type = lineTypeOf(portability?.line_type ?? '') ?? lineTypeOf(carrier?.type ?? '');
    return type === null
      ? { status: 'unknown', detail: 'Telnyx cannot tell the kind of this line.' }
      : { status: 'answered', answers: [{ topic: 'line-type', answer: type, validDays: 90 }] };
  },
  check: async (config, deps) => {
    const reply = await ask('+13105550142', '', config, deps);
    return reply.status === 'body' || reply.status === 'unknown'
      ? { ok: true, detail: 'Telnyx accepts the key.' }
      : { ok: false, detail: reply.detail, remedy: 'Check the API key.' };
  },
});

function ask(
  phone: string,
  query: string,
  config: z.infer<typeof Config>,
  deps: Parameters<typeof askLookup>[3],
): ReturnType<typeof askLookup> {
  const base = config.apiUrl.replace(/\/+$/, '');
  return askLookup(
    'Telnyx',
    `${base}/v2/number_lookup/${encodeURIComponent(phone)}${query}`,
    `Bearer ${config.apiKey}`,
    deps,
  );
}
