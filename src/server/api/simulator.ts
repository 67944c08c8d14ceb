import { z } from 'zod';
import { AppError } from '../../core/model/errors.ts';
import { E164 } from '../../core/model/primitives.ts';
import type { Door, Simulator } from '../../ports/simulator.ts';
import type { ServerDeps } from '../deps.ts';
import type { Intake } from '../intake/receive.ts';
import { defineFreeRoute, OWNERS, READERS, WORKERS, type Route } from './route.ts';
import {
  CarriedQuery,
  CarriedTexts,
  FastForwardAnswer,
  FastForwardRequest,
  HandsetMessages,
  HandsetSend,
  RingAnswer,
  RingRequest,
  SimulatedSources,
  SimulatorState,
} from './schemas/simulator.ts';

const TAG = 'Simulator';
const NumberParam = z.object({ number: E164 });

/** The Simulator page. Organisations that are not marked SIMULATED get `simulated-only` from every one of these. */
export function simulatorRoutes(parts: {
  readonly deps: ServerDeps;
  readonly intake: Intake;
}): readonly Route[] {
  const desk = (): Simulator => {
    if (parts.deps.simulator === undefined)
      throw new AppError('simulated-only', 'this process runs without the simulator');
    return parts.deps.simulator;
  };
  return [
    defineFreeRoute({
      method: 'get',
      path: '/api/v1/simulator',
      tag: TAG,
      summary: 'Shops, callers and classes to choose from, and what the simulated clock is doing',
      roles: READERS,
      answer: SimulatorState,
      runFree: async ({ principal }) => mutable(await desk().state(principal.tenantId)),
    }),
    defineFreeRoute({
      method: 'post',
      path: '/api/v1/simulator/calls',
      tag: TAG,
      summary: 'Rings a shop and hangs up; the vendors’ signed webhooks go through the real door',
      roles: WORKERS,
      body: RingRequest,
      answer: RingAnswer,
      runFree: async ({ principal, body }) => {
        const { voicemail, ...wish } = body;
        return mutable(
          await desk().ring(
            principal.tenantId,
            { ...wish, ...(voicemail !== undefined && { voicemail }) },
            doorOf(parts.intake),
          ),
        );
      },
    }),
    defineFreeRoute({
      method: 'get',
      path: '/api/v1/simulator/handsets/:number',
      tag: TAG,
      summary: 'The texts on one on-screen phone, oldest first',
      roles: READERS,
      params: NumberParam,
      answer: HandsetMessages,
      runFree: async ({ principal, params }) => ({
        messages: [...(await desk().handset(principal.tenantId, params.number))],
      }),
    }),
    defineFreeRoute({
      method: 'post',
      path: '/api/v1/simulator/handsets/:number/messages',
      tag: TAG,
      summary: 'Texts a shop from an on-screen phone',
      roles: WORKERS,
      params: NumberParam,
      body: HandsetSend,
      answer: HandsetMessages,
      runFree: async ({ principal, params, body }) => ({
        messages: [...(await desk().text(principal.tenantId, { from: params.number, ...body }))],
      }),
    }),
    defineFreeRoute({
      method: 'post',
      path: '/api/v1/simulator/fast-forward',
      tag: TAG,
      summary: 'Lets time pass, from one due job to the next',
      roles: WORKERS,
      body: FastForwardRequest,
      answer: FastForwardAnswer,
      runFree: ({ principal, body }) => desk().fastForward(principal.tenantId, body.seconds),
    }),
    defineFreeRoute({
      method: 'get',
      path: '/api/v1/simulator/sources',
      tag: TAG,
      summary: 'Where the simulated vendors post and what they sign with',
      description:
        'Secrets of a simulated organisation open only simulated doors; those of a real one never leave.',
      roles: OWNERS,
      answer: SimulatedSources,
      runFree: async ({ principal }) => ({ sources: [...(await desk().sources(principal.tenantId))] }),
    }),
    defineFreeRoute({
      method: 'get',
      path: '/api/v1/simulator/carrier',
      tag: TAG,
      summary: 'What the virtual carrier really took, in its own count',
      roles: OWNERS,
      query: CarriedQuery,
      answer: CarriedTexts,
      runFree: async ({ principal, query }) => ({
        texts: [...(await desk().carried(principal.tenantId, query.after, query.limit))],
      }),
    }),
  ];
}

/** The same intake that vendors meet, reached without a socket. */
function doorOf(intake: Intake): Door {
  return async ({ sourceKey, method, headers, body }) => {
    const reply = await intake.receive({
      kind: 'voice',
      key: sourceKey,
      method,
      target: `/hooks/voice/${sourceKey}`,
      headers,
      body: Buffer.from(body),
      requestId: 'simulator',
    });
    return { status: reply.status };
  };
}

type Mutable<T> = T extends readonly (infer Item)[]
  ? Mutable<Item>[]
  : T extends object
    ? { -readonly [Key in keyof T]: Mutable<T[Key]> }
    : T;

/** The port promises not to change what it hands out; the schemas' types do not know that word. */
function mutable<T>(value: T): Mutable<T> {
  return structuredClone(value) as Mutable<T>;
}
