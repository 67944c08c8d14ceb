/**
 * If this fails: the simulator's vendors would not speak like the real ones, so the demo, the history and the load runs
 * would prove nothing: a genuine signature would be refused, or a class would be heard as another.
 */
import { describe, expect, it } from 'vitest';
import callrail from '../../src/connectors/voice/callrail.ts';
import ringcentral from '../../src/connectors/voice/ringcentral.ts';
import twilio from '../../src/connectors/voice/twilio.ts';
import { detect } from '../../src/core/detect/detect.ts';
import { optionsFrom } from '../../src/core/detect/options.ts';
import { MISSED_CALL_CLASSES, type AttemptView } from '../../src/core/model/attempt.ts';
import { CallEvent } from '../../src/core/model/call-event.ts';
import type { IncomingRequest } from '../../src/ports/connector.ts';
import { demoOrganisation } from '../../src/simulate/demo-organisation.ts';
import { seededRandom } from '../../src/simulate/random.ts';
import { deliveriesOf, signed } from '../../src/simulate/vendors/deliveries.ts';
import {
  canTell,
  endOf,
  SURFACES,
  type Ring,
  type Story,
  type Surface,
} from '../../src/simulate/vendors/ring.ts';

const SECRET = 'a-secret-of-the-simulation';
const organisation = demoOrganisation({ today: '2026-11-21', secret: () => SECRET });
const shop = organisation.banners[0]?.locations.find((location) => location.key === 'austin-south-lamar');
if (shop === undefined) throw new Error('the demo has no Austin shop');
const [main, tracking, desk] = shop.numbers.map((number) => number.number);
const CALLER = '+15125550160';

const connectors = { twilio, callrail, ringcentral };
const configs = {
  twilio: { authToken: SECRET },
  callrail: { signingKey: SECRET, replayWindowSeconds: 0 },
  ringcentral: { verificationToken: SECRET },
};

function ringOf(story: Story, change: Partial<Ring> = {}): Ring {
  // Friday noon in Austin, or Friday late for the call after hours.
  const startedAt = new Date(story === 'after-hours' ? '2026-11-21T03:40:00Z' : '2026-11-20T18:00:00Z');
  return {
    id: seededRandom(7).hex(40),
    caller: CALLER,
    main: main ?? '',
    tracking: tracking ?? '',
    desk: desk ?? '',
    startedAt,
    story,
    ringSeconds: story === 'short-duration' ? 5 : story === 'prolonged-ring' ? 48 : 22,
    talkSeconds: story === 'answered' ? 95 : 0,
    attestation: 'A',
    chatty: false,
    ...(story === 'voicemail-left-with-callback' && {
      voicemail: 'Hi, this is Ana. Please call me back about my truck.',
    }),
    ...(story === 'voicemail-left-without-callback' && {
      voicemail: 'Hi, just checking whether you do ceramic coating.',
    }),
    ...change,
  };
}

/** What Ringback hears: every request passes its vendor's own check first. */
function heard(ring: Ring, surfaces: readonly Surface[]): CallEvent[] {
  return deliveriesOf(ring, surfaces).flatMap((delivery) => {
    const url = `https://calls.example.com/hooks/voice/demo-${delivery.surface}`;
    const request = signed(delivery, url, SECRET);
    if (delivery.surface === 'call-events') return [CallEvent.parse(JSON.parse(request.body))];
    const incoming: IncomingRequest = {
      method: request.method,
      url: request.url,
      headers: request.headers,
      body: Buffer.from(request.body),
      receivedAt: delivery.at.toISOString(),
    };
    return parsed(delivery.surface, incoming);
  });
}

function parsed(surface: Exclude<Surface, 'call-events'>, incoming: IncomingRequest): readonly CallEvent[] {
  const context = { source: `demo-${surface}`, zone: 'America/Chicago' };
  const [verdict, altered, result] = ((): [
    { ok: boolean },
    { ok: boolean },
    ReturnType<typeof twilio.parse>,
  ] => {
    const forged = {
      ...incoming,
      body: Buffer.from(Buffer.from(incoming.body).toString().replace(/512/, '513')),
    };
    switch (surface) {
      case 'twilio':
        return [
          twilio.verify(incoming, configs.twilio, new Date()),
          twilio.verify(forged, configs.twilio, new Date()),
          twilio.parse(incoming, configs.twilio, context),
        ];
      case 'callrail':
        return [
          callrail.verify(incoming, configs.callrail, new Date()),
          callrail.verify(forged, configs.callrail, new Date()),
          callrail.parse(incoming, configs.callrail, context),
        ];
      case 'ringcentral': {
        const config = ringcentral.config.parse(configs.ringcentral);
        const other = { ...incoming, headers: { ...incoming.headers, 'verification-token': `${SECRET}x` } };
        return [
          ringcentral.verify(incoming, config, new Date()),
          ringcentral.verify(other, config, new Date()),
          ringcentral.parse(incoming, config, context),
        ];
      }
    }
  })();
  expect(verdict, `${connectors[surface].meta.name} refuses its own signature`).toEqual({ ok: true });
  expect(altered.ok).toBe(false);
  if (result.result !== 'events') throw new Error(`${surface}: ${JSON.stringify(result)}`);
  return result.events;
}

function oneAttempt(ring: Ring, surfaces: readonly Surface[]): AttemptView {
  const options = { ...optionsFrom(organisation), isBlocked: () => ring.story === 'blocked-caller' };
  const views = detect(heard(ring, surfaces), options);
  expect(views, JSON.stringify(views.map((view) => view.explanation))).toHaveLength(1);
  const [view] = views;
  if (view === undefined) throw new Error('no attempt');
  return view;
}

const missed: readonly Story[] = MISSED_CALL_CLASSES;

describe.each(SURFACES)('%s', (surface) => {
  const stories = missed.filter((story) => canTell(surface, story));
  it.each(stories)('tells %s', (story) => {
    for (const chatty of [false, true]) {
      const view = oneAttempt(ringOf(story, { chatty }), [surface]);
      expect(view.missed).toBe(true);
      expect(view.from).toBe(CALLER);
      expect(view.locationKey).toBe('austin-south-lamar');
      expect(view.classes.map((finding) => finding.class)).toContain(story);
      if (story !== 'during-business-hours' && story !== 'short-duration' && story !== 'prolonged-ring') {
        expect(view.primaryClass).toBe(story);
      }
    }
  });

  it('tells an answered call', () => {
    const view = oneAttempt(ringOf('answered', { chatty: true }), [surface]);
    expect(view).toMatchObject({ missed: false, state: 'answered' });
  });
});

describe('three surfaces', () => {
  it.each(missed)('tell one attempt of %s together', (story) => {
    const view = oneAttempt(
      ringOf(story, { chatty: true }),
      story.endsWith('mismatch') ? SURFACES : ['twilio', 'callrail', 'ringcentral'],
    );
    expect(view.missed).toBe(true);
    expect(view.classes.map((finding) => finding.class)).toContain(story);
    const late = Math.abs(Date.parse(view.missedAt ?? '') - endOf(ringOf(story)).getTime());
    expect(late).toBeLessThanOrEqual(10_000);
  });

  it('tell an answered call, and a withheld caller, as one attempt', () => {
    expect(
      oneAttempt(ringOf('answered', { chatty: true }), ['twilio', 'callrail', 'ringcentral']),
    ).toMatchObject({ missed: false });
    expect(
      oneAttempt(ringOf('no-answer', { caller: null, attestation: null }), [
        'twilio',
        'callrail',
        'ringcentral',
      ]),
    ).toMatchObject({ missed: true, from: null });
  });
});
