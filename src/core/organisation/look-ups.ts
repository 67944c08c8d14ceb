/** What an organisation decided about each list of numbers: asked, run without by choice, or nobody decided. Pure. */
import type { TenantConfig } from '../model/organisation.ts';
import {
  KEEP_DAYS,
  NUMBER_TOPICS,
  USUAL_REQUESTS_PER_MINUTE,
  type LookUpList,
  type NumberTopic,
  type RunWithout,
} from '../model/look-ups.ts';
import { isInForce } from './attested.ts';
import type { Problem } from './claims.ts';
import { didYouMean } from './did-you-mean.ts';

type Config = Pick<TenantConfig, 'lookUps' | 'policy'>;

export interface ListTerms {
  readonly title: string;
  /** As the Gate's input names it. */
  readonly lookup: string;
  readonly rule: string;
  /** What happens where nothing is known, in words. */
  readonly without: string;
}

export const LIST_TERMS: Readonly<Record<NumberTopic, ListTerms>> = {
  'national-dnc': {
    title: 'National do-not-call registry',
    lookup: 'dnc',
    rule: 'dnc-national',
    without: 'Answers to calls go out; sales texts and sales calls do not.',
  },
  'state-dnc': {
    title: 'State do-not-call lists',
    lookup: 'state-dnc',
    rule: 'dnc-state',
    without: 'Answers to calls go out; nothing is sold in the eleven states that keep a list of their own.',
  },
  reassigned: {
    title: 'Reassigned numbers',
    lookup: 'rnd',
    rule: 'reassigned-numbers',
    without:
      'Answers to a fresh call go out; texts that rest on consent older than 30 days do not, a person calls instead.',
  },
  litigator: {
    title: 'Litigator list',
    lookup: 'litigator',
    rule: 'internal-dnc',
    without: 'Nobody is held back for being known to sue.',
  },
  'line-type': {
    title: 'Kind of line',
    lookup: 'line-type',
    rule: 'unreachable-number',
    without:
      'The numbering plan decides: a North American number counts as textable until a carrier refuses it once.',
  },
};

export function listOf(config: Config, topic: NumberTopic): LookUpList {
  return (
    config.lookUps?.[topic] ?? {
      sources: [],
      keepDays: KEEP_DAYS[topic].usual,
      requestsPerMinute: USUAL_REQUESTS_PER_MINUTE,
    }
  );
}

/** The choice to run without a list that holds on this day; null when nobody chose, or it has ended. */
export function choiceOf(config: Config, topic: NumberTopic, today: string): RunWithout | null {
  const chosen = config.lookUps?.[topic]?.without;
  if (chosen !== undefined) return chosen.on <= today && isInForce(chosen, today) ? chosen : null;
  // Written so before each list had a choice of its own; it spoke of do-not-call lists only.
  const older = config.policy.sendWithoutDncScrub;
  return older === undefined || !topic.endsWith('-dnc') || older.acknowledgedOn > today
    ? null
    : { by: older.acknowledgedBy, reason: 'only answers to calls are sent', on: older.acknowledgedOn };
}

export interface Standing {
  /** Sources that are asked, in order; none while the choice to run without holds. */
  readonly sources: readonly string[];
  readonly choice: RunWithout | null;
}

export function standingOf(config: Config, topic: NumberTopic, today: string): Standing {
  const choice = choiceOf(config, topic, today);
  return { choice, sources: choice === null ? listOf(config, topic).sources : [] };
}

/** Whether any list is asked at all: where none is, nothing about look-ups costs anything. */
export function asksLists(config: Config): boolean {
  return NUMBER_TOPICS.some((topic) => (config.lookUps?.[topic]?.sources.length ?? 0) > 0);
}

/** Connector id -> the lists that it answers. */
export type KnownLookups = Readonly<Record<string, readonly string[]>>;

/** Sources that do not exist, are no look-ups, or cannot answer the list they are named for. */
export function lookUpProblems(
  raw: unknown,
  sources: readonly { readonly key: string; readonly kind: string; readonly connector: string }[],
  known: KnownLookups | undefined,
): Problem[] {
  if (typeof raw !== 'object' || raw === null) return [];
  return NUMBER_TOPICS.flatMap((topic) => {
    const list = (raw as Readonly<Record<string, unknown>>)[topic];
    if (typeof list !== 'object' || list === null) return [];
    const { sources: named, without } = list as { sources?: unknown; without?: unknown };
    return [
      ...(Array.isArray(named) ? named : []).flatMap((key: unknown, at): Problem[] =>
        typeof key === 'string' ? sourceProblem(topic, key, at, sources, known) : [],
      ),
      ...choiceProblem(topic, without),
    ];
  });
}

function sourceProblem(
  topic: NumberTopic,
  key: string,
  at: number,
  sources: readonly { readonly key: string; readonly kind: string; readonly connector: string }[],
  known: KnownLookups | undefined,
): Problem[] {
  const path = ['lookUps', topic, 'sources', at];
  const lookups = sources.filter(({ kind }) => kind === 'lookup');
  const source = lookups.find((each) => each.key === key);
  if (source === undefined) {
    const meant = didYouMean(
      key,
      lookups.map((each) => each.key),
    );
    return [
      {
        path,
        message: `there is no look-up source "${key}"`,
        remedy: meant === null ? 'Add it under `sources` with `kind: lookup`.' : `Did you mean "${meant}"?`,
      },
    ];
  }
  const topics = known?.[source.connector];
  return topics === undefined || topics.includes(topic)
    ? []
    : [
        {
          path,
          message: `${source.connector} does not answer this list`,
          remedy: `It answers: ${topics.join(', ')}.`,
        },
      ];
}

function choiceProblem(topic: NumberTopic, without: unknown): Problem[] {
  if (typeof without !== 'object' || without === null) return [];
  const { on, expiresOn } = without as { on?: unknown; expiresOn?: unknown };
  return typeof on === 'string' && typeof expiresOn === 'string' && expiresOn < on
    ? [{ path: ['lookUps', topic, 'without', 'expiresOn'], message: 'ends before it begins' }]
    : [];
}
