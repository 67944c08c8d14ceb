/** Facts of single trades and of multi-location businesses: health, finance, housing, children, franchise, data writes. */
import franchise from './data/franchise.json' with { type: 'json' };
import { worstFeature } from './content/routing-features.ts';
import type { Candidates } from './candidate-places.ts';
import { age } from './consent-standing.ts';
import type { ActionKind, GateInput } from './input.ts';

export interface TradeFacts {
  'action.hasPhi': boolean;
  'intent.clinicalAdvice': boolean;
  'intent.controlledSubstance': boolean;
  'consent.hipaaAuthorization': boolean;
  'appointment.present': boolean;
  'appointment.inPerson': boolean;
  'appointment.licensed': boolean;
  'clock.deaFlexibilityOver': boolean;
  'rulePack.knowsDeaEnd': boolean;

  'template.present': boolean;
  'template.approved': boolean;
  'template.recipients30d': number;
  'template.flagged': boolean;
  'template.whatsappApproved': boolean;
  'consent.whatsappOptIn': boolean;
  'sender.ageGateApproved': boolean;

  'routing.present': boolean;
  'routing.dialledLocationKnown': boolean;
  /** The call goes to another location than the one that was dialled, or may. */
  'routing.crossTerritory': boolean;
  'routing.foreignTerritory': boolean;
  'routing.clausePermits': boolean;
  'routing.features': string;
  'franchise.relationshipList': string;
  'franchise.inquiry': boolean;
  'franchise.unregisteredState': boolean;

  'recipient.ageSignal': string;
  'recipient.parentalConsent': boolean;

  'enrichment.present': boolean;
  'enrichment.withoutPurpose': boolean;
  'enrichment.withoutFirmOffer': boolean;

  'report.toProspects': boolean;
  'report.containsEarnings': boolean;
  'report.inItem19': boolean;

  'write.idempotent': boolean;
  'write.rawForbidden': boolean;
  'write.optOutSynced': boolean;
  'write.scopeMismatch': boolean;
  'write.cardData': boolean;
  'write.hasText': boolean;
}

type Answer = { readonly [Name in keyof TradeFacts]: TradeFacts[Name] | undefined };

export function tradeFacts(
  input: GateInput,
  kind: ActionKind,
  vertical: string,
  candidates: Candidates,
  now: number,
): Answer {
  return {
    ...healthFacts(input, now),
    ...templateFacts(input),
    ...routingFacts(input, candidates),
    'recipient.ageSignal': input.recipient.ageSignal ?? undefined,
    'recipient.parentalConsent': input.recipient.parentalConsent === true,
    ...writeFacts(input, kind, vertical),
  };
}

function healthFacts(input: GateInput, now: number) {
  const { appointment } = input;
  const intents = input.action.intents ?? [];
  const patient = appointment?.patientState ?? undefined;
  return {
    'action.hasPhi': input.action.hasPhi ?? undefined,
    'intent.clinicalAdvice': intents.includes('clinical-advice'),
    'intent.controlledSubstance': intents.includes('controlled-substance'),
    'consent.hipaaAuthorization': input.consent.hipaaAuthorization === true,
    'appointment.present': appointment !== null && appointment !== undefined,
    'appointment.inPerson': appointment?.modality === 'in-person',
    'appointment.licensed': patient !== undefined && (appointment?.clinicianStates ?? []).includes(patient),
    // Fourth Temporary Extension, 90 Fed. Reg. 61301: through 31 December 2026.
    'clock.deaFlexibilityOver': now >= Date.parse('2027-01-01T00:00:00Z'),
    'rulePack.knowsDeaEnd': (input.policy.rulePackDate ?? '') >= '2027-01-01',
  };
}

function templateFacts(input: GateInput) {
  const { template } = input;
  return {
    'template.present': template !== null && template !== undefined,
    'template.approved': template?.principalApproved === true,
    'template.recipients30d': age(template?.retailRecipients30d),
    'template.flagged': template?.reviewOverdue === true || (template?.lexiconHits ?? []).length > 0,
    'template.whatsappApproved': template?.whatsappApproved === true,
    'consent.whatsappOptIn': input.consent.whatsappOptIn === true,
    'sender.ageGateApproved': input.sender.ageGateApproved === true,
  };
}

const FILING: ReadonlySet<string> = new Set(franchise.registrationOrFiling);

function routingFacts(input: GateInput, candidates: Candidates) {
  const { routing } = input;
  const dialled = routing?.dialledLocation ?? undefined;
  const assigned = routing?.assignedLocation ?? undefined;
  const why = routing?.reason ?? 'own-missed-call';
  const registered = (input.location.counselExemptions ?? []).includes('state-franchise-registration');
  return {
    'routing.present': routing !== null && routing !== undefined,
    'routing.dialledLocationKnown': dialled !== undefined,
    'routing.crossTerritory': why !== 'own-missed-call' || (assigned !== undefined && assigned !== dialled),
    'routing.foreignTerritory':
      (routing?.callerTerritory ?? undefined) !== undefined && routing?.ownedByAssigned !== true,
    'routing.clausePermits': routing?.clausePermits === true,
    'routing.features': worstFeature(routing?.features ?? []),
    'franchise.relationshipList': relationshipList(input.location.state ?? ''),
    'franchise.inquiry': input.callerIntent === 'franchise-inquiry',
    'franchise.unregisteredState':
      !registered && (candidates.states.length === 0 || candidates.states.some((state) => FILING.has(state))),
  };
}

/** Which list of table 6.4 the franchisee's state is on. */
function relationshipList(state: string): string {
  if (franchise.encroachmentProvisionsVerify.includes(state)) return 'encroachment';
  if (franchise.relationshipGeneral.includes(state)) return 'general';
  return franchise.relationshipPartial.includes(state) ? 'partial' : 'none';
}

const CARD_CLASSES: ReadonlySet<string> = new Set([
  'pan',
  'cvv',
  'cvv2',
  'cvc',
  'cvc2',
  'csc',
  'cav2',
  'security-code',
  'card-number',
  'track-data',
  'cid',
  'pin',
  'track',
  'sad',
  'card',
  'card-data',
]);
const CHILD_CLASSES: ReadonlySet<string> = new Set(['under-13', 'child', 'child-data', 'children', 'minor']);
const HEALTH_CLASSES: ReadonlySet<string> = new Set(['phi', 'phi-out-of-scope', 'medical', 'medical-record']);

function writeFacts(input: GateInput, kind: ActionKind, vertical: string) {
  const { enrichment, report, write } = input;
  const raw = (write?.fields ?? []).flatMap((field) =>
    field.redacted === true ? [] : [(field.class ?? '').toLowerCase()],
  );
  const rawCards = raw.some((one) => CARD_CLASSES.has(one));
  const healthInScope = vertical === 'healthcare' && input.baa?.crm === true;
  const given = (text: string | null | undefined): boolean => (text ?? '').trim() !== '';
  return {
    'enrichment.present': enrichment !== null && enrichment !== undefined,
    'enrichment.withoutPurpose':
      enrichment?.isConsumerReport !== false && !given(enrichment?.permissiblePurpose),
    'enrichment.withoutFirmOffer': enrichment?.prescreen === true && enrichment.firmOffer !== true,
    'report.toProspects':
      report?.audience === 'internal' || report?.audience === 'franchisee'
        ? false
        : report?.audience === 'franchise-prospects' || report?.audience === 'public'
          ? true
          : undefined,
    'report.containsEarnings': report?.containsEarnings ?? undefined,
    'report.inItem19': report?.inItem19 === true,
    'write.idempotent': given(write?.idempotencyKey),
    'write.rawForbidden':
      rawCards ||
      raw.some(
        (one) =>
          CHILD_CLASSES.has(one) ||
          (HEALTH_CLASSES.has(one) && !(healthInScope && one !== 'phi-out-of-scope')),
      ),
    'write.optOutSynced': write?.optOutSynced === true,
    'write.scopeMismatch': write?.scopeMatches === false,
    'write.cardData': rawCards,
    'write.hasText':
      (kind === 'crm.write' || kind === 'llm.process') &&
      (given(input.action.body) ||
        given(input.inboundText) ||
        given(input.call.voicemailTranscript) ||
        raw.length > 0 ||
        write !== undefined),
  };
}
