import { decisionRecord } from '../core/audit/decision-record.ts';
import type { ComposedText } from '../core/compose/shop.ts';
import { shopFacts } from '../core/compose/shop.ts';
import {
  composeClarify,
  composeHelp,
  composeOptOutConfirmation,
  composeStartConfirmation,
  type AnswerFacts,
} from '../core/compose/fixed-texts.ts';
import { machineSigns } from '../core/converse/loop-guard.ts';
import { languageOf, readText } from '../core/converse/text.ts';
import { readState } from '../core/converse/turn.ts';
import { classifyKeyword, wholeWord, type KeywordVerdict } from '../core/gate/keyword-classification.ts';
import type { ConsentReach } from '../core/gate/consent-reach.ts';
import { endedScope, REMINDER_CATEGORY } from '../core/gate/opt-out-scope.ts';
import type { ConsentState } from '../core/model/consent.ts';
import type { MessageKind } from '../core/model/conversation.ts';
import type { Decision } from '../core/model/decision.ts';
import { appendRecords } from '../store/audit.ts';
import { upcomingBookings } from '../store/bookings.ts';
import { setLeadOutcome } from '../store/leads.ts';
import { closeAnswers, endTimers, withdrawIntents } from '../store/threads.ts';
import {
  attemptOf,
  change,
  reachOf,
  say,
  standingOf,
  tellPeople,
  writeConsent,
  type Exchange,
} from './exchange.ts';
import type { SayOutcome } from './say.ts';

/** Raised whenever the same text may be classified differently. */
export const KEYWORD_VERSION = 4;

export interface KeywordFacts {
  readonly text: string;
  readonly state: ConsentState;
  readonly pendingQuestion: boolean;
  /** What the provider says the text was, when it keeps opt-outs itself. */
  readonly providerSays: 'STOP' | 'START' | 'HELP' | null;
}

/** The provider's own reading of a keyword is a fact about what it did, so it wins over ours. */
export function decideKeyword(facts: KeywordFacts): Decision<KeywordVerdict, KeywordFacts> {
  const read = classifyKeyword({
    text: facts.text,
    state: facts.state,
    pendingQuestion: facts.pendingQuestion,
  });
  // Twilio counts a lone YES as START; catalogue 6.8: in a booking chat it must never bring texts back by accident.
  const provider =
    facts.providerSays === 'START' && read.effect !== 'RE_OPTED_IN' && isYes(facts.text)
      ? null
      : facts.providerSays;
  const { phrase, means, confidence, ...verdict } = provider === null ? read : PROVIDER[provider];
  // The deciding words are the person's own: they go where personal content goes, not into the open outcome.
  const outcome: KeywordVerdict = verdict;
  return {
    kind: 'keyword',
    version: KEYWORD_VERSION,
    facts,
    outcome,
    confidence: outcome.method === 'exact' ? 1 : (confidence ?? 0.9),
    explanation: [
      EXPLANATIONS[outcome.classification],
      ...(provider === null ? [] : [`The provider took it as ${provider}.`]),
      ...(phrase === undefined ? [] : [`Decided by "${phrase}"${means === undefined ? '' : `: ${means}`}.`]),
    ].join(' '),
    citations: outcome.classification === 'not-revocation' ? [] : ['47 CFR 64.1200(a)(10)'],
  };
}

const isYes = (text: string): boolean => ['yes', 'si', 'oui', 'y'].includes(wholeWord(text));

const PROVIDER: Readonly<Record<'STOP' | 'START' | 'HELP', KeywordVerdict>> = {
  STOP: { classification: 'revocation', method: 'exact', effect: 'OPTED_OUT', obligations: [] },
  START: { classification: 'opt-in', method: 'exact', effect: 'RE_OPTED_IN', obligations: [] },
  HELP: { classification: 'help', method: 'exact', effect: 'HELP', obligations: [] },
};

const EXPLANATIONS: Readonly<Record<KeywordVerdict['classification'], string>> = {
  revocation: 'The person wants no more texts.',
  'wrong-party': 'The person says that this is the wrong number.',
  help: 'The person asks who this is.',
  'opt-in': 'The person wants texts again.',
  'not-revocation': 'The text says nothing about texts as such.',
  ambiguous: 'The text may or may not mean "no more texts"; the person is asked once.',
};

export interface KeywordOutcome {
  /** The text is dealt with: no conversation follows. */
  readonly settled: boolean;
  readonly verdict: KeywordVerdict;
  readonly state: ConsentState;
}

/** Words about texting itself, before anything else is looked at. STOP wins over everything that is under way. */
export async function heedKeywords(
  exchange: Exchange,
  providerSays: KeywordFacts['providerSays'],
): Promise<KeywordOutcome> {
  const standing = await standingOf(exchange);
  const { state } = standing;
  const decision = decideKeyword({
    text: exchange.text,
    state,
    pendingQuestion: state === 'CLARIFY_PENDING',
    providerSays,
  });
  const { location, pipeline, tx, phone, at } = exchange;
  await appendRecords(tx, pipeline.keeper, location.tenantId, [
    decisionRecord(decision, { ...attemptOf(exchange), phone, occurredAt: at }),
  ]);
  const verdict = decision.outcome;
  switch (verdict.classification) {
    case 'revocation':
      await optOut(exchange, standing, verdict, 'The person asked for no more texts.');
      return { settled: true, verdict, state };
    case 'wrong-party':
      await wrongParty(exchange);
      return { settled: true, verdict, state };
    case 'help':
      await help(exchange);
      return { settled: true, verdict, state };
    case 'opt-in': {
      if (standing.startLifts) await optIn(exchange, standing);
      return { settled: standing.startLifts, verdict, state };
    }
    case 'ambiguous':
      // Asked once already: whoever still does not say yes is left alone.
      if (state === 'CLARIFY_PENDING')
        await optOut(exchange, standing, verdict, 'The one question was not answered with yes.');
      else if (state !== 'OPTED_OUT') await clarify(exchange);
      return { settled: true, verdict, state };
    case 'not-revocation':
      return { settled: false, verdict, state };
  }
}

/** Ends everything that is under way towards this person, in one transaction with the opt-out itself. */
async function optOut(
  exchange: Exchange,
  standing: ConsentReach,
  verdict: KeywordVerdict,
  reason: string,
): Promise<void> {
  const { thread, location, at, tx } = exchange;
  const ended = endedScope(verdict.scope, {
    policy: exchange.organisation.tenant.config.policy.optOutScope,
    at,
  });
  // Said again it is written again only when that says something new; it is confirmed once.
  const { own } = standing;
  const wider =
    own.optOut?.scope === 'category' && (ended.scope === 'all' || ended.category !== own.optOut.category);
  const again = ['OPTED_OUT', 'DNC_INTERNAL', 'BLOCKED'].includes(own.state) && !wider;
  if (!again || standing.wokenElsewhere)
    await writeConsent(
      exchange,
      'opted-out',
      {
        words: exchange.text.slice(0, 500),
        method: verdict.method,
        // What it ends, and what was asked for where that is not the same.
        scope: ended.scope,
        ...(verdict.scope === undefined || verdict.scope === 'all' ? {} : { asked: verdict.scope }),
      },
      `opted-out:${exchange.inboundId}`,
      ended.scope === 'category' ? ended.category : undefined,
    );
  const remindersGoOn =
    !again && !wider && ended.scope === 'category' && ended.category !== REMINDER_CATEGORY;
  await stopEverything(exchange, 'opted-out', reason, remindersGoOn ? ALL_BUT_REMINDERS : undefined);
  if (thread.attemptId !== null)
    await setLeadOutcome(tx, location.tenantId, thread.attemptId, 'opted-out', at, ['booked']);
  const facts = { ...(await answerFacts(exchange)), ...(remindersGoOn ? { remindersGoOn } : {}) };
  // A provider that keeps opt-outs has confirmed already; a second confirmation would be one too many.
  if (!again && !exchange.providerAnswered && !fromMachine(exchange)) {
    const meant = verdict.obligations.includes('ask-if-appointment-was-meant');
    await fixedText(
      exchange,
      composeOptOutConfirmation(meant ? { ...facts, askIfAppointment: true } : facts),
      'sms.optout.confirm',
      'optout-confirm',
      `optout-confirm:${exchange.inboundId}`,
    );
  }
  if (verdict.scope === 'contact' || NEVER_CALL.test(exchange.text))
    await writeConsent(
      exchange,
      'do-not-contact',
      { words: exchange.text.slice(0, 500) },
      `do-not-contact:${exchange.inboundId}`,
    );
  await change(exchange, { state: 'closed', holder: 'nobody' });
  if (facts.upcoming !== null && !remindersGoOn) {
    await tellPeople(exchange, {
      type: 'problem',
      subject: `${location.name}: someone with a booking opted out of texts`,
      body: 'This person has an appointment and gets no more texts, reminders included. Call if anything changes.',
      dedupeKey: `opted-out:${exchange.inboundId}`,
    });
  }
}

/** "Reply STOP to opt out" is another machine's footer: it gets no texts, and no confirmation to answer either. */
function fromMachine(exchange: Exchange): boolean {
  return machineSigns(readText(exchange.text), { repliesAt: [], now: exchange.at, sameBody: 1 }) !== null;
}

const NEVER_CALL =
  /\b(?:never|do not|don'?t|no more|stop) (?:ever )?(?:call(?:ing|s)?|contact(?:ing)?|phoning)\b/i;

async function wrongParty(exchange: Exchange): Promise<void> {
  const { thread, location, at, tx } = exchange;
  await writeConsent(
    exchange,
    'wrong-party',
    { words: exchange.text.slice(0, 500) },
    `wrong-party:${exchange.inboundId}`,
  );
  await stopEverything(exchange, 'wrong-number', 'The person says that this is the wrong number.');
  if (thread.attemptId !== null)
    await setLeadOutcome(tx, location.tenantId, thread.attemptId, 'wrong-number', at, ['booked']);
  await change(exchange, { state: 'closed', holder: 'nobody' });
}

/** Texts under way that an opt-out from another programme does not end; whether they may go on is the Gate's question. */
const ALL_BUT_REMINDERS: readonly MessageKind[] = ['textback', 'nudge', 'reply', 'manual'];

async function stopEverything(
  exchange: Exchange,
  code: string,
  reason: string,
  kinds?: readonly MessageKind[],
): Promise<void> {
  const { tx, phone, at, location } = exchange;
  const given = { tenantId: location.tenantId, phone, locationIds: reachOf(exchange) };
  await endTimers(tx, { ...given, kinds: ['answer', 'follow'] });
  await withdrawIntents(tx, { ...given, code, ...(kinds === undefined ? {} : { kinds }) });
  await closeAnswers(tx, { ...given, code, reason, at });
}

async function help(exchange: Exchange): Promise<void> {
  if (exchange.providerAnswered) return;
  await fixedText(
    exchange,
    composeHelp(await answerFacts(exchange)),
    'sms.help',
    'help',
    `help:${exchange.inboundId}`,
  );
}

async function optIn(exchange: Exchange, standing: ConsentReach): Promise<void> {
  const keyword = exchange.text.trim().slice(0, 40);
  await writeConsent(
    exchange,
    're-opted-in',
    {
      keyword,
      words: exchange.text.slice(0, 500),
      // Another brand's STOP ends for this brand alone; the other stays stopped.
      ...(standing.own.optOut === null && standing.optOut !== null ? { lifts: 'other-brand' } : {}),
    },
    `re-opted-in:${exchange.inboundId}`,
  );
  await change(exchange, { state: 'open', holder: 'assistant' });
  if (!exchange.providerAnswered) {
    await fixedText(
      exchange,
      composeStartConfirmation(await answerFacts(exchange)),
      'sms.reply',
      'reply',
      `reply:${exchange.inboundId}`,
    );
  }
}

/** The question goes out on the consent that stands now; from then on nothing else does until it is answered. */
async function clarify(exchange: Exchange): Promise<void> {
  const given = {
    tenantId: exchange.location.tenantId,
    phone: exchange.phone,
    locationIds: reachOf(exchange),
  };
  await endTimers(exchange.tx, { ...given, kinds: ['answer', 'follow'] });
  await closeAnswers(exchange.tx, {
    ...given,
    code: 'asked-about-texts',
    reason: 'This person may want no texts and was asked; until that is answered no other text goes out.',
    at: exchange.at,
  });
  await fixedText(
    exchange,
    composeClarify(await answerFacts(exchange)),
    'sms.reply',
    'reply',
    `reply:${exchange.inboundId}`,
  );
  await writeConsent(
    exchange,
    'clarify-asked',
    { words: exchange.text.slice(0, 500) },
    `clarify-asked:${exchange.inboundId}`,
  );
  await change(exchange, { unread: true });
}

export async function answerFacts(exchange: Exchange): Promise<AnswerFacts> {
  const { tx, location, phone, at, to } = exchange;
  const [next] = (
    await upcomingBookings(tx, { tenantId: location.tenantId, locationId: location.id, phone, at })
  ).filter((booking) => booking.state === 'confirmed');
  const service =
    location.config.services.find((each) => each.key === next?.serviceKey)?.name ?? 'appointment';
  const language = languageOf(readText(exchange.text), readState(exchange.thread.assistant).language);
  return {
    ...shopFacts(location, to),
    ...(language === 'es' ? { language } : {}),
    upcoming: next === undefined ? null : { service, startsAt: next.startAt },
  };
}

export async function fixedText(
  exchange: Exchange,
  composed: Decision<ComposedText>,
  action: 'sms.optout.confirm' | 'sms.help' | 'sms.reply',
  kind: 'optout-confirm' | 'help' | 'reply' | 'safety',
  purpose: string,
): Promise<SayOutcome> {
  const { pipeline, tx, location, phone, at } = exchange;
  const { body, segments, brandNamed, optOutInstruction } = composed.outcome;
  await appendRecords(tx, pipeline.keeper, location.tenantId, [
    decisionRecord(composed, { ...attemptOf(exchange), phone, occurredAt: at }),
  ]);
  return say(exchange, {
    action: {
      kind: action,
      messageClass: 'informational',
      category: kind === 'safety' ? 'safety-text' : kind,
      hasMarketing: false,
      brandNamed,
      optOutInstruction,
    },
    kind,
    purpose,
    author: 'system',
    body,
    segments,
    assistant: false,
  });
}
