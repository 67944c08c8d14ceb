import type { z } from 'zod';
import { AppError } from '../../core/model/errors.ts';
import { readSpamList } from '../../core/organisation/spam-csv.ts';
import { SPAM_THRESHOLD } from '../../core/detect/spam.ts';
import { spamFigures, type SpamFigures, type SpamShare } from '../../store/spam-callers.ts';
import {
  planSpamList,
  removedSpamLists,
  removeSpamList,
  replaceSpamList,
  restoreSpamList,
  spamLists,
} from '../../store/spam-list.ts';
import { authorOf } from '../auth/principal.ts';
import { notFound } from '../errors.ts';
import { defineRoute, OWNERS, READERS, type Call, type Route } from './route.ts';
import { Ok } from './schemas/common.ts';
import type { CheckShape } from './schemas/health.ts';
import { SpamListImported, SpamListParam, SpamListPlan, SpamLists, SpamListUpload } from './schemas/spam.ts';
import { recordStaff } from './staff-record.ts';

/** Lists of numbers known for spam: one sign among others, and never a reason to hold back a customer. */
const TAG = 'Spam';
const DAYS = 30;
const SHOWN = 100;

export const spamListRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/spam-lists',
    tag: TAG,
    summary: 'Lists of known spam callers, and how often the spam filter was wrong',
    roles: READERS,
    answer: SpamLists,
    run: async (call) => {
      const { tx, principal, clock } = call;
      const figures = await figuresOf(call);
      return {
        items: await spamLists(tx, principal.tenantId),
        removed: await removedSpamLists(tx, principal.tenantId, clock.now().toISOString()),
        threshold: SPAM_THRESHOLD,
        last30Days: {
          ...figures,
          byScore: labelled(figures.byScore, scoreWords),
          bySign: labelled(figures.bySign, signWords),
          falseBlockRate: rateOf(figures),
        },
      };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/spam-lists/plan',
    tag: TAG,
    summary: 'What importing a list of known spam callers would change; changes nothing',
    roles: OWNERS,
    body: SpamListUpload,
    answer: SpamListPlan,
    run: async (call) => {
      const { tx, principal, body } = call;
      const { good, bad } = readable(body.csv);
      const plan = await planSpamList(tx, principal.tenantId, body.list, good, daysAgo(call));
      return {
        list: body.list,
        exists: plan.kept + plan.removed > 0,
        numbers: good.length,
        ...plan,
        examples: { added: [...plan.examples.added], removed: [...plan.examples.removed] },
        leftOut: bad.slice(0, SHOWN),
        refused: bad.length,
      };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/spam-lists',
    tag: TAG,
    summary: 'Imports a list of known spam callers',
    description:
      'The list becomes what the file says: numbers that it no longer names are taken off. Other lists stay. Calls are judged by it from now on.',
    roles: OWNERS,
    body: SpamListUpload,
    answer: SpamListImported,
    run: async (call) => {
      const { tx, principal, body, clock } = call;
      const { good, bad } = readable(body.csv);
      const changed = await replaceSpamList(tx, principal.tenantId, body.list, good, {
        by: authorOf(principal),
        at: clock.now().toISOString(),
        source: body.source ?? null,
      });
      await recordStaff(call, 'import-spam-list', {
        body: {
          list: body.list,
          ...(body.source === undefined ? {} : { source: body.source }),
          numbers: good.length,
          ...changed,
          refused: bad.length,
        },
      });
      return { list: body.list, numbers: good.length, ...changed, leftOut: bad.slice(0, SHOWN) };
    },
  }),
  defineRoute({
    method: 'delete',
    path: '/api/v1/spam-lists/:list',
    tag: TAG,
    summary: 'Takes a list of known spam callers back; for 30 days it can be put back',
    roles: OWNERS,
    params: SpamListParam,
    answer: Ok,
    run: async (call) => {
      const { tx, principal, params, clock } = call;
      const numbers = await removeSpamList(tx, principal.tenantId, params.list, {
        by: authorOf(principal),
        at: clock.now().toISOString(),
      });
      if (numbers === 0) throw notFound('list');
      await recordStaff(call, 'remove-spam-list', { body: { list: params.list, numbers } });
      return { ok: true as const };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/spam-lists/:list/restore',
    tag: TAG,
    summary: 'Puts a list back that was taken back',
    roles: OWNERS,
    params: SpamListParam,
    answer: Ok,
    run: async (call) => {
      const numbers = await restoreSpamList(call.tx, call.principal.tenantId, call.params.list);
      if (numbers === 0) throw notFound('removed list');
      await recordStaff(call, 'restore-spam-list', { body: { list: call.params.list, numbers } });
      return { ok: true as const };
    },
  }),
];

function readable(csv: string): ReturnType<typeof readSpamList> {
  const read = readSpamList(csv);
  if (read.good.length === 0)
    throw new AppError('invalid-input', 'the list names no number', {
      issues: read.bad.slice(0, SHOWN).map(({ line, ...rest }) => ({ path: `csv line ${line}`, ...rest })),
    });
  return read;
}

type InTenant = Pick<Call<unknown, unknown, unknown>, 'tx' | 'principal' | 'clock'>;

function figuresOf(call: InTenant): Promise<SpamFigures> {
  return spamFigures(call.tx, call.principal.tenantId, daysAgo(call));
}

function daysAgo({ clock }: InTenant): string {
  return new Date(clock.now().getTime() - DAYS * 86_400_000).toISOString();
}

function rateOf({ held, falseBlocks }: SpamFigures): number | null {
  return held === 0 ? null : falseBlocks / held;
}

/** Several signs may have one name. */
function labelled(
  shares: readonly SpamShare[],
  inWords: (of: string) => string,
): z.output<typeof SpamLists>['last30Days']['byScore'] {
  return [...Map.groupBy(shares, ({ of }) => inWords(of))].map(([label, members]) => ({
    label,
    held: members.reduce((sum, { held }) => sum + held, 0),
    falseBlocks: members.reduce((sum, { falseBlocks }) => sum + falseBlocks, 0),
  }));
}

function scoreWords(band: string): string {
  if (band === 'unknown') return 'No score kept';
  return band === '95' ? '95 to 100' : `${band} to ${Number(band) + 4}`;
}

/** Signs of `core/detect/data/spam-model.json` in the words of a shop owner. */
const SIGNS: Readonly<Record<string, string>> = {
  listed: 'On an imported list',
  'label-certain': 'The phone system calls it spam',
  'label-nuisance': 'The phone system calls it a nuisance',
  'vendor-score-high': 'High spam score of the phone system',
  'vendor-score-middle': 'Middling spam score of the phone system',
  'burst-2-locations': 'Rang several locations within an hour',
  'burst-3-locations': 'Rang several locations within an hour',
  'burst-5-locations': 'Rang many locations within an hour',
  'burst-10-calls': 'Called many times within an hour',
  'burst-30-calls': 'Called many times within an hour',
  'short-always': 'Every call ended at once',
  'attestation-failed': 'The network says the number is not genuine',
};

function signWords(sign: string): string {
  return SIGNS[sign] ?? 'Other signs';
}

/** For Health: how often the filter was wrong, by what became known since. */
export async function spamCheck(call: InTenant): Promise<CheckShape> {
  const figures = await figuresOf(call);
  const lists = await spamLists(call.tx, call.principal.tenantId);
  const listed = lists.reduce((sum, { numbers }) => sum + numbers, 0);
  const rate = rateOf(figures);
  const detail = [
    rate === null
      ? `no call was held as spam in ${DAYS} days`
      : `${figures.held} calls held as spam in ${DAYS} days, ${figures.falseBlocks} of them of people who turned out to be customers or were released by staff (false-block rate ${(rate * 100).toFixed(1)}%)`,
    `${listed.toLocaleString('en-US')} numbers on ${lists.length} lists`,
  ].join('; ');
  return figures.falseBlocks === 0
    ? { name: 'Spam filter', ok: true, detail }
    : {
        name: 'Spam filter',
        ok: false,
        detail,
        remedy:
          'Look at these calls (class known spam) and at what they were taken for; from now on these callers are known and not held back. Remove a list that names customers.',
      };
}
