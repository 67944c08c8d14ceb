import type { CallEvent, Disposition } from '../../../core/model/call-event.ts';
import type { IncomingRequest, ParseContext, ParseResult } from '../../../ports/connector.ts';
import { readJsonObject, secondsOf, textOf } from '../../shared/body.ts';
import { ignored, malformed, oneEvent, present } from '../../shared/event.ts';
import { changesOf, list } from './hook.ts';
import { joinResults } from '../../shared/records.ts';
import type { Fields } from '../../shared/records.ts';
import { readEpoch } from '../../shared/time.ts';

/**
 * Calls in Messenger and Instagram, and the lead forms that come through the same webhook.
 * https://developers.facebook.com/documentation/business-messaging/messenger-platform/calling/webhooks (updated March
 * 2026) and https://developers.facebook.com/docs/marketing-api/guides/lead-ads/retrieving, read 2026-11-21.
 *
 * The caller has an id of that page and no number, so such a call can be shown and never texted. `terminate` is documented
 * without saying whether anybody accepted; without a duration it is unknown. Call ads only report sums.
 */
interface Business {
  readonly surface: 'facebook' | 'instagram';
  readonly objects: readonly string[];
  readonly mainNumber?: string | undefined;
}

export function readMetaCalls(
  request: IncomingRequest,
  business: Business,
  context: ParseContext,
): ParseResult<CallEvent> {
  const read = readJsonObject(request);
  if (!read.ok) return { result: 'malformed', issues: read.issues };
  const changes = changesOf(read.value);
  if (!Array.isArray(read.value['entry'])) return malformed('entry', 'missing, or not a list');
  return joinResults(
    changes.flatMap((change): ParseResult<CallEvent>[] => {
      if (!business.objects.includes(change.object))
        return [
          ignored(`This is about ${change.object.slice(0, 60) || 'nothing named'}, not about this account.`),
        ];
      if (change.field === 'calls') {
        const calls = Array.isArray(change.value) ? change.value : (change.value as Fields | null)?.['calls'];
        return list(calls).map((call) => readCall(call, request, business, context));
      }
      if (change.field === 'leadgen')
        return [ignored('This is a lead form that somebody filled in, not a call.')];
      return [ignored(`A change of ${change.field.slice(0, 60) || 'something unnamed'} is not a call.`)];
    }),
    'The webhook named no call.',
  );
}

function readCall(
  call: Fields,
  request: IncomingRequest,
  business: Business,
  context: ParseContext,
): ParseResult<CallEvent> {
  const take = (name: string): string | null => textOf(call[name]);
  const callId = take('id') ?? take('call_id');
  if (callId === null) return malformed('calls.id', 'missing');
  const kind = take('event')?.toLowerCase() ?? '';
  const at = readEpoch(take('timestamp'));
  const seconds = secondsOf(call['duration']);
  const started = readEpoch(take('start_time'));
  const ended = readEpoch(take('end_time'));
  const status = (take('call_status') ?? take('status') ?? '').toLowerCase();
  const outbound =
    /^business/i.test(take('call_direction') ?? take('direction') ?? '') || kind === 'call_status';
  const outcome = outcomeOf(kind, status, seconds ?? (started === null ? null : 1));
  const main = business.mainNumber ?? null;
  return oneEvent({
    surface: business.surface,
    source: context.source === '' ? null : context.source,
    eventId: `${callId}:${kind}:${status}`.slice(0, 256),
    callId,
    linkedCallIds: [],
    direction: outbound ? 'outbound' : 'inbound',
    from: outbound ? main : null,
    fromWithheld: false,
    to: outbound ? null : main,
    occurredAt: (kind === 'terminate' ? ended : null)?.at ?? at?.at ?? request.receivedAt,
    timePrecision: at?.precision ?? 'none',
    // A report of the end names as start the moment in which it was taken, for want of an earlier one.
    startedAt: kind === 'connect' ? at?.at : started?.at,
    answeredAt: outcome.disposition === 'answered' ? started?.at : null,
    endedAt: ended?.at,
    talkSeconds: outcome.disposition === 'answered' ? seconds : null,
    ...outcome,
    dispositionRaw: `${kind} ${status}`.trim(),
    attribution: present({ source: business.surface }),
  });
}

function outcomeOf(
  kind: string,
  status: string,
  talked: number | null,
): { readonly disposition: Disposition; readonly final: boolean } {
  if (kind === 'connect' || kind === 'media_update') return { disposition: 'in_progress', final: false };
  if (kind === 'call_status') {
    if (status === 'accepted') return { disposition: 'answered', final: false };
    if (status === 'rejected') return { disposition: 'rejected', final: true };
    return { disposition: status === 'ringing' ? 'in_progress' : 'unknown', final: false };
  }
  if (kind !== 'terminate') return { disposition: 'unknown', final: false };
  if (talked !== null && talked > 0) return { disposition: 'answered', final: true };
  if (status === 'failed') return { disposition: 'failed', final: true };
  if (status === 'rejected') return { disposition: 'rejected', final: true };
  return { disposition: talked === 0 || status === 'missed' ? 'no_answer' : 'unknown', final: true };
}
