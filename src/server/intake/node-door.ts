import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError } from '../../core/model/errors.ts';
import { refuse } from '../errors.ts';
import { BODY_LIMIT, type Intake, type Reply } from './receive.ts';

/**
 * The webhook door directly on Node's HTTP server. Webhooks come by the hundred per second and need nothing of a web
 * framework: this spares the Request and Response objects that everything else goes through.
 */
export function nodeDoor(
  intake: Intake,
  newRequestId: () => string,
): (request: IncomingMessage, response: ServerResponse) => boolean {
  return (request, response) => {
    const target = request.url ?? '/';
    const match = HOOK.exec(target);
    if (match === null) return false;
    const door = {
      kind: match[1] === 'voice' ? ('voice' as const) : ('messaging' as const),
      key: match[2] ?? '',
      method: request.method ?? 'GET',
      target,
      headers: request.headers as Record<string, string>,
    };
    const refuseWith = (error: AppError): void => {
      void intake.turnedAway(door, error);
      const refusal = refuse(error, newRequestId());
      // Whatever is still on its way is not read: the connection ends with the answer.
      response.shouldKeepAlive = false;
      answer(response, {
        status: refusal.status,
        headers: { ...JSON_TYPE, ...refusal.headers },
        body: JSON.stringify(refusal.body),
      });
    };
    if (
      request.headers['content-encoding'] !== undefined &&
      request.headers['content-encoding'] !== 'identity'
    ) {
      refuseWith(new AppError('bad-content-type', 'compressed bodies are not accepted here'));
      return true;
    }
    readBody(request, (body) => {
      if (body === null) {
        refuseWith(new AppError('body-too-large', `the body is larger than ${BODY_LIMIT} bytes`));
        return;
      }
      void intake.receive({ ...door, body }).then((reply) => answer(response, reply));
    });
    return true;
  };
}

/** What follows the key belongs to the source: some vendors can only be given a secret as the end of an address. */
const HOOK = /^\/hooks\/(voice|messaging)\/([A-Za-z0-9_.~-]{1,128})(?:[?/]|$)/;
const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

function readBody(request: IncomingMessage, done: (body: Buffer | null) => void): void {
  if (Number(request.headers['content-length'] ?? 0) > BODY_LIMIT) {
    done(null);
    return;
  }
  const chunks: Buffer[] = [];
  let size = 0;
  const onData = (chunk: Buffer): void => {
    size += chunk.length;
    if (size > BODY_LIMIT) {
      request.off('data', onData).off('end', onEnd);
      request.resume();
      done(null);
      return;
    }
    chunks.push(chunk);
  };
  const onEnd = (): void =>
    done(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks));
  // A vendor that hangs up halfway has delivered nothing and hears nothing.
  request
    .on('data', onData)
    .on('end', onEnd)
    .on('error', () => undefined);
}

/** Head and body leave in one write, because the body is a string: two chunks would cost a second system call. */
function answer(response: ServerResponse, reply: Reply): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(reply.status, { ...reply.headers, 'content-length': Buffer.byteLength(reply.body) });
  response.end(reply.body);
}
