import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject } from 'zod-openapi';
import { ErrorBody } from './schemas/common.ts';
import type { Route } from './route.ts';

/** An address that is described but not mounted from a Route: webhooks, login, probes. */
export interface DescribedPath {
  readonly method: 'get' | 'post';
  readonly path: string;
  readonly operation: ZodOpenApiOperationObject;
}

/** The OpenAPI 3.1 document, made from the routes themselves. */
export function openApiDocument(
  version: string,
  routes: readonly Route[],
  described: readonly DescribedPath[],
): object {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const route of routes) (paths[braces(route.path)] ??= {})[route.method] = operationOf(route);
  for (const { method, path, operation } of described) (paths[braces(path)] ??= {})[method] = operation;
  return createDocument({
    openapi: '3.1.0',
    info: {
      title: 'Ringback',
      version,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      description:
        'Missed-call recovery. Errors have one shape and name a remedy; lists are read with cursors; every write takes an `Idempotency-Key`; instants are RFC 3339 in UTC.',
    },
    security: [{ apiKey: [] }, { session: [] }],
    components: {
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key' },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'ringback_session',
          description: 'The dashboard, after login',
        },
      },
    },
    paths,
  });
}

/** `/calls/:id` in Hono is `/calls/{id}` in OpenAPI; a pattern in braces is our own business. */
export function braces(path: string): string {
  return path.replace(
    /:([A-Za-z]+)(\{[^/]*\})?/g,
    (_whole, name: string, pattern: string | undefined) =>
      `{${name}}${pattern?.endsWith('ics}') === true ? '.ics' : ''}`,
  );
}

function operationOf(route: Route): ZodOpenApiOperationObject {
  const writes = route.method !== 'get';
  return {
    operationId: operationId(route),
    tags: [route.tag],
    summary: route.summary,
    description: [route.description, `Roles: ${route.roles.join(', ')}.`]
      .filter((part) => part !== undefined)
      .join('\n\n'),
    requestParams: {
      ...(route.params !== undefined && { path: route.params as z.ZodObject }),
      ...(route.query !== undefined && { query: route.query as z.ZodObject }),
      ...(writes && route.run !== undefined && { header: IdempotencyHeader }),
    },
    ...(route.body !== undefined && {
      requestBody: { required: true, content: { 'application/json': { schema: route.body } } },
    }),
    responses: {
      '200': { description: 'Done', content: { 'application/json': { schema: route.answer } } },
      default: { description: 'Refused', content: { 'application/json': { schema: ErrorBody } } },
    },
  };
}

const IdempotencyHeader = z.object({
  'Idempotency-Key': z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('Repeating a request with the same key does it once'),
});

/** `post /api/v1/threads/:id/takeover` is `postThreadsIdTakeover`. */
function operationId(route: Route): string {
  const words = route.path
    .replace('/api/v1/', '')
    .split(/[^A-Za-z]+/)
    .filter((word) => word !== '');
  return route.method + words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join('');
}
