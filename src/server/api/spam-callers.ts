import { assessSpam, spamInWords, SPAM_THRESHOLD } from '../../core/detect/spam.ts';
import { callerFacts } from '../../pipeline/detect-facts.ts';
import { loadCallers } from '../../store/callers.ts';
import { newId } from '../../store/ids.ts';
import { lockCaller } from '../../store/locks.ts';
import { callsOf, releaseCaller, releaseOf } from '../../store/spam-callers.ts';
import { authorOf } from '../auth/principal.ts';
import { defineRoute, READERS, WORKERS, type Call, type Route } from './route.ts';
import { SpamCaller, SpamCallerParam, SpamRelease } from './schemas/spam.ts';
import { recordStaff } from './staff-record.ts';

/** Why one number is held back, and the way to release it. */
const TAG = 'Spam';
const CALLS = 10;

export const spamCallerRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/spam-callers/:phone',
    tag: TAG,
    summary: 'Why is this number held back, or why is it not',
    description:
      'Judged as if it rang now, by what is known of the number. A real call adds what the phone system and the network say of it.',
    roles: READERS,
    params: SpamCallerParam,
    answer: SpamCaller,
    run: (call) => standing(call, call.params.phone),
  }),
  defineRoute({
    method: 'patch',
    path: '/api/v1/spam-callers/:phone',
    tag: TAG,
    summary: 'Releases a number that is no spam, or takes that back',
    description: 'Holds from the next call on. Each release counts as a false block in the figures.',
    roles: WORKERS,
    params: SpamCallerParam,
    body: SpamRelease,
    answer: SpamCaller,
    run: async (call) => {
      const { tx, principal, params, body, clock } = call;
      const now = clock.now().toISOString();
      await lockCaller(tx, principal.tenantId, params.phone);
      const before = await releaseOf(tx, principal.tenantId, params.phone);
      if ((before !== null) !== body.released) {
        const release = body.released ? { id: newId(), by: authorOf(principal), at: now } : null;
        await releaseCaller(tx, principal.tenantId, params.phone, release, now);
        await recordStaff(call, body.released ? 'release-spam-caller' : 'unrelease-spam-caller', {
          phone: params.phone,
          body: {},
        });
      }
      return standing(call, params.phone);
    },
  }),
];

type InTenant = Pick<Call<unknown, unknown, unknown>, 'tx' | 'principal' | 'clock'>;

async function standing({ tx, principal, clock }: InTenant, phone: string): Promise<SpamCaller> {
  const { tenantId } = principal;
  const known = await loadCallers(tx, tenantId, [phone]);
  const [facts] = callerFacts(known, []);
  const now = clock.now().toISOString();
  const assessed = assessSpam({ events: [], startedAt: now }, facts ?? null);
  // Asked about before it ever rang, a number is not suspect for ringing the first time.
  const judged = { ...assessed, reasons: assessed.reasons.filter(({ sign }) => sign !== 'first-seen') };
  const blocked = known.get(phone)?.blocked ?? false;
  const suspect = judged.score >= SPAM_THRESHOLD;
  const held = blocked || (suspect && judged.spared === null);
  return {
    phone,
    held,
    why: why({ blocked, suspect, spared: judged.spared, words: spamInWords(judged) }),
    score: judged.score,
    reasons: judged.reasons.map(({ because, weight }) => ({ because, weight })),
    lists: facts?.lists.map(({ list, label }) => ({ list, label })) ?? [],
    spared: judged.spared,
    blocked,
    released: await releaseOf(tx, tenantId, phone),
    calls: await callsOf(tx, tenantId, phone, CALLS),
  };
}

function why(seen: { blocked: boolean; suspect: boolean; spared: string | null; words: string }): string {
  if (seen.blocked) return 'Held: somebody blocked this caller on the contact page.';
  if (!seen.suspect)
    return seen.words === ''
      ? 'Not held: nothing known of this number speaks for spam.'
      : `Not held: ${seen.words}, and that alone is not enough.`;
  return seen.spared === null
    ? `Held as spam: ${seen.words}.`
    : `Not held: ${seen.words}, but the caller ${seen.spared}.`;
}
