import { ALL_TENANTS } from '../../src/store/database.ts';
import { contentHashOf, openInbox } from '../../src/store/inbox.ts';
import { applyConfig } from '../../src/store/organisation.ts';
import type { TenantConfig } from '../../src/core/model/organisation.ts';
import type { TestInstallation } from './installation.ts';

/** Applies a configuration and returns the tenant's id. */
export async function organise(installation: TestInstallation, config: TenantConfig): Promise<string> {
  const { pipeline } = installation;
  const applied = await pipeline.store.tx(ALL_TENANTS, (tx) => applyConfig(tx, pipeline.keeper, config));
  pipeline.signal.wake('organisation');
  return applied.tenantId;
}

export interface TestDelivery {
  readonly source: string;
  readonly body: string;
  readonly contentType: string;
  readonly path?: string;
}

export const form = (source: string, fields: Readonly<Record<string, string>>, path = ''): TestDelivery => ({
  source,
  body: new URLSearchParams(fields).toString(),
  contentType: 'application/x-www-form-urlencoded',
  path,
});

export const json = (source: string, value: unknown): TestDelivery => ({
  source,
  body: JSON.stringify(value),
  contentType: 'application/json',
});

/** Puts deliveries into the inbox as the door would after checking them, in this order. */
export async function deliver(
  installation: TestInstallation,
  deliveries: readonly TestDelivery[],
): Promise<void> {
  const { pipeline, database, clock } = installation;
  const inbox = openInbox(database.store);
  try {
    for (const delivery of deliveries) {
      const source = await pipeline.sources.byKey(delivery.source);
      if (source === null) throw new Error(`no source ${delivery.source}`);
      const target = `/hooks/${source.kind}/${delivery.source}${delivery.path ?? ''}`;
      const body = Buffer.from(delivery.body);
      await inbox.insert([
        {
          tenantId: source.tenantId,
          sourceId: source.id,
          kind: source.kind === 'messaging' ? 'messaging' : 'voice',
          contentHash: contentHashOf('POST', target, body),
          method: 'POST',
          url: `https://calls.example.test${target}`,
          headers: { 'content-type': delivery.contentType },
          body,
          receivedAt: clock.now().toISOString(),
        },
      ]);
    }
  } finally {
    await inbox.close();
  }
}

let calls = 0;
/** A Twilio call that rang and was not taken: the Dial action callback, then the number's status callback. */
export function twilioMiss(
  at: Date,
  given: { from: string; to: string; source: string; sid?: string; attestation?: string },
): TestDelivery[] {
  calls += 1;
  const sid = given.sid ?? `CA${String(calls).padStart(32, '0')}`;
  const common = {
    CallSid: sid,
    AccountSid: `AC${'1'.repeat(32)}`,
    From: given.from,
    To: given.to,
    Caller: given.from,
    Called: given.to,
    Direction: 'inbound',
    ApiVersion: '2010-04-01',
    StirVerstat: `TN-Validation-Passed-${given.attestation ?? 'A'}`,
  };
  return [
    form(
      given.source,
      { ...common, CallStatus: 'in-progress', DialCallStatus: 'no-answer', DialCallSid: `CB${sid.slice(2)}` },
      '?step=dial',
    ),
    form(given.source, {
      ...common,
      CallStatus: 'completed',
      CallDuration: '24',
      Duration: '1',
      Timestamp: at.toUTCString().replace('GMT', '+0000'),
      SequenceNumber: '2',
      CallbackSource: 'call-progress-events',
    }),
  ];
}
