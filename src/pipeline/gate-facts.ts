import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { GateInput } from '../core/gate/input.ts';
import { candidatePlaces, countryOfNumber } from '../core/gate/places.ts';
import { DAY_MS, wholeDays } from '../core/model/days.ts';
import type { LocationRecord, Organisation } from '../core/model/directory.ts';
import type { MessageKind } from '../core/model/conversation.ts';
import { attestationsOf, attestedFacts, isInForce, zeroRetentionAge } from '../core/organisation/attested.ts';
import { ageSignalIn, asksAboutFranchise, contentFacts } from '../core/gate/content/content-facts.ts';
import type { StoredConsentEvent } from '../store/consent.ts';
import type { Tx } from '../store/database.ts';
import { lineTypeOf, planCannotTell, typeByPlan } from './line-type.ts';
import { askForMissing } from './look-up-ahead.ts';
import { withLookUps, type LookedUp } from './look-up-facts.ts';
import { stoppingDuties } from './duties.ts';
import { callPart, noticePlayed, type CallFacts } from './gate-call.ts';
import { consentPart, isOnInternalList } from './gate-consent.ts';
import { loadKnown, type Known, type OutboundRow } from './gate-known.ts';

export { noticePlayed, type CallFacts };

export interface GateQuestion {
  readonly location: LocationRecord;
  readonly phone: string;
  readonly action: GateInput['action'];
  /** Tenant time. */
  readonly at: Date;
  readonly call: CallFacts | null;
  readonly inboundText?: string;
  /** Rules whose question counsel answered with yes for this very action. */
  readonly approvedRules?: readonly string[];
  /** The assistant would write or send this. */
  readonly assistant?: boolean;
  /** A language model reads this, or wrote it: then its vendor is part of the question. */
  readonly modelled?: boolean;
  readonly aiDisclosed?: boolean;
  /** The surface whose vendor wrote down what was said. */
  readonly transcribedBy?: string;
  /** Facts of the action itself, such as what a write holds or whom a report is for. */
  readonly sections?: Pick<GateInput, 'write' | 'report' | 'privacy' | 'routing' | 'recorder' | 'payment'>;
}

const AUTOMATED: readonly MessageKind[] = ['textback', 'nudge', 'reminder'];

/**
 * Assembles the facts that the Gate judges, for many questions of one tenant with a handful of set-wise queries.
 * Whatever is not known stays absent or unknown: the Gate decides what that means, never this file.
 */
export async function gateFacts(
  tx: Tx,
  organisation: Organisation,
  questions: readonly GateQuestion[],
): Promise<GateInput[]> {
  if (questions.length === 0) return [];
  const phones = [...new Set(questions.map((question) => question.phone))];
  const known = await loadKnown(tx, organisation, phones, questions);
  const looked = questions.map((question) => assembled(organisation, question, known));
  await askForMissing(
    tx,
    organisation,
    questions.flatMap(({ phone, at }, index) =>
      (looked[index]?.missing ?? []).map((wish) => ({ ...wish, phone, at })),
    ),
  );
  return looked.map(({ input }) => input);
}

function assembled(organisation: Organisation, question: GateQuestion, known: Known): LookedUp {
  const { phone, at } = question;
  const input = assemble(organisation, question, known);
  const captured = input.consent.capturedDaysAgo;
  const days = [
    known.lastInbound.get(phone),
    known.lastInquiry.get(phone),
    captured == null ? undefined : new Date(at.getTime() - captured * DAY_MS).toISOString(),
  ].filter((day) => day !== undefined);
  return withLookUps({
    organisation,
    input,
    at,
    facts: known.lookups.get(phone),
    asking: known.asking.filter((asked) => asked.phone === phone),
    lineUnknown: !known.lineTypes.has(phone) && planCannotTell(phone),
    knownSince:
      days
        .map((day) => day.slice(0, 10))
        .sort()
        .at(-1) ?? null,
  });
}

function assemble(organisation: Organisation, question: GateQuestion, known: Known): GateInput {
  const { location, phone, at, call } = question;
  const policy = organisation.tenant.config.policy;
  const sender = location.config.sender;
  const mine = known.messages.filter((message) => message.recipient === phone);
  const within = (message: OutboundRow, ms: number): boolean =>
    Date.parse(message.intended_at) > at.getTime() - ms;
  const forCall = call === null ? [] : mine.filter((message) => message.attempt_id === call.attemptId);
  const lastInbound = known.lastInbound.get(phone);
  const today = at.toISOString().slice(0, 10);
  const attestations = attestationsOf(location.config, organisation.tenant.config);
  const body = question.action.body ?? null;
  const looked = known.lookups.get(phone);
  const said = saidBy(question);
  const approved = [...new Set([...standingApprovals(location, at), ...(question.approvedRules ?? [])])];
  return {
    action: {
      ...question.action,
      ...contentFacts({
        vertical: location.config.vertical,
        body,
        said,
        names: [location.banner.name, location.name, ...location.config.services.map(({ name }) => name)],
        redact: attestations.phiMinimum?.enabled === true ? attestations.phiMinimum.redact : [],
        substantiated: attestations.substantiatedClaims ?? [],
      }),
    },
    call: callPart(location, call, at, attestations.recordingNotice),
    recipient: recipientPart(question, known, ageSignal(said, attestations.minors?.audience)),
    consent: consentPart(
      organisation,
      question,
      said,
      known.ledgers.get(phone) ?? [],
      policy.crossBannerOptOut,
      looked,
    ),
    dnc: {
      national: looked?.nationalDnc ?? null,
      nationalListAgeDays: looked?.nationalListAgeDays ?? 9999,
      stateListed: [...(looked?.stateListed ?? [])],
      stateListsHeld: [...(looked?.stateListsHeld ?? [])],
      internal: isOnInternalList(known.ledgers.get(phone) ?? [], location),
    },
    sender: {
      type: sender?.type ?? '10dlc',
      brandStatus: sender?.brandStatus ?? 'unknown',
      campaignStatus: sender?.campaignStatus ?? 'unknown',
      useCase: sender?.useCase ?? 'unknown',
      numberLinked: sender?.numberLinked ?? false,
      tollfreeVerified: sender?.tollfreeVerified ?? null,
      brand: location.banner.key,
      legalEntity: sender?.legalEntity ?? location.banner.legalEntity,
      ...(sender?.optInFlowMatches === undefined ? {} : { optInFlowMatches: sender.optInFlowMatches }),
    },
    history: {
      textbacksForThisCall: forCall.filter((message) => message.kind === 'textback').length,
      textbacksThisNumberLocation24h: mine.filter(
        (message) =>
          message.kind === 'textback' && message.location_id === location.id && within(message, DAY_MS),
      ).length,
      nudgesSent: forCall.filter((message) => message.kind === 'nudge').length,
      outboundUtc24h: mine
        .filter(
          (message) =>
            AUTOMATED.includes(message.kind) &&
            message.banner_id === location.banner.id &&
            within(message, DAY_MS),
        )
        .map((message) => wholeSecond(message.intended_at)),
      optoutConfirmationsSent: confirmationsSinceOptOut(mine, known.ledgers.get(phone) ?? []),
      lastInboundMinutesAgo:
        lastInbound === undefined
          ? null
          : Math.max(0, Math.floor((at.getTime() - Date.parse(lastInbound)) / 60_000)),
    },
    vertical: location.config.vertical,
    ai: aiPart(organisation, question, at),
    location: {
      state: location.config.address.state,
      zone: location.zone,
      country: location.config.address.country,
      noNoticeCounselApproval: approved.includes('tcpa-prior-express-consent'),
      counselExemptions: approved,
    },
    emergencyStates: [...policy.emergencyStates],
    policy: {
      quietHoursMode: policy.quietHoursMode,
      optOutScope: policy.optOutScope,
      crossBannerOptOut: policy.crossBannerOptOut,
      textbackFreshnessSeconds: policy.textbackFreshnessSeconds,
      corroborationSeconds: policy.corroborationSeconds,
    },
    nowUtc: wholeSecond(at.toISOString()),
    ...(question.inboundText === undefined ? {} : { inboundText: question.inboundText }),
    ...(asksAboutFranchise(said) ? { callerIntent: 'franchise-inquiry' } : {}),
    ...attestedFacts(attestations, {
      today,
      body,
      recipients30d: known.retailRecipients.get(location.id) ?? null,
    }),
    ...stoppingDuties(organisation, location, at),
    ...question.sections,
  };
}

/** What the person wrote or said, as far as we have it. */
function saidBy({ inboundText, call }: GateQuestion): readonly string[] {
  const voicemails = (call?.events ?? []).flatMap((event) => event.voicemail?.transcript ?? []);
  return [...(inboundText === undefined ? [] : [inboundText]), ...voicemails];
}

/** A child's own word beats what the location says of its callers; that people are adults is only ever vouched for. */
function ageSignal(said: readonly string[], audience: 'adults' | 'general' | 'children' | undefined): string {
  const heard = ageSignalIn(said);
  return heard === 'unknown' && audience === 'adults' ? 'adult' : heard;
}

function recipientPart(question: GateQuestion, known: Known, ageSignal: string): GateInput['recipient'] {
  const { phone, location, at } = question;
  const parsed = parsePhoneNumberFromString(phone);
  const contact = known.contacts.get(phone);
  const inquiry = known.lastInquiry.get(phone);
  const booking = known.lastBooking.get(phone);
  const days = (instant: string): number => Math.max(0, wholeDays(at.getTime() - Date.parse(instant)));
  return {
    country: parsed?.country ?? countryOfNumber(phone) ?? 'unknown',
    lineType: lineTypeOf(known.lineTypes.get(phone), parsed?.getType() ?? typeByPlan(phone)),
    candidates: candidatePlaces({
      number: phone,
      dialledLocation: { state: location.config.address.state, zone: location.zone },
    }),
    existingCustomer: contact?.existing === true || booking !== undefined,
    lastInquiryDaysAgo: inquiry === undefined ? null : days(inquiry),
    lastTransactionDaysAgo: booking === undefined ? null : days(booking),
    ageSignal,
  };
}

function confirmationsSinceOptOut(
  messages: readonly OutboundRow[],
  ledger: readonly StoredConsentEvent[],
): number {
  const optOut = ledger.findLast((event) => event.kind === 'opted-out');
  if (optOut === undefined) return 0;
  return messages.filter(
    (message) => message.kind === 'optout-confirm' && message.intended_at >= optOut.occurredAt,
  ).length;
}

function aiPart(organisation: Organisation, question: GateQuestion, at: Date): GateInput['ai'] {
  const { config } = organisation.tenant;
  const { assistant } = config;
  const today = at.toISOString().slice(0, 10);
  const attestations = attestationsOf(question.location.config, config);
  const age = zeroRetentionAge(assistant, attestations, today);
  // A model that is configured but was not asked has written nothing, and no rule about models holds back our own words.
  const usesModel = question.modelled === true;
  const vouched =
    (attestations.zeroRetention ?? []).some(
      (one) =>
        one.trainingOff && one.vendor.toLowerCase() === question.transcribedBy && isInForce(one, today),
    ) || null;
  return {
    drafts: usesModel,
    converses: question.assistant === true,
    voice: false,
    disclosed: question.aiDisclosed === true,
    // Nobody else hears of it while no model is asked. A vendor that wrote down what was said has heard it already.
    vendorTrainingOff: question.transcribedBy === undefined ? !usesModel || age !== null : vouched,
    zeroRetentionVerifiedDaysAgo: usesModel ? age : 0,
  };
}

function standingApprovals(location: LocationRecord, at: Date): readonly string[] {
  return location.config.counselApprovals
    .filter((approval) => isCurrent(approval, at))
    .map((approval) => approval.rule);
}

function isCurrent(
  approval: { readonly approvedOn: string; readonly expiresOn?: string | undefined },
  at: Date,
): boolean {
  const today = at.toISOString().slice(0, 10);
  return approval.approvedOn <= today && (approval.expiresOn === undefined || today <= approval.expiresOn);
}

function wholeSecond(instant: string): string {
  return `${instant.slice(0, 19)}Z`;
}
