import type { Pipeline } from '../../pipeline/context.ts';
import type { Tx } from '../../store/database.ts';
import { sourcesHealthOf } from '../api/source-health.ts';
import type { PollHealth, SourceHealth, SubscriptionHealth } from '../api/schemas/health.ts';
import { fix, note, ok, type DoctorLine } from './lines.ts';

/**
 * Each source that a phone vendor feeds: what it sent last, what Ringback did at the vendor by itself and will do next,
 * and what is left to a person there.
 */
export async function vendors(
  pipeline: Pipeline,
  tx: Tx,
  tenant: { readonly id: string; readonly key: string },
  simulated: boolean,
): Promise<DoctorLine[]> {
  const now = pipeline.clock.now();
  return (await sourcesHealthOf(tx, tenant.id, pipeline))
    .filter((source) => source.kind === 'voice')
    .flatMap((source) => {
      const surface = pipeline.connectors.voice.get(source.connector);
      const found = [
        ...heardLines(tenant.key, source),
        ...(surface?.poll === undefined ? [] : [pollLine(tenant.key, source, now)]),
        ...(surface?.subscription === undefined ? [] : [subscriptionLine(tenant.key, source, now)]),
        ...statusLines(tenant.key, source),
      ];
      // Nobody sets anything up at a vendor of a simulated organisation.
      const toDo = simulated ? [] : stepsLeft(source, found);
      const vendor = { ...source, organisation: tenant.key, toDo };
      return [...found, ...toDoLines(tenant.key, source, toDo)].map((line, index) =>
        index === 0 ? { ...line, vendor } : line,
      );
    });
}

/** What arrived by itself. A source that is only looked at gets nothing that way, and lacks nothing. */
function heardLines(area: string, source: SourceHealth): DoctorLine[] {
  const name = `${source.delivery === 'poll' ? 'events' : 'webhooks'} of ${source.key}`;
  const { lastEventAt, lastFailure } = source;
  if (lastFailure !== null && lastFailure.at > (lastEventAt ?? ''))
    return [
      fix(
        area,
        name,
        `the last one was refused at ${lastFailure.at}: ${lastFailure.detail} (we computed ${lastFailure.computedUrl ?? '?'})`,
        lastFailure.remedy,
      ),
    ];
  if (lastEventAt !== null) return [ok(area, name, `last at ${lastEventAt}`)];
  if (source.delivery === 'poll') return [];
  return [note(area, name, 'none seen yet', `Paste ${source.url} at the vendor and call the number.`)];
}

/** Failures in a row after which waiting alone does not help. */
const LASTING = 3;
/** Later than this, nobody is working. */
const OVERDUE_MS = 5 * 60_000;

function pollLine(area: string, source: SourceHealth, now: Date): DoctorLine {
  const { poll, product } = source;
  const name = `looks of ${source.key}`;
  if (poll === null) return notBegun(area, name);
  const trouble = troubleOf(area, name, poll, now, poll.role === 'primary');
  if (trouble !== null) return trouble;
  return poll.lastSuccessAt === null
    ? note(area, name, `${poll.what} of ${product}: not looked yet, first look ${at(poll.nextAt)}`)
    : ok(
        area,
        name,
        `${poll.what} of ${product}: last looked ${at(poll.lastSuccessAt)}, seen until ${poll.lookedUntil ?? 'unknown'}; next look ${at(poll.nextAt)}`,
      );
}

function subscriptionLine(area: string, source: SourceHealth, now: Date): DoctorLine {
  const { subscription, product } = source;
  const name = `subscription of ${source.key}`;
  if (subscription === null) return notBegun(area, name);
  const trouble = troubleOf(area, name, subscription, now, true);
  if (trouble !== null) return trouble;
  const { active, endsAt, lastSuccessAt, nextAt } = subscription;
  if (!active)
    return note(area, name, `${product} pushes nothing yet: it is asked for a subscription ${at(nextAt)}`);
  const end = endsAt === null ? 'does not end' : `ends ${at(endsAt)}`;
  if (endsAt !== null && Date.parse(endsAt) < now.getTime())
    return fix(
      area,
      name,
      `it ran out ${at(endsAt)}, so ${product} pushes nothing`,
      'Start a worker (`ringback worker`): it makes a new one by itself.',
    );
  return ok(area, name, `made or renewed ${at(lastSuccessAt)}, ${end}; next renewal ${at(nextAt)}`);
}

/** What went wrong the last time, if it did, and what happens next. Null while all is well. */
function troubleOf(
  area: string,
  name: string,
  task: PollHealth | SubscriptionHealth,
  now: Date,
  needed: boolean,
): DoctorLine | null {
  const detail = task.lastFailure?.detail ?? 'no reason was kept';
  const when = task.lastFailure?.at == null ? '' : ` ${at(task.lastFailure.at)}`;
  const remedy = task.lastFailure?.remedy ?? 'Look at the status page of the vendor.';
  switch (task.state) {
    case 'refused':
      return fix(
        area,
        name,
        `refused${when}: ${detail}; the vendor is not asked again by itself`,
        `${remedy} Then press "Try again now" on the page of the source.`,
      );
    case 'not-configured':
      return needed
        ? fix(area, name, `cannot begin: ${detail}`, remedy)
        : note(area, name, `off, lost deliveries are not looked for: ${detail}`, remedy);
    case 'going':
      break;
  }
  if (task.failures >= LASTING)
    return fix(
      area,
      name,
      `failed ${task.failures} times, last${when}: ${detail}; next try ${at(task.nextAt)}`,
      remedy,
    );
  if (task.failures > 0)
    return note(area, name, `failed${when}: ${detail}; next try ${at(task.nextAt)}`, remedy);
  if (task.nextAt !== null && now.getTime() - Date.parse(task.nextAt) > OVERDUE_MS)
    return fix(area, name, `due since ${task.nextAt} and not done`, 'Start a worker (`ringback worker`).');
  return null;
}

function notBegun(area: string, name: string): DoctorLine {
  return note(
    area,
    name,
    'not begun: a worker has not seen this source yet',
    'Start a worker (`ringback worker`).',
  );
}

function statusLines(area: string, source: SourceHealth): DoctorLine[] {
  if (source.unknownStatuses.length === 0) return [];
  const words = source.unknownStatuses
    .slice(0, 5)
    .map((each) => `“${each.raw === '' ? 'none given' : each.raw}” (${each.seen})`)
    .join(', ');
  return [
    note(
      area,
      `statuses of ${source.key}`,
      `${source.product} says what nobody understands: ${words}`,
      'Update Ringback; if it stays so, report it with the words shown.',
    ),
  ];
}

/** The set-up at the vendor is not over before something came from there, and is to be gone through again when it stopped. */
function stepsLeft(source: SourceHealth, lines: readonly DoctorLine[]): readonly string[] {
  const heard = source.lastEventAt !== null || source.poll?.lastSuccessAt != null;
  return heard && lines.every((line) => line.state !== 'fix') ? [] : source.setup;
}

function toDoLines(area: string, source: SourceHealth, toDo: readonly string[]): DoctorLine[] {
  if (toDo.length === 0) return [];
  return [
    {
      ...note(area, `to do for ${source.key}`, `at ${source.product}, unless it is done already`),
      steps: toDo,
    },
  ];
}

function at(instant: string | null): string {
  return instant === null ? 'when a worker runs' : `at ${instant}`;
}
