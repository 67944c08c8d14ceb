import { AppError } from '../../core/model/errors.ts';
import { readSpamList } from '../../core/organisation/spam-csv.ts';
import { removeSpamList, replaceSpamList, spamFigures, spamLists } from '../../store/spam-list.ts';
import { notFound } from '../errors.ts';
import { defineRoute, OWNERS, READERS, type Call, type Route } from './route.ts';
import { Ok } from './schemas/common.ts';
import type { CheckShape } from './schemas/health.ts';
import { SpamListImported, SpamListParam, SpamLists, SpamListUpload } from './schemas/spam.ts';
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
      const figures = await figuresOf(call);
      return {
        items: await spamLists(call.tx, call.principal.tenantId),
        last30Days: { ...figures, falseBlockRate: rateOf(figures) },
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
      const { good, bad } = readSpamList(body.csv);
      if (good.length === 0)
        throw new AppError('invalid-input', 'the list names no number', {
          issues: bad.slice(0, SHOWN).map(({ line, ...rest }) => ({ path: `csv line ${line}`, ...rest })),
        });
      const changed = await replaceSpamList(
        tx,
        principal.tenantId,
        body.list,
        good,
        clock.now().toISOString(),
      );
      await recordStaff(call, 'import-spam-list', {
        body: { list: body.list, numbers: good.length, ...changed, refused: bad.length },
      });
      return { list: body.list, numbers: good.length, ...changed, leftOut: bad.slice(0, SHOWN) };
    },
  }),
  defineRoute({
    method: 'delete',
    path: '/api/v1/spam-lists/:list',
    tag: TAG,
    summary: 'Removes a list of known spam callers',
    roles: OWNERS,
    params: SpamListParam,
    answer: Ok,
    run: async (call) => {
      const numbers = await removeSpamList(call.tx, call.principal.tenantId, call.params.list);
      if (numbers === 0) throw notFound('list');
      await recordStaff(call, 'remove-spam-list', { body: { list: call.params.list, numbers } });
      return { ok: true as const };
    },
  }),
];

type InTenant = Pick<Call<unknown, unknown, unknown>, 'tx' | 'principal' | 'clock'>;
type Figures = Awaited<ReturnType<typeof spamFigures>>;

function figuresOf({ tx, principal, clock }: InTenant): Promise<Figures> {
  const since = new Date(clock.now().getTime() - DAYS * 86_400_000).toISOString();
  return spamFigures(tx, principal.tenantId, since);
}

function rateOf({ held, ofCustomers }: Figures): number | null {
  return held === 0 ? null : ofCustomers / held;
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
      : `${figures.held} calls held as spam in ${DAYS} days, ${figures.ofCustomers} of them of people who turned out to be customers (false-block rate ${(rate * 100).toFixed(1)}%)`,
    `${listed.toLocaleString('en-US')} numbers on ${lists.length} lists`,
  ].join('; ');
  return figures.ofCustomers === 0
    ? { name: 'Spam filter', ok: true, detail }
    : {
        name: 'Spam filter',
        ok: false,
        detail,
        remedy:
          'Look at these calls (class known spam) and at what they were taken for; from now on these callers are known and not held back. Remove a list that names customers.',
      };
}
