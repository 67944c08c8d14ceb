import { SHOP } from '../../support/shop.ts';

/** The calls that the streams lab publishes, and how the source reads them. */
export const CALL_TABLE = {
  tables: ['calls'],
  mapping: {
    fields: {
      callId: 'id',
      from: 'caller',
      to: 'dialed',
      startedAt: 'began',
      endedAt: 'ended',
      status: 'outcome',
    },
    statuses: { MISSED: 'no_answer', TALKED: 'answered', RINGING: 'in_progress' },
  },
};

/** A change event as Debezium documents it: an insert, without its schema. */
export function change(id: number, caller: string, extra: Readonly<Record<string, unknown>> = {}): string {
  const now = Date.now();
  return JSON.stringify({
    before: null,
    after: {
      ...{ id, caller, dialed: SHOP.main, outcome: 'MISSED' },
      ...{ began: new Date(now - 40_000).toISOString(), ended: new Date(now - 15_000).toISOString() },
      ...extra,
    },
    source: { connector: 'postgresql', db: 'pbx', schema: 'public', table: 'calls', ts_ms: now, lsn: id },
    op: 'c',
    ts_ms: now,
  });
}

/** Fictional numbers: 555-0100 to 555-0199 of each area. */
export function callersOf(areas: readonly string[], each: number): string[] {
  return areas.flatMap((area) =>
    Array.from({ length: each }, (_, index) => `+1${area}55501${String(index).padStart(2, '0')}`),
  );
}

export const CALL_TABLE_SQL = `create table calls (id int primary key generated always as identity, caller text, dialed text not null,
       began timestamptz not null, ended timestamptz, outcome text not null);
     create table staff (id int primary key, name text);
     insert into staff values (1, 'Alma');
     insert into calls (caller, dialed, began, ended, outcome)
       values ('+13125550151', '${SHOP.main}', now() - interval '40 s', now() - interval '15 s', 'MISSED');`;
