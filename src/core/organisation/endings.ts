/**
 * What runs out, and when: agreements and other attestations, approvals of counsel, choices to run without a list, and the
 * operator's own policies. From the day after its last day each counts as missing, and a rule that needs it stops texts;
 * whoever runs the shop hears of it 30 and 7 days before, on the eve, and once it has ended. Pure.
 *
 * What somebody renewed no longer ends: of several entries about the same thing the one that lasts longest speaks.
 */
import { RULES } from '../gate/rules/all.ts';
import type { Attestations } from '../model/attestations.ts';
import { dayAfter, daysBetween } from '../model/days.ts';
import { NUMBER_TOPICS } from '../model/look-ups.ts';
import type { LocationConfig, TenantConfig } from '../model/organisation.ts';
import { ATTESTATION_PARTS, lastDay, readPart } from './attestation-parts.ts';
import { LIST_TERMS } from './look-ups.ts';

export interface Ending {
  /** What it is, in words. */
  readonly what: string;
  /** Key of the location; null: of the organisation. */
  readonly location: string | null;
  /** The last day on which it counts. */
  readonly endsOn: string;
  /** 0: today is the last day; below: so many days over. */
  readonly daysLeft: number;
}

export interface EndingFacts {
  /** UTC day, as the Gate reads dates. */
  readonly today: string;
  readonly tenant: Pick<TenantConfig, 'attestations' | 'assistant' | 'policy' | 'lookUps'>;
  readonly locations: readonly (Pick<LocationConfig, 'attestations' | 'counselApprovals' | 'vertical'> & {
    readonly key: string;
  })[];
  /** Own policies of the whole installation. */
  readonly installation: readonly {
    readonly id: string;
    readonly title?: string | undefined;
    readonly expires?: string | null | undefined;
  }[];
}

/** Days before the end on which it is told; -1: the day after. */
const NOTICE_DAYS = [30, 7, 1, -1] as const;
/** What ended longer ago than this was let go on purpose. */
const REMEMBERED_DAYS = 30;

/** Everything that ends within 30 days or ended within the last 30, soonest first. */
export function endingsOf(facts: EndingFacts): readonly Ending[] {
  const { tenant, locations, today } = facts;
  const all = [
    ...longest([
      ...attested(tenant.attestations, null),
      ...model(tenant),
      ...choices(tenant),
      ...own([...(tenant.policy.own ?? []), ...facts.installation]),
      ...relaxations(tenant),
    ]),
    ...locations.flatMap((location) =>
      longest([...attested(location.attestations, location.key), ...approvals(location)]),
    ),
    ...looks(facts),
  ];
  return all
    .flatMap(({ what, location, endsOn }): Ending[] => {
      if (endsOn === null) return [];
      const daysLeft = daysBetween(today, endsOn);
      return daysLeft > NOTICE_DAYS[0] || daysLeft < -REMEMBERED_DAYS
        ? []
        : [{ what, location, endsOn, daysLeft }];
    })
    .sort((a, b) => a.daysLeft - b.daysLeft || (a.what < b.what ? -1 : 1));
}

/** Those of which a day between the last notice and today was a day to tell: nothing is missed when a day was. */
export function endingsToTell(
  endings: readonly Ending[],
  lastTold: string,
  today: string,
): readonly Ending[] {
  const days = Math.max(0, daysBetween(lastTold, today));
  return endings.filter(({ daysLeft }) =>
    NOTICE_DAYS.some((notice) => daysLeft <= notice && notice < daysLeft + days),
  );
}

/** "ends on 2026-12-01, in 7 days" */
export function sayEnd({ endsOn, daysLeft }: Pick<Ending, 'endsOn' | 'daysLeft'>): string {
  if (daysLeft < 0) return `ended on ${endsOn}`;
  if (daysLeft === 0) return `ends today, ${endsOn}`;
  return `ends on ${endsOn}, in ${daysLeft} ${daysLeft === 1 ? 'day' : 'days'}`;
}

interface Entry extends Pick<Ending, 'what' | 'location'> {
  /** Entries of the same thing renew each other. */
  readonly thing: string;
  readonly endsOn: string | null;
}

function longest(entries: readonly Entry[]): readonly Entry[] {
  const things = new Map<string, Entry>();
  for (const entry of entries) {
    const known = things.get(entry.thing);
    if (known === undefined || lasts(entry) > lasts(known)) things.set(entry.thing, entry);
  }
  return [...things.values()];
}

function lasts({ endsOn }: Entry): string {
  return endsOn ?? '9999-12-31';
}

function attested(attestations: Attestations | undefined, location: string | null): Entry[] {
  return ATTESTATION_PARTS.flatMap(({ part, title }) => {
    const value = readPart(attestations, part);
    const entries: readonly unknown[] =
      value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
    return entries.flatMap((entry): Entry[] => {
      const name = nameOf(entry);
      const about = { what: name === '' ? title : `${title}: ${name}`, location };
      const thing = `${part} ${name}`;
      const review = fieldOf(entry, 'reviewBy');
      return [
        { ...about, thing, endsOn: lastDay(part, entry) },
        ...(review === ''
          ? []
          : [{ what: `${about.what}, review`, location, thing: `${thing} review`, endsOn: review }]),
      ];
    });
  });
}

/** What tells entries of a list apart: the use of an agreement, the key of a wording, the vendor. */
function nameOf(entry: unknown): string {
  const use = fieldOf(entry, 'use');
  const names = [USES[use] ?? use, fieldOf(entry, 'vendor'), fieldOf(entry, 'key')];
  return names.filter((each) => each !== '').join(', ');
}

const USES: Readonly<Record<string, string>> = {
  sms: 'text messages',
  llm: 'language model',
  crm: 'customer records',
  voice: 'calls',
  storage: 'storage',
};

function fieldOf(entry: unknown, name: string): string {
  const value: unknown = typeof entry === 'object' && entry !== null ? Reflect.get(entry, name) : undefined;
  return typeof value === 'string' ? value : '';
}

function model({ assistant }: EndingFacts['tenant']): Entry[] {
  const { zeroRetentionExpiresOn: endsOn, provider } = assistant;
  return endsOn === undefined || provider === 'deterministic'
    ? []
    : [{ what: 'The model keeps nothing and learns nothing', location: null, thing: 'model', endsOn }];
}

/** In regulated trades nobody relies on a look at the model's settings of more than 30 days ago (`llm-zero-retention`). */
function looks({ tenant, locations, today }: EndingFacts): Entry[] {
  const regulated = locations.some(({ vertical }) => !UNREGULATED.has(vertical));
  const { provider, zeroRetentionVerifiedOn: told, trainingOff } = tenant.assistant;
  if (provider === 'deterministic' || !regulated) return [];
  const dates = [
    ...(trainingOff && told !== undefined ? [told] : []),
    ...[tenant.attestations, ...locations.map(({ attestations }) => attestations)].flatMap((one) =>
      (one?.zeroRetention ?? []).map(({ verifiedOn }) => verifiedOn),
    ),
  ].sort();
  const newest = dates.at(-1);
  if (newest === undefined) return [];
  const endsOn = dayAfter(newest, LOOK_LASTS_DAYS);
  // It lasts a month only: told a month before, it would never be quiet.
  if (daysBetween(today, endsOn) > NOTICE_DAYS[1]) return [];
  return [{ what: "The look at the settings of the model's vendor", location: null, thing: 'look', endsOn }];
}

const LOOK_LASTS_DAYS = 30;
const UNREGULATED: ReadonlySet<string> = new Set(['general', 'real-estate']);

function approvals({ key, counselApprovals }: EndingFacts['locations'][number]): Entry[] {
  return counselApprovals.map(({ rule, expiresOn }) => ({
    what: `Counsel's standing approval: ${RULES.find(({ id }) => id === rule)?.title ?? rule}`,
    location: key,
    thing: `approval ${rule}`,
    endsOn: expiresOn ?? null,
  }));
}

function choices({ lookUps }: EndingFacts['tenant']): Entry[] {
  return NUMBER_TOPICS.flatMap((topic): Entry[] => {
    const endsOn = lookUps?.[topic]?.without?.expiresOn;
    if (endsOn === undefined) return [];
    const what = `The choice to run without: ${LIST_TERMS[topic].title}`;
    return [{ what, location: null, thing: `without ${topic}`, endsOn }];
  });
}

function relaxations({ policy }: EndingFacts['tenant']): Entry[] {
  return (policy.relaxed ?? []).map(({ rule, expires }) => ({
    what: `Relaxed: ${RULES.find(({ id }) => id === rule)?.title ?? rule}`,
    location: null,
    thing: `relaxed ${rule}`,
    endsOn: expires,
  }));
}

function own(policies: EndingFacts['installation']): Entry[] {
  return policies.map(({ id, title, expires }) => ({
    what: `Policy of your own: ${title ?? id}`,
    location: null,
    thing: `policy ${id}`,
    endsOn: expires ?? null,
  }));
}
