/**
 * The on-screen phone: texts of simulated organisations go to a virtual carrier instead of the world. A real organisation
 * can try Ringback with it too. Made by a factory, because a connector may not know the store that keeps the carrier's
 * book; the composition root registers it. Its wire format is `CarrierDelivery` of the carrier port.
 */
import { z } from 'zod';
import { DELIVERY_STATES } from '../../core/model/conversation.ts';
import { E164 } from '../../core/model/primitives.ts';
import {
  CARRIER_CODES,
  type CarrierCode,
  type CarrierDelivery,
  type VirtualCarrier,
} from '../../ports/carrier.ts';
import type { ParseResult } from '../../ports/connector.ts';
import {
  defineMessaging,
  type CodeAdvice,
  type MessagingEvent,
  type MessagingProvider,
  type Reconciliation,
  type SendAnswer,
} from '../../ports/messaging.ts';
import { readJsonObject } from '../shared/body.ts';

const Config = z.strictObject({});

const Delivery = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('receipt'),
    providerId: z.string().min(1),
    messageId: z.uuid().nullable(),
    state: z.enum(DELIVERY_STATES),
    code: z.enum(CARRIER_CODES).optional(),
  }),
  z.object({
    type: z.literal('inbound'),
    providerId: z.string().min(1),
    from: E164,
    to: E164,
    body: z.string(),
    at: z.iso.datetime(),
  }),
]) satisfies z.ZodType<CarrierDelivery>;

const CODES: Readonly<Record<CarrierCode, CodeAdvice>> = {
  landline: {
    reason: 'landline',
    meaning: 'The simulated number is a landline',
    remedy: 'Call back by phone.',
  },
  'opted-out': {
    reason: 'opted-out',
    meaning: 'The simulated person told their carrier to stop',
    remedy: 'Do not text.',
  },
  unreachable: {
    reason: 'unreachable',
    meaning: 'The simulated phone is switched off',
    remedy: 'Call back later.',
  },
  throttled: {
    reason: 'rate-limited',
    meaning: 'The virtual carrier is busy',
    remedy: 'Nothing; Ringback waits and tries again.',
    retryable: true,
  },
};

/** A submission under way may still arrive; before this has passed nothing is called absent. */
const LIST_LAG_MS = 60_000;

export function handsetProvider(carrier: VirtualCarrier): MessagingProvider {
  return defineMessaging<unknown>({
    meta: {
      id: 'handset',
      name: 'On-screen phone',
      maturity: 'live',
      checkedHow: 'It is its own carrier; the tests run against it.',
      lastChecked: '2026-11-21',
      docs: [],
      setup: ['Nothing to set up: texts appear on the phone of the Simulator page.'],
      signature: 'none; deliveries come from within only',
      idempotency: 'none',
    },
    config: Config,
    codes: CODES,
    send: async (text, _config, deps): Promise<SendAnswer> => {
      const answer = await carrier.submit({
        tenantId: text.tenantId,
        clientReference: text.messageId,
        from: text.from,
        to: text.to,
        body: text.body,
        at: deps.now().toISOString(),
      });
      switch (answer.result) {
        case 'taken':
          return { status: 'accepted', providerId: answer.providerId, state: 'accepted' };
        case 'no-answer':
          return { status: 'unknown', detail: 'the virtual carrier went silent' };
        case 'refused': {
          const { reason, meaning, remedy, retryable } = CODES[answer.code];
          return {
            status: 'rejected',
            reason,
            code: answer.code,
            detail: `${meaning}. ${remedy}`,
            retryable: retryable ?? false,
          };
        }
      }
    },
    reconcile: async (text, _config, deps): Promise<Reconciliation> => {
      const entries = await carrier.list({
        tenantId: text.tenantId,
        from: text.from,
        to: text.to,
        since: text.intendedAt,
      });
      const found = entries.find((entry) => entry.clientReference === text.messageId);
      if (found !== undefined) return { status: 'accepted', providerId: found.providerId, state: 'accepted' };
      const age = deps.now().getTime() - Date.parse(text.submittedAt ?? text.intendedAt);
      return age >= LIST_LAG_MS
        ? { status: 'absent' }
        : { status: 'unknown', detail: 'too early: it may still arrive' };
    },
    verify: () => ({
      ok: false,
      code: 'secret-not-configured',
      detail: 'The on-screen phone takes deliveries from within only.',
    }),
    parse: (request): ParseResult<MessagingEvent> => {
      const body = readJsonObject(request);
      if (!body.ok) return { result: 'malformed', issues: body.issues };
      const parsed = Delivery.safeParse(body.value);
      if (!parsed.success) {
        return {
          result: 'malformed',
          issues: parsed.error.issues.map((issue) => ({
            path: issue.path.join('.') || 'body',
            message: issue.message,
          })),
        };
      }
      return { result: 'events', events: [eventOf(parsed.data)] };
    },
    check: () => Promise.resolve({ ok: true, detail: 'The on-screen phone is always there.' }),
  });
}

function eventOf(delivery: z.infer<typeof Delivery>): MessagingEvent {
  if (delivery.type === 'inbound') {
    const { providerId, from, to, body, at } = delivery;
    return {
      type: 'inbound',
      providerId,
      from,
      to,
      body: body.replaceAll('\u0000', ''),
      mediaUrls: [],
      occurredAt: at,
    };
  }
  return {
    type: 'receipt',
    providerId: delivery.providerId,
    state: delivery.state,
    ...(delivery.messageId === null ? {} : { messageId: delivery.messageId }),
    ...(delivery.code === undefined ? {} : { code: delivery.code, reason: CODES[delivery.code].reason }),
  };
}
