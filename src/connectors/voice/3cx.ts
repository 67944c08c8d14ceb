import { z } from 'zod';
import type { CallEvent } from '../../core/model/call-event.ts';
import { secret } from '../../ports/connector.ts';
import type { IncomingRequest, ParseContext, ParseResult } from '../../ports/connector.ts';
import { defineVoiceSurface } from '../../ports/voice.ts';
import { ACCESS_IN_WORDS, accessFields, verifyAccess } from '../shared/access.ts';
import { mediaType } from '../shared/body.ts';
import { COUNTRY_STEP, inCountry } from '../shared/country.ts';
import { pbxFields } from '../shared/pbx.ts';
import { plainText } from '../shared/plain-text.ts';
import { joinResults, readRecords } from '../shared/records.ts';
import { CDR_FIELDS, readCdrLines } from '../vendors/3cx/cdr.ts';
import { fetchThreeCxLog } from '../vendors/3cx/log.ts';
import { readThreeCx } from '../vendors/3cx/records.ts';

/**
 * 3CX: the call log of the configuration API (v20, polled), call journaling of a CRM template (JSON as the template sends
 * it) and CDR lines. https://www.3cx.com/docs/configuration-rest-api-endpoints/ with the swagger of 3cx/xapi-tutorial,
 * https://www.3cx.com/docs/crm-template-xml-description/, https://www.3cx.com/docs/cdr-call-data-records/; read 2026-11-21.
 *
 * Quirks: time-answered is set when a queue or a menu picked up, so the kind of the last party decides who talked. The
 * log has one row per segment. A call to the route EndCall was ended by the PBX. `Failed_Cancelled` is a caller who gave up
 * while it rang. The chain of a CDR line may be quoted. CDR and journaling times are the PBX's wall clock. 3CX signs nothing and repeats nothing.
 */
const Config = z.strictObject({
  ...accessFields,
  ...pbxFields,
  cdrFields: z.array(z.string()).min(1).max(40).default(CDR_FIELDS).describe('Order of the CDR fields'),
  pbxUrl: z
    .url({ protocol: /^https$/ })
    .optional()
    .describe('Address of the PBX, such as https://shop.my3cx.us'),
  clientId: z.string().min(1).max(120).optional().describe('Client id of the API integration'),
  clientSecret: secret(z.string().min(1), 'API key of the API integration').optional(),
});
type Config = z.infer<typeof Config>;

export default defineVoiceSurface<Config>({
  meta: {
    id: '3cx',
    name: '3CX',
    family: 'sip',
    delivery: 'poll',
    signature: ACCESS_IN_WORDS,
    clockToleranceSeconds: 10,
    maturity: 'documented',
    checkedHow:
      "Records written from 3CX's API description and CDR field list; read against 1,400 CDR lines of a real PBX that others published; no PBX was at hand",
    lastChecked: '2026-11-21',
    docs: [
      'https://www.3cx.com/docs/configuration-rest-api-endpoints/',
      'https://www.3cx.com/docs/cdr-call-data-records/',
      'https://www.3cx.com/docs/crm-template-xml-description/',
    ],
    setup: [
      'In the 3CX admin console open Integrations, API, add a client with access to the configuration API and note its id and key.',
      'Put the address of the PBX, the id and the key into pbxUrl, clientId and clientSecret; Ringback asks for the call log every minute.',
      'Or set accessToken and post CDR lines (Call Data Records, output to a socket, through `ringback bridge --lines HOST:PORT --to {url}`) or the ReportCall scenario of a CRM template to {url}; Ringback checks the token.',
      COUNTRY_STEP,
    ],
  },
  config: Config,
  verify: (request, config) => verifyAccess(request, config),
  parse,
  poll: {
    role: 'primary',
    what: 'call log',
    everySeconds: 60,
    requestsPerMinute: 20,
    overlapSeconds: 3600,
    fetchPage: (config, position, deps) => fetchThreeCxLog(config, position, deps),
  },
});

function parse(request: IncomingRequest, settings: Config, context: ParseContext): ParseResult<CallEvent> {
  const config = inCountry(settings, context);
  const text = plainText(request);
  if (text !== null && (mediaType(request).startsWith('text/') || /^(?:[^,\n]*,){6}/.test(text))) {
    return joinResults(
      readCdrLines(text, config.cdrFields).map((line) => readThreeCx(line, config, context)),
      'There was no CDR line in the delivery.',
    );
  }
  const read = readRecords(request, ['value', 'events']);
  if (!read.ok) return { result: 'malformed', issues: read.issues };
  return joinResults(
    read.value.map((record) => readThreeCx(record, config, context)),
    'The call log named no call.',
  );
}
