import type { CallEvent } from '../core/model/call-event.ts';
import { formerOwner, type Organisation } from '../core/model/directory.ts';
import type { Issue } from '../core/model/errors.ts';
import type { ParseResult } from '../ports/connector.ts';
import { linkKeys, type NewCallEvent } from '../store/attempts.ts';
import type { Tx } from '../store/database.ts';
import { locationsByLink, reopenLinked, type Delivery, type DeliveryFate } from '../store/inbox-drain.ts';
import type { SourceRecord } from '../store/sources.ts';

/** What became of a delivery, and why, for Health. */
export interface Fate {
  readonly id: number;
  readonly fate: DeliveryFate;
  readonly detail?: unknown;
}

export interface HeardDelivery {
  readonly delivery: Delivery;
  readonly source: SourceRecord;
  readonly parsed: ParseResult<CallEvent>;
}

/** An event further in the future than clocks can drift is not believed. */
const MAX_AHEAD_MS = 86_400_000;

interface Open {
  readonly heard: HeardDelivery;
  readonly event: CallEvent;
  readonly links: readonly string[];
  locationId: string | null;
}

/**
 * Finds the location of each event. The numbers decide; then the call it is a leg of; then what the surface or the
 * source says. A leg that arrives before its call waits as `unrouted` and is heard again when the call comes, so order
 * does not matter and nothing is lost.
 */
export async function placeCalls(
  tx: Tx,
  organisation: Organisation,
  deliveries: readonly HeardDelivery[],
  now: Date,
): Promise<{ calls: NewCallEvent[]; fates: Fate[] }> {
  const fates = new Map<number, Fate>();
  const open: Open[] = [];
  for (const heard of deliveries) {
    const { delivery, parsed } = heard;
    fates.set(delivery.id, fateOfParse(delivery, parsed));
    if (parsed.result !== 'events') continue;
    for (const event of parsed.events) {
      if (Date.parse(event.occurredAt) > now.getTime() + MAX_AHEAD_MS) {
        const message = `the event says it happened at ${event.occurredAt}, which is in the future; check the clock or zone of this source`;
        const issues = [...(parsed.issues ?? []), { path: 'occurredAt', message }];
        fates.set(delivery.id, { id: delivery.id, fate: 'malformed', detail: { issues } });
      } else open.push({ heard, event, links: linkKeys(event), locationId: byNumber(organisation, event) });
    }
  }
  await byLink(tx, organisation.tenant.id, open);
  const calls: NewCallEvent[] = [];
  for (const each of open) {
    const { delivery, source } = each.heard;
    const locationId =
      each.locationId ??
      named(organisation, each.event) ??
      before(organisation, each.event) ??
      (source.locationId !== null && organisation.locations.has(source.locationId)
        ? source.locationId
        : null);
    if (locationId === null) fates.set(delivery.id, unrouted(organisation, each, fates.get(delivery.id)));
    else calls.push({ ...callOf(organisation, each), locationId });
  }
  await reopenLinked(tx, organisation.tenant.id, [...new Set(calls.flatMap((call) => linkKeys(call.event)))]);
  return { calls, fates: [...fates.values()] };
}

function fateOfParse(delivery: Delivery, parsed: ParseResult<CallEvent>): Fate {
  switch (parsed.result) {
    case 'malformed':
      return { id: delivery.id, fate: 'malformed', detail: { issues: parsed.issues } };
    case 'ignored':
      return { id: delivery.id, fate: 'ignored', detail: { reason: parsed.reason } };
    case 'events':
      return parsed.issues === undefined || parsed.issues.length === 0
        ? { id: delivery.id, fate: 'done' }
        : { id: delivery.id, fate: 'malformed', detail: partial(parsed.events.length, parsed.issues) };
  }
}

/** Some records were calls and are heard; others could not be read, and the delivery says so until it can be. */
function partial(heard: number, issues: readonly Issue[]): object {
  const reason = `${heard} ${heard === 1 ? 'record' : 'records'} of this delivery could be used, others could not be read`;
  return { reason, heard, issues };
}

/** Calls come in to our numbers and go out from them; the leg that a platform dials does neither, see `byLink`. */
function byNumber(organisation: Organisation, event: CallEvent): string | null {
  const numbers =
    event.direction === 'outbound'
      ? [event.from, event.to, event.forwardedFrom, event.forwardedTo]
      : [event.to, event.forwardedFrom, event.forwardedTo];
  for (const number of numbers) {
    const record = number === null || number === undefined ? undefined : organisation.numbers.get(number);
    if (record !== undefined) return record.locationId;
  }
  return null;
}

/** A leg belongs where its call belongs: another event of this batch, or one that is stored. */
async function byLink(tx: Tx, tenantId: string, open: readonly Open[]): Promise<void> {
  const homeless = open.filter((each) => each.locationId === null && each.links.length > 1);
  if (homeless.length === 0) return;
  const stored = await locationsByLink(tx, tenantId, [...new Set(homeless.flatMap((each) => each.links))]);
  const near = new Map(
    open.flatMap((each) =>
      each.locationId === null ? [] : each.links.map((link) => [link, each.locationId] as const),
    ),
  );
  for (const each of homeless) {
    each.locationId =
      each.links.map((link) => near.get(link) ?? stored.get(link) ?? null).find((id) => id !== null) ?? null;
  }
}

function named(organisation: Organisation, event: CallEvent): string | null {
  return event.location === undefined ? null : (organisation.locationsByKey.get(event.location)?.id ?? null);
}

/** A call that began while a removed location still had the number belongs there, however late it is told. */
function before(organisation: Organisation, event: CallEvent): string | null {
  const owner = formerOwner(organisation, ownNumber(event) ?? '');
  if (owner === undefined || owner.removedAt === null) return null;
  const { clockOffsetMs } = organisation.tenant;
  const began = Date.parse(event.startedAt ?? event.occurredAt);
  return began < Date.parse(owner.removedAt) + clockOffsetMs ? owner.id : null;
}

/** Our side of the call. */
function ownNumber(event: CallEvent): string | null {
  return event.direction === 'outbound' ? event.from : event.to;
}

function callOf(organisation: Organisation, each: Open): Omit<NewCallEvent, 'locationId'> {
  const { event, heard } = each;
  const weCalled =
    event.direction === 'outbound' && event.from !== null && organisation.numbers.has(event.from);
  return {
    tenantId: organisation.tenant.id,
    sourceId: heard.source.id,
    inboxId: heard.delivery.id,
    party: weCalled ? event.to : event.from,
    event: { ...event, source: heard.source.key },
    receivedAt: heard.delivery.receivedAt,
  };
}

/** Waiting wins over what else is wrong with the delivery: it is heard again, and then says so again. */
function unrouted(organisation: Organisation, { event, links, heard }: Open, before: Fate | undefined): Fate {
  const { delivery, source, parsed } = heard;
  const number = ownNumber(event);
  const owner = formerOwner(organisation, number ?? '');
  const known =
    before?.fate === 'unrouted' ? (before.detail as { links?: readonly string[] }).links : undefined;
  const waitsFor = [...new Set([...(known ?? []), ...(links.length > 1 ? links : [])])];
  const reason =
    owner !== undefined
      ? `the number ${number ?? ''} belonged to ${owner.name}, a location that was removed; give the number to a location, or have the vendor stop sending its calls`
      : links.length > 1
        ? 'this is a leg of a call that has not been heard of yet; it is taken up when that call comes'
        : `no location owns the number ${number ?? 'of this call'}; add it to a location, or name a location for source ${source.key}`;
  const issues = parsed.result === 'events' ? parsed.issues : undefined;
  return {
    id: delivery.id,
    fate: 'unrouted',
    detail: {
      reason,
      ...(waitsFor.length > 0 ? { links: waitsFor } : {}),
      ...(issues === undefined ? {} : { issues }),
    },
  };
}
