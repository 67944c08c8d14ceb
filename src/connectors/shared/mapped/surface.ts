import { z } from 'zod';
import type { CallEvent } from '../../../core/model/call-event.ts';
import type { Issue } from '../../../core/model/errors.ts';
import type { IncomingRequest, ParseContext, ParseResult } from '../../../ports/connector.ts';
import { defineVoiceSurface } from '../../../ports/voice.ts';
import type { VoiceSurface } from '../../../ports/voice.ts';
import { ignored } from '../event.ts';
import { eventsBeside } from '../join-results.ts';
import { AUTHENTICITY_IN_WORDS, authenticityFields, verifyAuthenticity } from './authenticity.ts';
import { COMMON_NAMES } from './common-names.ts';
import { mapCall } from './map-call.ts';
import { notACall } from './not-a-call.ts';
import type { Fields } from './paths.ts';
import { readRecords } from './records.ts';
import { holds } from './rules.ts';
import { Mapping, overlay, placed } from './schema.ts';

/**
 * A whole voice surface from a preset: what a vendor is known or thought to send, as data. An operator's `mapping` lies
 * over it field by field, so that a preset that guessed wrong is corrected in the settings and not in code.
 */
export const mappedFields = {
  ...authenticityFields,
  mapping: Mapping.optional().describe('Where the fields of a call are and what the words mean'),
};
const MappedConfig = z.strictObject(mappedFields);
export type MappedConfig = z.infer<typeof MappedConfig>;

export type MappedMeta = Omit<VoiceSurface['meta'], 'delivery' | 'signature'>;

export function defineMappedSurface(
  meta: MappedMeta,
  preset: Mapping,
  unpack?: (body: unknown) => unknown,
): VoiceSurface<MappedConfig> {
  return defineVoiceSurface<MappedConfig>({
    meta: { ...meta, delivery: 'webhook', signature: AUTHENTICITY_IN_WORDS },
    config: MappedConfig,
    verify: verifyAuthenticity,
    parse: mappedParser(meta.id, preset, unpack),
  });
}

/** The parser alone, for surfaces that add a poll or fields of their own. */
export function mappedParser(
  surface: string,
  preset: Mapping,
  /** Takes a vendor's own packing apart before the mapping; a body that is not packed so comes back as it was. */
  unpack: (body: unknown) => unknown = (body) => body,
): (
  request: IncomingRequest,
  config: { readonly mapping?: Mapping | undefined },
  context: ParseContext,
) => ParseResult<CallEvent> {
  const known = overlay(COMMON_NAMES, preset);
  return (request, config, context) => {
    const mapping = placed(overlay(known, config.mapping), context);
    const records = readRecords(request, mapping, unpack);
    if (!records.ok) return { result: 'malformed', issues: records.issues };
    const own = overlay(preset, config.mapping);
    return mapRecords(records.value, mapping, {
      surface,
      source: context.source,
      zone: context.zone,
      receivedAt: request.receivedAt,
      own,
    });
  };
}

/** Every record that is a call. One bad record does not hold the good ones back; its problem stands beside them. */
export function mapRecords(
  records: readonly Fields[],
  mapping: Mapping,
  context: Parameters<typeof mapCall>[2],
): ParseResult<CallEvent> {
  if (records.length === 0) return ignored('The delivery brings no records of calls.');
  const events: CallEvent[] = [];
  const issues: Issue[] = [];
  const others = new Set<string>();
  let passedOver = 0;
  records.forEach((fields, index) => {
    if (mapping.only !== undefined && holds(mapping.only, fields) !== true) {
      passedOver += 1;
      return;
    }
    const other = mapping.only === undefined ? notACall(fields) : null;
    if (other !== null) {
      others.add(other);
      return;
    }
    const mapped = mapCall(fields, mapping, context);
    if ('event' in mapped) events.push(mapped.event);
    else
      issues.push(
        ...mapped.issues.map((each) =>
          records.length === 1 ? each : { ...each, path: `[${String(index)}].${each.path}` },
        ),
      );
  });
  if (events.length > 0) return eventsBeside(events, issues);
  if (issues.length > 0) return { result: 'malformed', issues: issues.slice(0, 20) };
  if (others.size > 0) return ignored([...others].join(' '));
  return ignored(
    passedOver === 1
      ? 'The rule mapping.only says that this is no call.'
      : `The rule mapping.only says that none of the ${String(passedOver)} records is a call.`,
  );
}
