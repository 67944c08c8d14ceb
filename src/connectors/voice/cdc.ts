import { z } from 'zod';
import type { CallEvent } from '../../core/model/call-event.ts';
import type { Issue } from '../../core/model/errors.ts';
import type { IncomingRequest, ParseContext, ParseResult } from '../../ports/connector.ts';
import { defineVoiceSurface } from '../../ports/voice.ts';
import { ENVELOPES, messagesIn, readChange } from '../shared/cdc/recognise.ts';
import { vanishedColumns } from '../shared/cdc/drift.ts';
import { ignored } from '../shared/event.ts';
import { eventsBeside } from '../shared/join-results.ts';
import { AUTHENTICITY_IN_WORDS, verifyAuthenticity } from '../shared/mapped/authenticity.ts';
import { readTime } from '../shared/mapped/clocks.ts';
import { COMMON_NAMES } from '../shared/mapped/common-names.ts';
import { mapCall } from '../shared/mapped/map-call.ts';
import { readBody } from '../shared/mapped/records.ts';
import { holds } from '../shared/mapped/rules.ts';
import { overlay, placed } from '../shared/mapped/schema.ts';
import { mappedFields } from '../shared/mapped/surface.ts';

/**
 * Call tables that an operator already has, by change data capture: Debezium, AWS DMS, Qlik Replicate, Striim and
 * Fivetran HVR, over HTTP or read from Kafka and NATS by `ringback bridge`. Each tool's file in `shared/cdc/` names what was read of it on 2026-11-21. The row is mapped like
 * any delivery of `mapped-http`.
 *
 * A row may be inserted while the phone rings and updated when the call is over: the status of the row decides what is
 * final. Deleting a row takes nothing back. A column that the mapping names and that is gone is malformed, by its name,
 * because reading on without it would turn answered calls into missed ones.
 */
const Config = z.strictObject({
  ...mappedFields,
  envelope: z.enum(ENVELOPES).default('auto').describe('Tool that sends; `auto` knows it by its envelope'),
  tables: z
    .array(z.string().min(1).max(200))
    .max(50)
    .optional()
    .describe('Tables that hold calls, as `table` or `schema.table`; all others are passed over'),
  operationColumn: z
    .string()
    .min(1)
    .max(100)
    .default('hvr_op')
    .describe("Column that carries Fivetran HVR's operation code"),
});
type Config = z.infer<typeof Config>;

export default defineVoiceSurface<Config>({
  meta: {
    id: 'cdc',
    name: 'Change data capture of a call table',
    family: 'generic',
    delivery: 'webhook',
    signature: AUTHENTICITY_IN_WORDS,
    clockToleranceSeconds: 120,
    maturity: 'live',
    checkedHow:
      'A real Debezium on a real PostgreSQL in the lab suite, by itself and through a real Kafka, and documented envelopes through a real NATS; those of the other tools are written from their documentation',
    lastChecked: '2026-11-21',
    docs: [
      'https://debezium.io/documentation/reference/stable/connectors/postgresql.html',
      'https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Target.Kafka.html',
      'https://help.qlik.com/en-US/replicate/May2024/Content/Replicate/Main/Kafka/attunity_envelope.htm',
      'https://www.striim.com/docs/en/postgresql-reader-waevent-fields.html',
      'https://fivetran.com/docs/hvr6/internal-objects/extra-columns-for-capture-fail-and-history-tables',
    ],
    setup: [
      'Make up a long random text and write it into the setting accessToken of this source.',
      'From Kafka or NATS: run `ringback bridge --kafka HOST:9092 --topic T --group ringback --to {url}`, or `--nats HOST:4222 --subject S --stream S --durable ringback`, with the text as RINGBACK_BRIDGE_TOKEN; the tool has to write JSON. Each message is acknowledged after it is on disk.',
      'Without a broker: let the tool post its changes as JSON to {url} with `Authorization: Bearer` and the text (Debezium Server with its HTTP sink, the HTTP writer of Striim, an agent plug-in of Fivetran HVR), or pipe them line by line into `ringback bridge --stdin --to {url}`.',
      'Capture only the table of calls, or name it in tables.',
      'Write the names of its columns into mapping.fields, what its status words mean into mapping.statuses, and into mapping.zone the zone of columns that have none.',
      'Insert or update one row and look at Health: what could not be read is named there by its column.',
      'Ringback verifies the token, or an HMAC when signingKey and signature are set. Deletes, schema changes and transaction markers are passed over.',
    ],
  },
  config: Config,
  verify: verifyAuthenticity,
  parse,
});

function parse(request: IncomingRequest, config: Config, context: ParseContext): ParseResult<CallEvent> {
  const body = readBody(request, 'json');
  if (!body.ok) return { result: 'malformed', issues: body.issues };
  const mapping = placed(overlay(COMMON_NAMES, config.mapping), context);
  const messages = messagesIn(body.value);
  const events: CallEvent[] = [];
  const issues: Issue[] = [];
  const reasons = new Set<string>();
  messages.forEach((message, index) => {
    const at = (path: string): string => (messages.length === 1 ? path : `[${index}].${path}`);
    const change = readChange(message, config.envelope, {
      operationColumn: config.operationColumn,
      wallClocks: config.mapping?.zone !== undefined,
    });
    if (change.kind === 'passed') return void reasons.add(change.reason);
    if (change.kind === 'broken') return void issues.push({ path: at(change.path), message: change.message });
    if (!wanted(change.table, config.tables))
      return void reasons.add('The change is of a table that the setting tables does not name.');
    const gone = vanishedColumns(change, config.mapping);
    if (gone.length > 0)
      return void issues.push(...gone.map((issue) => ({ ...issue, path: at(issue.path) })));
    if (mapping.only !== undefined && holds(mapping.only, change.row) !== true)
      return void reasons.add('The rule mapping.only says that this row is no call.');
    const mapped = mapCall(change.row, mapping, {
      surface: 'cdc',
      source: context.source,
      zone: context.zone,
      receivedAt: request.receivedAt,
      own: config.mapping ?? {},
      position: change.position,
      happenedAt: change.committedAt === null ? null : readTime(change.committedAt, 'auto', 'UTC'),
    });
    if ('event' in mapped) events.push(mapped.event);
    else issues.push(...mapped.issues.map((issue) => ({ ...issue, path: at(issue.path) })));
  });
  if (events.length > 0) return eventsBeside(events, issues);
  if (issues.length > 0) return { result: 'malformed', issues: issues.slice(0, 20) };
  return ignored([...reasons].slice(0, 3).join(' ') || 'The delivery brings no changes.');
}

/** `calls` also names `public.calls`; case does not matter, because Oracle shouts. */
function wanted(table: string | null, tables: readonly string[] | undefined): boolean {
  if (table === null || tables === undefined) return true;
  const name = table.toLowerCase();
  return tables.some((each) => name === each.toLowerCase() || name.endsWith(`.${each.toLowerCase()}`));
}
