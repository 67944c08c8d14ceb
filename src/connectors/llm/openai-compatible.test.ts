/**
 * If this fails: a shop that pays for a model gets no answers from it, waits for ever on a silent one, or loses a caller
 * to an answer that nobody can use.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import model from './openai-compatible.ts';

/** Speaks the documented chat-completions format; written for these tests. */
let server: Server;
let baseUrl: string;
let handle: (body: Record<string, unknown>, request: IncomingMessage, response: ServerResponse) => void;
let seen: { body: Record<string, unknown>; authorization: string | undefined }[];

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString() || '{}') as Record<string, unknown>;
      seen.push({ body, authorization: request.headers.authorization });
      handle(body, request, response);
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  seen = [];
});

const reply = (response: ServerResponse, status: number, value: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(typeof value === 'string' ? value : JSON.stringify(value));
};
const completion = (message: Record<string, unknown>, finish = 'stop') => ({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1_795_000_000,
  model: 'shop-model-1',
  choices: [{ index: 0, message: { role: 'assistant', ...message }, finish_reason: finish }],
  usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
});
const deps = (limit = AbortSignal.timeout(5000)) => ({
  fetch,
  now: () => new Date('2026-11-21T12:00:00Z'),
  signal: limit,
});
const config = (change: Record<string, unknown> = {}) =>
  model.config.parse({ baseUrl, model: 'shop-model', apiKey: 'key-of-the-test', ...change });
const turn = {
  system: 'You answer for the shop.',
  messages: [
    { role: 'caller', text: 'how much?' },
    { role: 'assistant', text: 'For which service?' },
    { role: 'caller', text: 'a wash' },
  ],
  tools: [{ name: 'book_slot', description: 'Books a slot', parameters: z.object({ slotKey: z.string() }) }],
} as const;

describe('an OpenAI-compatible model', () => {
  it('is told the record, the conversation and the tools, and its words come back', async () => {
    handle = (_, __, response) => reply(response, 200, completion({ content: 'A hand wash is $49.' }));
    expect(await model.propose(turn, config(), deps())).toEqual({
      status: 'answered',
      text: 'A hand wash is $49.',
      toolCalls: [],
      model: 'shop-model-1',
    });
    expect(seen[0]?.authorization).toBe('Bearer key-of-the-test');
    expect(seen[0]?.body).toMatchObject({
      model: 'shop-model',
      temperature: 0,
      messages: [
        { role: 'system', content: 'You answer for the shop.' },
        { role: 'user', content: 'how much?' },
        { role: 'assistant', content: 'For which service?' },
        { role: 'user', content: 'a wash' },
      ],
      tools: [{ type: 'function', function: { name: 'book_slot' } }],
    });
  });

  it('may call a tool; nothing is run, the call comes back as data', async () => {
    const call = {
      id: 'call-1',
      type: 'function',
      function: { name: 'book_slot', arguments: '{"slotKey":"wash@2026-11-26T16:00:00.000Z"}' },
    };
    handle = (_, __, response) =>
      reply(response, 200, completion({ content: null, tool_calls: [call] }, 'tool_calls'));
    expect(await model.propose(turn, config(), deps())).toMatchObject({
      status: 'answered',
      text: '',
      toolCalls: [{ name: 'book_slot', arguments: { slotKey: 'wash@2026-11-26T16:00:00.000Z' } }],
    });
  });

  it.each([
    [401, { error: { message: 'no' } }, /refuses the API key/],
    [404, { error: { message: 'no model' } }, /does not know this model/],
    [429, { error: { message: 'slow down' } }, /overloaded/],
    [500, { error: { message: 'boom' } }, /answered 500/],
    [200, '<html>not json</html>', /answered 200|no usable answer/],
    [200, { choices: [] }, /no usable answer|answered 200/],
  ])('fails typed and at once on a %i answer, without a retry', async (status, body, detail) => {
    handle = (_, __, response) => reply(response, status, body);
    const answer = await model.propose(turn, config(), deps());
    expect(answer.status).toBe('failed');
    expect(answer.status === 'failed' ? answer.detail : '').toMatch(detail);
    expect(seen).toHaveLength(1);
  });

  it('does not wait for a silent model', async () => {
    handle = () => undefined;
    expect(await model.propose(turn, config({ timeoutMs: 500 }), deps())).toEqual({
      status: 'failed',
      detail: 'no answer in time',
    });
  });

  it('stops when the caller of the connector stops', async () => {
    handle = () => undefined;
    const stop = new AbortController();
    const answer = model.propose(turn, config(), deps(stop.signal));
    stop.abort();
    expect((await answer).status).toBe('failed');
  });

  it('says in its check what to do when nothing answers', async () => {
    const silent = await model.check(config({ baseUrl: 'http://127.0.0.1:9/v1' }), deps());
    expect(silent.ok).toBe(false);
    expect(silent.remedy).toContain('baseUrl');
    handle = (_, __, response) => reply(response, 200, completion({ content: 'ready' }));
    expect(await model.check(config(), deps())).toMatchObject({ ok: true });
  });

  it('never puts what was sent into its failure', async () => {
    handle = (_, __, response) => reply(response, 400, { error: { message: 'bad: a wash' } });
    expect(JSON.stringify(await model.propose(turn, config(), deps()))).not.toContain('wash');
  });
});
