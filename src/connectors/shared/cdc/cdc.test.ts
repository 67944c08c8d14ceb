import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { IncomingRequest } from '../../../ports/connector.ts';
import surface from '../../voice/cdc.ts';
import { ENVELOPES, messagesIn, readChange } from './recognise.ts';

/**
 * The five envelopes of change data capture. If it fails, the same row means another call with another tool, a change is
 * believed to be of the wrong tool, or a repeated delivery becomes a second call.
 */
const SETTINGS = { operationColumn: 'hvr_op', wallClocks: false };
type Row = Readonly<Record<string, unknown>>;

const WRAPPED: Readonly<Record<string, (row: Row, at: number) => unknown>> = {
  debezium: (row, at) => ({ before: null, after: row, source: { table: 'calls', lsn: at }, op: 'u' }),
  dms: (row, at) => ({
    data: row,
    metadata: {
      'record-type': 'data',
      operation: 'update',
      'table-name': 'calls',
      'transaction-id': at,
    },
  }),
  qlik: (row, at) => ({
    magic: 'atMSG',
    type: 'DT',
    message: { data: row, beforeData: null, headers: { operation: 'UPDATE', changeSequence: String(at) } },
  }),
  striim: (row, at) => ({ metadata: { OperationName: 'UPDATE', TableName: 'calls', LSN: at }, data: row }),
  hvr: (row, at) => ({ schema: { type: 'struct' }, payload: { ...row, hvr_op: 2, hvr_seq: at } }),
};

const rows = fc.record({
  call_id: fc.stringMatching(/^[a-z0-9]{4,12}$/),
  from: fc.constantFrom('+13105550142', '3105550143', 'anonymous'),
  to: fc.constant('+12125550133'),
  status: fc.constantFrom('missed', 'answered', 'busy', 'voicemail', 'ringing', 'completed'),
  start_time: fc.constantFrom('2026-11-20T18:42:00Z', '2026-11-20 13:42:00'),
});

describe('every tool', () => {
  test('says the same of the same row', () => {
    fc.assert(
      fc.property(rows, fc.integer({ min: 1, max: 1e9 }), (row, at) => {
        const told = Object.values(WRAPPED).map((wrap) => {
          const [event] = eventsOf(wrap(row, at));
          const { eventId, ...rest } = event ?? { eventId: '' };
          expect(eventId).not.toBe('');
          return rest;
        });
        for (const each of told) expect(each).toEqual(told[0]);
      }),
      { numRuns: 200 },
    );
  });

  test('is known by its envelope and by no other', () => {
    for (const [tool, wrap] of Object.entries(WRAPPED))
      for (const envelope of ENVELOPES) {
        const change = readChange(wrap({ call_id: 'c' }, 1), envelope, SETTINGS);
        expect([tool, envelope, change.kind === 'row']).toEqual([
          tool,
          envelope,
          envelope === 'auto' || envelope === tool,
        ]);
      }
  });

  test.each(Object.entries(WRAPPED))(
    '%s: a repeat is the same event, a later change another',
    (_tool, wrap) => {
      const row = { call_id: 'c1', from: '+13105550142', to: '+12125550133', status: 'missed' };
      const idOf = (message: unknown): unknown => eventsOf(message)[0]?.eventId;
      expect(idOf(wrap(row, 1))).toBe(idOf(wrap(row, 1)));
      expect(idOf(wrap(row, 1))).not.toBe(idOf(wrap(row, 2)));
    },
  );
});

describe('a message of Kafka with its headers', () => {
  const row = { call_id: 'c1', from: '+13105550142', to: '+12125550133', status: 'missed' };
  const headers = { __op: 'u', __table: 'calls', '__source.ts_ms': '1795200146000', 'content-type': 'x' };

  test('says of a flat row what was done to it', () => {
    const flat = eventsOf({ topic: 'pbx.calls', key: null, headers, value: row });
    expect(flat).toEqual(eventsOf({ ...row, __op: 'u', __table: 'calls', __source_ts_ms: '1795200146000' }));
    const withSchema = { schema: { type: 'struct' }, payload: row };
    expect(eventsOf({ topic: 'pbx.calls', key: null, headers, value: withSchema })).toEqual(flat);
  });

  test('does not outvote the envelope', () => {
    const value = { before: null, after: row, source: { table: 'calls', lsn: 1 }, op: 'c' };
    expect(eventsOf({ topic: 'pbx.calls', key: null, headers, value })).toEqual(eventsOf(value));
  });

  test('a deleted flat row is passed over', () => {
    const deleted = { topic: 'pbx.calls', key: null, headers: { __op: 'd' }, value: row };
    expect(messagesIn(deleted).map((each) => readChange(each, 'auto', SETTINGS).kind)).toEqual(['passed']);
  });
});

test('nothing throws, whatever a message is', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom(...ENVELOPES), (value, envelope) => {
      for (const message of messagesIn(value)) readChange(message, envelope, SETTINGS);
    }),
    { numRuns: 1000 },
  );
});

function eventsOf(message: unknown): readonly { readonly eventId: string }[] {
  const request: IncomingRequest = {
    method: 'POST',
    url: 'https://hooks.example.test/hooks/voice/main',
    headers: { 'content-type': 'application/json' },
    body: new TextEncoder().encode(JSON.stringify(message)),
    receivedAt: '2026-11-20T18:42:12.500Z',
  };
  const context = { source: 'main', zone: 'America/New_York' };
  const result = surface.parse(request, surface.config.parse({}), context);
  if (result.result !== 'events') throw new Error(JSON.stringify(result));
  return result.events;
}
