/**
 * Normalise, correlate and classify on one core: vendor bodies in, judged attempts out, as `hear` and `record` call it.
 * The baseline in the same run reads the same bodies as plain JSON or form fields and makes nothing of them.
 *
 *   node bench/detect.ts [attempts]
 */
import { voiceSurfaces } from '../src/connectors/registry.generated.ts';
import { detect } from '../src/core/detect/detect.ts';
import { optionsFrom } from '../src/core/detect/options.ts';
import type { CallEvent } from '../src/core/model/call-event.ts';
import type { Delivery } from '../src/simulate/vendors/ring.ts';
import { castOf, tell } from '../test/chaos/cast.ts';
import { median } from './support/database.ts';

const count = Number(process.argv[2] ?? 5000);
const ROUNDS = 5;
const at = new Date('2026-11-18T19:00:00Z');
const cast = castOf(count, 11, { today: '2026-11-18' });
const told = cast.attempts.map((attempt) => tell(attempt, at));
const webhooks = told.reduce((sum, deliveries) => sum + deliveries.length, 0);
const options = optionsFrom(cast.config);
const settings = new Map([...voiceSurfaces].map(([id, surface]) => [id, surface.config.parse({})]));

function normalise(delivery: Delivery): readonly CallEvent[] {
  const surface = voiceSurfaces.get(delivery.surface);
  if (surface === undefined) throw new Error(`no connector ${delivery.surface}`);
  const parsed = surface.parse(
    {
      method: 'POST',
      url: `https://calls.example.test/hooks/voice/${delivery.surface}`,
      headers: { 'content-type': delivery.contentType },
      body: Buffer.from(delivery.body),
      receivedAt: at.toISOString(),
    },
    settings.get(delivery.surface),
    { source: delivery.surface, zone: 'America/Chicago' },
  );
  return parsed.result === 'events' ? parsed.events : [];
}

/** Each webhook judges its attempt anew, from everything known by then: as it is when they come one after another. */
function judged(): number {
  let missed = 0;
  for (const deliveries of told) {
    const events: CallEvent[] = [];
    for (const delivery of deliveries) {
      events.push(...normalise(delivery));
      missed += detect(events, options).filter((view) => view.missed).length;
    }
  }
  return missed;
}

function readOnly(): number {
  let fields = 0;
  for (const deliveries of told) {
    for (const { contentType, body } of deliveries) {
      const read: object = contentType.includes('json')
        ? (JSON.parse(body) as object)
        : Object.fromEntries(new URLSearchParams(body));
      fields += Object.keys(read).length;
    }
  }
  return fields;
}

function perSecond(work: () => number): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return webhooks / ((user + system) / 1e6);
}

judged();
readOnly();
const rounds = Array.from({ length: ROUNDS }, () => ({ ours: perSecond(judged), bare: perSecond(readOnly) }));
const ours = median(rounds.map((round) => round.ours));
const bare = median(rounds.map((round) => round.bare));
const shown = (value: number): string => Math.round(value).toLocaleString('en-US');
process.stdout.write(
  [
    `${count} attempts told by ${webhooks} webhooks, one core, processor time, median of ${ROUNDS} rounds`,
    `normalise and judge   ${shown(ours)} webhooks/s (${(1e6 / ours).toFixed(0)} µs each)`,
    `read the bodies only  ${shown(bare)} webhooks/s (${(1e6 / bare).toFixed(0)} µs each)`,
    `ratio ${(ours / bare).toFixed(2)} (median of pairs ${median(rounds.map((round) => round.ours / round.bare)).toFixed(2)})`,
    '',
  ].join('\n'),
);
