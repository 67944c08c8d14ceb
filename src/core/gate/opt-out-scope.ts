/**
 * What an opt-out that names one kind of text ends ("no marketing please", "stop the reminders only"). One kind alone is
 * ended only while all of this holds: the words are clear (the keyword reading takes the wider meaning in doubt), the
 * operator has chosen `policy.optOutScope: category`, and the law of the day lets one programme be stopped by itself
 * (47 CFR 64.1200(a)(10), waived in part until 31 January 2027: DA 25-312, DA 26-12). Otherwise it ends everything.
 *
 * Not covered: what goes on. Even then the Gate lets through unrelated transactional texts only (catalogue 3.2), and from
 * that day on not even those.
 */
import { REVOKE_ALL_FROM } from './facts.ts';
import type { OptOutScope } from './keyword-scope.ts';

export type EndedScope =
  { readonly scope: 'all' } | { readonly scope: 'category'; readonly category: string };

/** Message categories as the Gate's facts name them. */
export const REMINDER_CATEGORY = 'appointment-reminder';
const CATEGORIES: Readonly<Partial<Record<OptOutScope, string>>> = {
  marketing: 'marketing',
  reminders: REMINDER_CATEGORY,
};

export function endedScope(
  asked: OptOutScope | undefined,
  given: { readonly policy: 'all' | 'category'; readonly at: string },
): EndedScope {
  const category = asked === undefined ? undefined : CATEGORIES[asked];
  const allowed = given.policy === 'category' && given.at.slice(0, 10) < REVOKE_ALL_FROM;
  return category === undefined || !allowed ? { scope: 'all' } : { scope: 'category', category };
}
