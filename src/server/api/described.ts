import { z } from 'zod';
import type { DescribedPath } from './openapi.ts';
import { ErrorBody, Ok } from './schemas/common.ts';
import { LoginRequest } from './schemas/session.ts';

/** Addresses that are not `Route`s, because they come before login or answer something else than JSON. */
const refused = { description: 'Refused', content: { 'application/json': { schema: ErrorBody } } };
const text = (type: string, description: string) => ({
  '200': { description, content: { [type]: { schema: z.string() } } },
  default: refused,
});
const json = (schema: z.ZodType, description: string) => ({
  '200': { description, content: { 'application/json': { schema } } },
  default: refused,
});
const KeyPath = { path: z.object({ key: z.string().describe('Key of the source') }) };

const hooks = (['voice', 'messaging'] as const).flatMap((kind) =>
  (['post', 'get'] as const).map((method): DescribedPath => ({
    method,
    path: `/hooks/${kind}/:key`,
    operation: {
      operationId: `${method}Hooks${kind === 'voice' ? 'Voice' : 'Messaging'}`,
      tags: ['Intake'],
      summary: kind === 'voice' ? 'Webhooks of a phone system' : 'Webhooks of a texting provider',
      description:
        'Signed by the vendor over the raw bytes. 2xx means that the delivery is durable; duplicates are stored once. Body up to 1 MiB.',
      security: [],
      requestParams: KeyPath,
      responses: { '200': { description: 'Durable; the body is what the vendor expects' }, default: refused },
    },
  })),
);

export const describedPaths: readonly DescribedPath[] = [
  ...hooks,
  {
    method: 'post',
    path: '/api/v1/login',
    operation: {
      operationId: 'postLogin',
      tags: ['Session and accounts'],
      summary: 'Logs in with a one-time link or a password; sets the session cookie',
      security: [],
      requestBody: { required: true, content: { 'application/json': { schema: LoginRequest } } },
      responses: json(Ok, 'Logged in'),
    },
  },
  {
    method: 'post',
    path: '/api/v1/logout',
    operation: {
      operationId: 'postLogout',
      tags: ['Session and accounts'],
      summary: 'Ends the session',
      responses: json(Ok, 'Logged out'),
    },
  },
  {
    method: 'get',
    path: '/api/v1/stream',
    operation: {
      operationId: 'getStream',
      tags: ['Session and accounts'],
      summary: 'Server-sent events: `change` when something changed',
      responses: text('text/event-stream', 'The stream'),
    },
  },
  {
    method: 'get',
    path: '/api/v1/bookings/:id.ics',
    operation: {
      operationId: 'getBookingsIdIcs',
      tags: ['Bookings'],
      summary: 'A booking as a calendar file',
      requestParams: { path: z.object({ id: z.uuid() }) },
      responses: text('text/calendar', 'RFC 5545'),
    },
  },
  {
    method: 'get',
    path: '/b/:token.ics',
    operation: {
      operationId: 'getBookingByToken',
      tags: ['Bookings'],
      summary: "A caller's own booking as a calendar file, by the address in the text",
      security: [],
      requestParams: { path: z.object({ token: z.string() }) },
      responses: text('text/calendar', 'RFC 5545'),
    },
  },
  probe(
    '/healthz',
    'The process is alive',
    json(z.object({ ok: z.boolean(), version: z.string() }), 'Alive'),
  ),
  probe('/readyz', 'The database answers', {
    ...json(z.object({ ok: z.boolean() }), 'Ready'),
    '503': { description: 'The database is away; webhooks are spooled' },
  }),
  probe('/metrics', 'Prometheus metrics', text('text/plain', 'Metrics')),
  probe('/api/openapi.json', 'This document', json(z.record(z.string(), z.unknown()), 'OpenAPI 3.1')),
  probe('/docs', 'This document for people', text('text/html', 'A page')),
];

function probe(
  path: string,
  summary: string,
  responses: DescribedPath['operation']['responses'],
): DescribedPath {
  return {
    method: 'get',
    path,
    operation: {
      operationId: `get${path.replace(/[^a-z]+([a-z])/g, (_all, letter: string) => letter.toUpperCase())}`,
      tags: ['Operation'],
      summary,
      security: [],
      responses,
    },
  };
}
