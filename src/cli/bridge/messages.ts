/**
 * From a message of Kafka or NATS to one line of the spool: a JSON document on one line, its digits untouched. What is no
 * JSON is refused with a reason that a person can act on.
 *
 * A schema registry's JSON carries a zero byte and four bytes of schema id in front (Confluent's wire format; Avro and
 * Protobuf carry them too): https://docs.confluent.io/platform/current/schema-registry/fundamentals/serdes-develop/index.html#wire-format,
 * read 2026-11-21. A null value is Kafka's tombstone: the row was deleted, and what was heard of its call stays.
 */
export interface StreamMessage {
  /** Kafka's topic or NATS's subject. */
  readonly topic: string;
  /** Partition and offset, or stream and sequence; nothing for core NATS. */
  readonly position: Readonly<Record<string, string | number>>;
  readonly key: Uint8Array | null;
  readonly headers: readonly (readonly [name: string, value: Uint8Array])[];
  readonly value: Uint8Array | null;
}

export type Framed =
  | { readonly kind: 'record'; readonly line: string }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'refused'; readonly reason: string };

/** With `withKey` the line is the shape of Kafka's REST proxies: topic, position, key and headers beside the value. */
export function frame(message: StreamMessage, withKey: boolean): Framed {
  if (message.value === null || message.value.length === 0) return { kind: 'nothing' };
  const read = readJson(message.value);
  if (!read.ok) return { kind: 'refused', reason: read.reason };
  const framed = documentsIn(read.text, read.value);
  if (framed.kind !== 'record' || !withKey) return framed;
  const { topic, position, key, headers } = message;
  const head = JSON.stringify({
    topic,
    ...position,
    headers: Object.fromEntries(headers.map(([name, value]) => [name, plain(value)])),
  });
  return {
    kind: 'record',
    line: `${head.slice(0, -1)},"key":${key === null ? 'null' : keyText(key)},"value":${read.text}}`,
  };
}

/** Several documents in one message become several of the bundle, so the brackets go. */
function documentsIn(text: string, value: unknown): Framed {
  if (value === null) return { kind: 'nothing' };
  // A converter for text wrote the document once more as a string.
  if (typeof value === 'string' && /^\s*[{[]/.test(value)) {
    const inner = parse(value);
    if (inner !== undefined) return documentsIn(oneLine(value), inner.value);
  }
  if (Array.isArray(value)) {
    if (value.length === 0) return { kind: 'nothing' };
    if (value.every(isDocument))
      return { kind: 'record', line: text.slice(text.indexOf('[') + 1, text.lastIndexOf(']')).trim() };
  } else if (isDocument(value)) return { kind: 'record', line: text };
  return { kind: 'refused', reason: 'JSON, but not an object: Ringback reads one object per change or call' };
}

type Json = { readonly ok: true; readonly text: string; readonly value: unknown };

function readJson(bytes: Uint8Array): Json | { readonly ok: false; readonly reason: string } {
  const schemaId = registryId(bytes);
  const text = utf8(schemaId === null ? bytes : bytes.subarray(5));
  const read = text === null ? undefined : parse(text);
  if (text !== null && read !== undefined) return { ok: true, text: oneLine(text), value: read.value };
  if (schemaId !== null)
    return {
      ok: false,
      reason: `Avro or Protobuf of a schema registry (schema ${schemaId}): let the connector write JSON (JsonConverter or JsonSchemaConverter)`,
    };
  if (text === null)
    return { ok: false, reason: 'neither JSON nor text in UTF-8: let the connector write JSON' };
  return { ok: false, reason: 'text, but not JSON: let the connector write JSON' };
}

function registryId(bytes: Uint8Array): number | null {
  if (bytes.length < 6 || bytes[0] !== 0) return null;
  return new DataView(bytes.buffer, bytes.byteOffset).getUint32(1);
}

function keyText(key: Uint8Array): string {
  const read = readJson(key);
  return read.ok ? read.text : JSON.stringify(plain(key));
}

function plain(bytes: Uint8Array): unknown {
  return utf8(bytes) ?? { base64: Buffer.from(bytes).toString('base64') };
}

export function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** Only to know what it is: the text is passed on as it came, because parsing would round 64-bit numbers. */
function parse(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

/** Line ends cannot stand inside a JSON string, so they are only layout. */
function oneLine(json: string): string {
  return json.replace(/[\r\n]+/g, ' ').trim();
}

function isDocument(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
