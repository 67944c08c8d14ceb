/**
 * If this fails: a change or a call on Kafka or NATS is lost at the bridge, its 64-bit ids are rounded, or one message that
 * is no JSON breaks the bundle of all the others.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { messagesIn } from '../../connectors/shared/cdc/recognise.ts';
import { frame, type StreamMessage } from './messages.ts';

const message = (value: string | Uint8Array | null, more: Partial<StreamMessage> = {}): StreamMessage => ({
  topic: 'pbx.calls',
  position: { partition: 2, offset: 17 },
  key: null,
  headers: [],
  value: typeof value === 'string' ? Buffer.from(value) : value,
  ...more,
});
const line = (value: string | Uint8Array, withKey = false, more: Partial<StreamMessage> = {}): string => {
  const framed = frame(message(value, more), withKey);
  if (framed.kind !== 'record') throw new Error(JSON.stringify(framed));
  return framed.line;
};
const registry = (rest: string | Uint8Array): Buffer =>
  Buffer.concat([Buffer.from([0, 0, 0, 1, 44]), Buffer.from(rest)]);

describe('a message that is JSON', () => {
  it('stays as it is, on one line, with every digit', () => {
    expect(line('\ufeff{\r\n  "lsn": 9223372036854775807,\n  "name": "a\\nb"\n}\n')).toBe(
      '{   "lsn": 9223372036854775807,   "name": "a\\nb" }',
    );
  });

  it('may carry the id of a schema in front', () => {
    expect(line(registry('{"op":"c"}'))).toBe('{"op":"c"}');
  });

  it('may be written once more as text', () => {
    expect(line(JSON.stringify('{"id": 9223372036854775807}'))).toBe('{"id": 9223372036854775807}');
  });

  it('may hold several documents, which become several of the bundle', () => {
    const bundle = `{"events":[${line('[ {"a":1},\n{"a":2} ]')},${line('{"a":3}')}]}`;
    expect(JSON.parse(bundle)).toEqual({ events: [{ a: 1 }, { a: 2 }, { a: 3 }] });
  });

  it('always becomes one line that reads as the same document', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.boolean(), (document, pretty) => {
        const text = line(JSON.stringify(document, null, pretty ? 2 : 0));
        expect(text).not.toMatch(/[\r\n]/);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(document)));
      }),
    );
  });
});

describe('with its key', () => {
  it('has topic, position, key and headers beside the value, in a shape that the cdc surface reads', () => {
    const framed = line('{"op":"c","after":{"id":9223372036854775807}}', true, {
      key: Buffer.from('{"id": 9223372036854775807}'),
      headers: [
        ['__op', Buffer.from('c')],
        ['raw', Buffer.from([0xff])],
      ],
    });
    expect(framed).toBe(
      '{"topic":"pbx.calls","partition":2,"offset":17,"headers":{"__op":"c","raw":{"base64":"/w=="}},"key":{"id": 9223372036854775807},"value":{"op":"c","after":{"id":9223372036854775807}}}',
    );
    expect(messagesIn(JSON.parse(framed))).toEqual([expect.objectContaining({ op: 'c' })]);
  });

  it('takes any key', () => {
    const key = (bytes: Uint8Array): unknown =>
      (JSON.parse(line('{"a":1}', true, { key: bytes })) as { key: unknown }).key;
    expect(key(Buffer.from('shop-7'))).toBe('shop-7');
    expect(key(registry('{"id":7}'))).toEqual({ id: 7 });
    expect(key(Buffer.from([0xc3, 0x28]))).toEqual({ base64: 'wyg=' });
  });
});

describe('a message without news', () => {
  it.each([null, '', 'null', '[]', registry('null')])('%j is passed over', (value) => {
    expect(frame(message(value), false)).toEqual({ kind: 'nothing' });
  });
});

describe('a message that Ringback cannot read', () => {
  it.each([
    [registry(Buffer.from([2, 0x9e, 0xff])), /schema 300.*JsonConverter/],
    [registry('Obj'), /Avro or Protobuf/],
    [Buffer.from([0xff, 0xfe, 0x7b]), /UTF-8/],
    ['Call 0000017,00:00:12', /not JSON/],
    ['{"op":"c"', /not JSON/],
    ['17', /not an object/],
    ['[{"a":1},2]', /not an object/],
    ['"missed"', /not an object/],
  ] as const)('%j is refused with a remedy', (value, reason) => {
    expect(frame(message(value), false)).toEqual({
      kind: 'refused',
      reason: expect.stringMatching(reason) as string,
    });
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.boolean(), (bytes, withKey) => {
        expect(frame(message(bytes), withKey).kind).toMatch(/record|nothing|refused/);
      }),
    );
  });
});
