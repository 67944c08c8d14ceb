import { consentReach, type ConsentReach } from '../core/gate/consent-reach.ts';
import type { LocationRecord, Organisation } from '../core/model/directory.ts';
import { effectiveMode } from '../core/model/directory.ts';
import { appendRecords } from '../store/audit.ts';
import { appendConsent, loadConsent, type NewConsentEvent } from '../store/consent.ts';
import type { Tx } from '../store/database.ts';
import { changeThread, type ThreadChange, type ThreadRow } from '../store/threads.ts';
import type { Pipeline } from './context.ts';
import { raiseNotification, type Notice } from './notify.ts';
import { listForCallback } from './side-gate.ts';
import { sayGated, type SayOutcome, type WantedText } from './say.ts';

/** One text that came in, with everything the answer to it needs. Lives as long as its transaction. */
export interface Exchange {
  readonly tx: Tx;
  readonly pipeline: Pipeline;
  readonly organisation: Organisation;
  readonly location: LocationRecord;
  readonly thread: ThreadRow;
  readonly phone: string;
  /** The number that was written to, and the source that brought it: answers go back the same way. */
  readonly to: string;
  readonly sourceId: string;
  readonly inboundId: string;
  readonly text: string;
  /** The provider has answered this keyword itself. */
  readonly providerAnswered: boolean;
  /** Tenant time. */
  readonly at: string;
}

export function isLive(exchange: Exchange): boolean {
  return effectiveMode(exchange.organisation, exchange.location) === 'live';
}

export function whyNotLive({ organisation, location }: Exchange): string {
  return organisation.locations.has(location.id)
    ? 'This location does not send texts at the moment, so nobody has answered.'
    : 'This location was removed from the organisation: the text is kept, and nobody has answered it. Call, or answer from another location.';
}

type Own =
  | 'organisation'
  | 'location'
  | 'threadId'
  | 'attemptId'
  | 'phone'
  | 'from'
  | 'sourceId'
  | 'inboundText'
  | 'at';

export function say(exchange: Exchange, text: Omit<WantedText, Own>): Promise<SayOutcome> {
  const { organisation, location, thread, phone, to, sourceId, at } = exchange;
  return sayGated(exchange.tx, exchange.pipeline, {
    ...text,
    organisation,
    location,
    threadId: thread.id,
    attemptId: thread.attemptId,
    phone,
    from: to,
    sourceId,
    inboundText: exchange.text,
    at,
  });
}

/** Where this person stands with this brand, what they told other brands included. */
export async function standingOf(exchange: Exchange): Promise<ConsentReach> {
  const { tx, organisation, location, phone, at } = exchange;
  const ledgers = await loadConsent(tx, organisation.tenant.id, [phone]);
  return consentReach(ledgers.get(phone) ?? [], location.banner.id, {
    crossBanner: organisation.tenant.config.policy.crossBannerOptOut,
    at,
  });
}

export async function writeConsent(
  exchange: Exchange,
  kind: NewConsentEvent['kind'],
  proof: Record<string, unknown>,
  factKey: string,
  category = 'textback',
): Promise<void> {
  const { location, phone, at, pipeline, tx } = exchange;
  const added = await appendConsent(tx, location.tenantId, [
    {
      bannerId: location.banner.id,
      phone,
      kind,
      occurredAt: at,
      source: 'sms',
      proof,
      category,
      factKey,
    },
  ]);
  if (added === 0) return;
  await appendRecords(tx, pipeline.keeper, location.tenantId, [
    {
      kind: `consent.${kind}`,
      ...attemptOf(exchange),
      phone,
      occurredAt: at,
      body: { brand: location.banner.key, source: 'sms', factKey },
      personal: { proof },
    },
  ]);
}

export function change(exchange: Exchange, to: ThreadChange): Promise<void> {
  return changeThread(exchange.tx, exchange.location.tenantId, exchange.thread.id, to, exchange.at);
}

export async function tellPeople(
  exchange: Exchange,
  notice: Pick<Notice, 'type' | 'subject' | 'body' | 'dedupeKey'>,
): Promise<void> {
  const { location, thread, at } = exchange;
  await raiseNotification(exchange.tx, exchange.pipeline, {
    tenantId: location.tenantId,
    locationId: location.id,
    link: `/inbox/${thread.id}`,
    data: { threadId: thread.id, ...(thread.attemptId === null ? {} : { attemptId: thread.attemptId }) },
    at,
    ...notice,
  });
}

export async function callBack(
  exchange: Exchange,
  code: string,
  reason: string,
  urgent = false,
): Promise<void> {
  const { thread, location, phone, at } = exchange;
  if (thread.attemptId === null) return;
  await listForCallback(exchange.tx, exchange.pipeline, exchange.organisation, [
    {
      locationId: location.id,
      attemptId: thread.attemptId,
      phone,
      name: thread.contactName,
      reasonCode: code,
      reason,
      urgent,
      at,
    },
  ]);
}

export function attemptOf(exchange: Exchange): { readonly attemptId?: string } {
  return exchange.thread.attemptId === null ? {} : { attemptId: exchange.thread.attemptId };
}

/** Locations whose texts to this person a STOP ends: the whole organisation by policy, else the brand. */
export function reachOf(exchange: Exchange): string[] {
  const { organisation, location } = exchange;
  const all = [...organisation.locations.values()];
  const reached = organisation.tenant.config.policy.crossBannerOptOut
    ? all
    : all.filter((each) => each.banner.id === location.banner.id);
  return reached.map((each) => each.id);
}
