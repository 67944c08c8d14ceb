import { sql } from 'kysely';
import type { Tx } from './database.ts';

/**
 * Removes what a person said and was called from the tables people read, keeping the rows: counts, times and proofs
 * stay true. The audit log's own copy goes with the person's key (`audit-erase.ts`); the raw deliveries go here.
 */
export async function erasePerson(tx: Tx, tenantId: string, phone: string, at: string): Promise<void> {
  await sql`delete from inbox where tenant_id = ${tenantId} and state <> 'new' and id in (
      select inbox_id from call_event where tenant_id = ${tenantId} and party = ${phone})`.execute(tx);
  // Texts name the number in the body, plain or percent-encoded: its digits are the same either way.
  await sql`delete from inbox where tenant_id = ${tenantId} and state <> 'new' and kind = 'messaging'
      and position(convert_to(${phone.slice(1)}, 'UTF8') in body) > 0`.execute(tx);
  await sql`update message set body = '[erased]' where tenant_id = ${tenantId} and (sender = ${phone} or recipient = ${phone})`.execute(
    tx,
  );
  await sql`update thread set assistant = '{}', state = 'closed', unread = 0, updated_at = ${at}::timestamptz
    where tenant_id = ${tenantId} and phone = ${phone}`.execute(tx);
  await sql`update booking set name = null, answers = '{}', updated_at = ${at}::timestamptz
    where tenant_id = ${tenantId} and phone = ${phone}`.execute(tx);
  await sql`update callback_item set name = null, outcome = null where tenant_id = ${tenantId} and phone = ${phone}`.execute(
    tx,
  );
  await sql`update lead set summary = null, attribution = '{}', updated_at = ${at}::timestamptz
    where tenant_id = ${tenantId} and attempt_id in (select id from attempt where tenant_id = ${tenantId} and caller = ${phone})`.execute(
    tx,
  );
  // What a surface sent about the caller beside the number: name, voicemail, recording.
  await sql`update call_event set event = event - 'callerName' - 'voicemail' - 'recordingUrl'
      || case when event ? 'voicemail' then jsonb_build_object('voicemail', jsonb_build_object('left', event -> 'voicemail' -> 'left')) else '{}'::jsonb end
    where tenant_id = ${tenantId} and party = ${phone}`.execute(tx);
  // What was asked about the number. The record of it goes with the person's key.
  await sql`delete from number_answer where tenant_id = ${tenantId} and phone = ${phone}`.execute(tx);
  await sql`delete from number_question where tenant_id = ${tenantId} and phone = ${phone}`.execute(tx);
  await sql`delete from job where tenant_id = ${tenantId} and kind = 'lookup' and key = ${phone} and state <> 'running'`.execute(
    tx,
  );
  await sql`update notification set body = '[erased]', subject = '[erased]', data = '{}'
    where tenant_id = ${tenantId} and (body like ${`%${phone}%`} or subject like ${`%${phone}%`})`.execute(
    tx,
  );
}
