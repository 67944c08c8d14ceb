import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CallEvent } from '../../src/core/model/call-event.ts';
import type { IncomingRequest } from '../../src/ports/connector.ts';
import { casesOf, RECEIVED_AT, requestOf } from './voice-fixtures.ts';
import { SECRET, signerOf } from './voice-signers.ts';
import { surfacesUnderTest } from './voice-surfaces.ts';

/**
 * One suite over every voice surface. If it fails, a shop's missed calls are misread or lost, or anybody who learns the
 * webhook address can invent calls and make us text strangers.
 */
const CONTEXT = { source: 'main', zone: 'America/New_York' };
const NOW = new Date(RECEIVED_AT);

describe.each(await surfacesUnderTest())('%s', async (id, surface) => {
  const cases = casesOf(id);
  const signer = await signerOf(id);
  const unset = surface.config.parse({});

  test.each(cases.map((entry) => [entry.name, entry] as const))('%s', (_name, entry) => {
    const config = surface.config.parse(entry.config ?? {});
    const context = { ...CONTEXT, country: entry.country };
    const result = surface.parse(requestOf(entry), config, context);
    expect(surface.parse(requestOf(entry), config, context)).toEqual(result);
    expect(result.result, JSON.stringify(result)).toBe(entry.expect.result);
    if (result.result === 'malformed') {
      expect(result.issues.map((issue) => issue.path)).toEqual(entry.expect.paths);
    } else if (result.result === 'events') {
      expect(result.events).toHaveLength(entry.expect.events?.length ?? 0);
      expect(result.issues?.map((issue) => issue.path)).toEqual(entry.expect.paths);
      result.events.forEach((event, index) => {
        expect(event).toMatchObject(entry.expect.events?.[index] ?? {});
        expect(CallEvent.parse(event)).toEqual(event);
        expect(event.surface).toBe(id);
        expect(event.source).toBe('main');
        for (const field of entry.expect.absent ?? []) expect(event).not.toHaveProperty([field]);
      });
    } else expect(result.reason.length).toBeGreaterThan(10);
  });

  test('a genuine delivery verifies, and only with the right secret', () => {
    for (const entry of cases.slice(0, 12)) {
      const request = signed(requestOf(entry));
      expect(surface.verify(request, surface.config.parse(signer.settings(SECRET)), NOW)).toEqual({
        ok: true,
      });
      const other = surface.verify(request, surface.config.parse(signer.settings('another-secret')), NOW);
      expect(other).toMatchObject({ ok: false, code: 'signature-invalid' });
    }
  });

  test('without a secret, or without a signature, everything is refused', () => {
    const request = requestOf(cases[0] ?? { name: '', request: {}, expect: { result: 'ignored' } });
    expect(surface.verify(signed(request), unset, NOW)).toMatchObject({
      ok: false,
      code: 'secret-not-configured',
    });
    const config = surface.config.parse(signer.settings(SECRET));
    expect(surface.verify(request, config, NOW)).toMatchObject({ ok: false, code: 'signature-missing' });
  });

  test('a flipped byte never verifies', () => {
    const config = surface.config.parse(signer.settings(SECRET));
    const requests = cases
      .map((entry) => signed(requestOf(entry)))
      .filter((request) => request.body.length > 0);
    fc.assert(
      fc.property(
        fc.constantFrom(...requests),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (request, at, mask) => {
          const changed =
            signer.covers === 'body'
              ? withFlippedBody(request, at, mask)
              : withFlippedHeader(request, signer.header, at);
          // Decoding may map two spellings of one form field onto the same value; then nothing was changed.
          if (signer.sameMeaning?.(request, changed) === true) return;
          const verdict = surface.verify(changed, config, NOW);
          expect(verdict.ok).toBe(false);
          expect(JSON.stringify(verdict)).not.toContain(SECRET);
        },
      ),
      { numRuns: 400 },
    );
  });

  test('garbage, truncation and wild fields never throw, and events stay valid', () => {
    const requests = cases.map((entry) => requestOf(entry));
    const types = [
      'application/json',
      'application/x-www-form-urlencoded',
      'text/plain',
      '',
      'application/json; charset=utf-16',
      'x',
    ];
    const bodies = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.json().map((text) => new TextEncoder().encode(text)),
      fc
        .tuple(fc.constantFrom(...requests), fc.nat())
        .map(([request, at]) => request.body.slice(0, at % (request.body.length + 1))),
      fc
        .tuple(fc.constantFrom(...requests), fc.nat(), fc.nat(255))
        .map(([request, at, mask]) => withFlippedBody(request, at, mask).body),
      fc
        .tuple(fc.constantFrom(...requests), fc.nat(), fc.json())
        .map(([request, at, wild]) => withWildValue(request, at, wild)),
    );
    const config = surface.config.parse(signer.settings(SECRET));
    fc.assert(
      fc.property(
        bodies,
        fc.constantFrom(...types),
        fc.constantFrom('POST', 'GET', 'PUT'),
        (body, type, method) => {
          const request: IncomingRequest = {
            method,
            url: 'https://hooks.example.test/hooks/voice/main?a=%E0%A4%A&b',
            headers: { 'content-type': type },
            body,
            receivedAt: RECEIVED_AT,
          };
          const result = surface.parse(request, config, CONTEXT);
          expect(JSON.stringify(result)).not.toContain(SECRET);
          if (result.result === 'events')
            for (const event of result.events) expect(CallEvent.safeParse(event).success).toBe(true);
          expect(surface.verify(request, config, NOW).ok).toBe(false);
          expect(() => surface.handshake?.(request, config)).not.toThrow();
        },
      ),
      { numRuns: 1500 },
    );
  });

  function signed(request: IncomingRequest): IncomingRequest {
    return signer.sign(request, SECRET);
  }
});

function withFlippedBody(request: IncomingRequest, at: number, mask: number): IncomingRequest {
  const body = Uint8Array.from(request.body);
  if (body.length > 0) body[at % body.length] = (body[at % body.length] ?? 0) ^ mask;
  return { ...request, body };
}

function withFlippedHeader(request: IncomingRequest, header: string, at: number): IncomingRequest {
  const value = request.headers[header] ?? '';
  const index = at % value.length;
  const flipped = String.fromCharCode(((value.charCodeAt(index) - 0x20 + 1) % 0x5e) + 0x20);
  return {
    ...request,
    headers: { ...request.headers, [header]: value.slice(0, index) + flipped + value.slice(index + 1) },
  };
}

/** Puts an arbitrary JSON value where a scalar stood. */
function withWildValue(request: IncomingRequest, at: number, wild: string): Uint8Array {
  const text = new TextDecoder().decode(request.body);
  const scalars = [...text.matchAll(/"[^"]*"(?=[,}\]])|\btrue\b|\bfalse\b|\bnull\b/g)];
  const hit = scalars[at % Math.max(1, scalars.length)];
  if (hit === undefined) return request.body;
  return new TextEncoder().encode(text.slice(0, hit.index) + wild + text.slice(hit.index + hit[0].length));
}
