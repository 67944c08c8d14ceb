import type { Caller } from './callers.ts';
import type { Random } from './random.ts';
import type { Shop } from './shops.ts';
import { deliveriesOf } from './vendors/deliveries.ts';
import { canTell, endOf, type Delivery, type Ring, type Story, type Surface } from './vendors/ring.ts';

/** What can be rung: the shop's own number, the tracking number in front of it, the phone on the desk. */
export type Ringable = Pick<Shop, 'main' | 'tracking' | 'desk'>;

/** One simulated call with its truth: who rang whom, when, how it ended, and which products saw it. */
export interface PlannedCall<Place extends Ringable = Shop> {
  readonly ring: Ring;
  readonly shop: Place;
  readonly surfaces: readonly Surface[];
  readonly deliveries: readonly Delivery[];
}

/** How often which call happens in a normal week; after hours comes by itself from the time of the call. */
export const STORY_WEIGHTS: Partial<Record<Story, number>> = {
  'no-answer': 36,
  'rep-busy': 10,
  'voicemail-left-with-callback': 7,
  'voicemail-left-without-callback': 4,
  'voicemail-not-left': 6,
  'ivr-drop': 4,
  'queue-abandon': 5,
  'short-duration': 7,
  'prolonged-ring': 7,
  'callback-in-progress': 2,
  'known-spam': 3,
  'language-mismatch': 1,
  'skill-mismatch': 1,
  answered: 9,
};

const VOICEMAILS = {
  'voicemail-left-with-callback': [
    'Hi, this is a message for the shop. Please call me back when you have a minute. Thanks.',
    'Hello, I have a question about an appointment, give me a call at this number.',
  ],
  'voicemail-left-without-callback': [
    'Hey, just wanted to know whether you are open this weekend. Bye.',
    'Hi, I was wondering what you charge. Will try again later.',
  ],
} as const;

export interface CallWishes {
  readonly story: Story;
  readonly startedAt: Date;
  /** Null for a withheld number. */
  readonly caller: Caller | null;
  readonly surfaces?: readonly Surface[];
  readonly attestation?: Ring['attestation'];
  readonly voicemail?: string;
  readonly ringSeconds?: number;
  readonly chatty?: boolean;
}

/** Fills in what was left open, and writes down what each surface will say about it. */
export function planCall<Place extends Ringable>(
  random: Random,
  shop: Place,
  wishes: CallWishes,
): PlannedCall<Place> {
  const { story } = wishes;
  const surfaces = wishes.surfaces ?? surfacesFor(story, random);
  const ring: Ring = {
    id: random.hex(40),
    caller: wishes.caller?.number ?? null,
    ...(wishes.caller !== null && random.chance(0.6) && { callerName: wishes.caller.name }),
    main: shop.main,
    tracking: shop.tracking,
    desk: shop.desk,
    startedAt: wishes.startedAt,
    story,
    ringSeconds: wishes.ringSeconds ?? ringSecondsOf(story, random),
    talkSeconds: story === 'answered' ? random.between(40, 420) : 0,
    ...voicemailOf(story, wishes.voicemail, random),
    attestation: wishes.attestation === undefined ? attestationOf(random) : wishes.attestation,
    chatty: wishes.chatty ?? random.chance(0.25),
    ...(random.chance(0.5) && { attribution: advertising(random) }),
  };
  return { ring, shop, surfaces, deliveries: deliveriesOf(ring, surfaces) };
}

/** Combinations of products that operators really have; at least one of them must be able to tell what went wrong. */
const STACKS: readonly (readonly Surface[])[] = [
  ['twilio'],
  ['twilio'],
  ['twilio', 'callrail'],
  ['twilio', 'callrail'],
  ['twilio', 'callrail', 'ringcentral'],
  ['twilio', 'ringcentral'],
  ['ringcentral'],
];

function surfacesFor(story: Story, random: Random): readonly Surface[] {
  const able = STACKS.filter((stack) => stack.some((surface) => canTell(surface, story)));
  return able.length === 0 ? ['call-events'] : random.pick(able);
}

function ringSecondsOf(story: Story, random: Random): number {
  switch (story) {
    case 'short-duration':
      return random.between(2, 7);
    case 'prolonged-ring':
      return random.between(35, 70);
    case 'rep-busy':
      return random.between(16, 19);
    case 'answered':
      return random.between(4, 18);
    default:
      return random.between(16, 28);
  }
}

function voicemailOf(
  story: Story,
  given: string | undefined,
  random: Random,
): { readonly voicemail?: string } {
  if (story !== 'voicemail-left-with-callback' && story !== 'voicemail-left-without-callback') return {};
  return { voicemail: given ?? random.pick(VOICEMAILS[story]) };
}

function attestationOf(random: Random): Ring['attestation'] {
  const drawn = random.weighted({ A: 66, B: 14, C: 8, failed: 2, none: 10 });
  return drawn === 'none' ? null : drawn;
}

function advertising(random: Random): Readonly<Record<string, string>> {
  switch (random.pick(['google', 'facebook', 'organic'])) {
    case 'google':
      return {
        source_name: 'Google Ads',
        medium: 'cpc',
        utm_source: 'google',
        utm_medium: 'cpc',
        utm_campaign: 'local-services',
        gclid: `Cj0K${random.hex(24)}`,
        landing_page_url: 'https://www.example.com/book',
      };
    case 'facebook':
      return {
        source_name: 'Facebook',
        medium: 'social',
        utm_source: 'facebook',
        fbclid: `IwAR${random.hex(24)}`,
      };
    default:
      return { source_name: 'Google Organic', medium: 'organic', referrer_domain: 'google.com' };
  }
}

/** When the last product has said its word. */
export function lastWord(call: Pick<PlannedCall, 'ring' | 'deliveries'>): Date {
  return new Date(
    Math.max(endOf(call.ring).getTime(), ...call.deliveries.map((delivery) => delivery.at.getTime())),
  );
}
