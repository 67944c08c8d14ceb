/**
 * One ordinary question for the tests and the documentation: a noticed caller in New York, noon, everything in order, so
 * that the Gate passes it. Each case changes what it is about.
 */
import { GateInput } from './input.ts';

/** Dotted path to a new value; `undefined` removes the field. */
export type Changes = Readonly<Record<string, unknown>>;

export const SAMPLE = {
  action: {
    kind: 'sms.textback.first',
    messageClass: 'informational',
    category: 'textback',
    brandNamed: true,
    optOutInstruction: true,
    hasMarketing: false,
    hasPhi: false,
  },
  call: {
    id: 'call-1',
    fromPresentation: 'allowed',
    endedSecondsAgo: 20,
    class: 'no-answer',
    verstat: 'TN-Validation-Passed-A',
    attestation: 'A',
    textbackNoticePlayed: true,
    recordingNoticePlayed: false,
    leftVoicemail: false,
    keypress: false,
    ivrOrRingSeconds: 25,
  },
  recipient: {
    country: 'US',
    lineType: 'mobile',
    candidates: [{ state: 'NY', zone: 'America/New_York', source: 'area-code-212' }],
    existingCustomer: false,
    lastInquiryDaysAgo: 0,
    lastTransactionDaysAgo: null,
    ageSignal: 'adult',
  },
  consent: { state: 'INBOUND_NOTICED', optOut: null, pewc: null, whatsappOptIn: false },
  dnc: { national: false, nationalListAgeDays: 5, stateListed: [], internal: false },
  sender: {
    type: '10dlc',
    brandStatus: 'verified',
    campaignStatus: 'active',
    useCase: 'CUSTOMER_CARE',
    numberLinked: true,
    tollfreeVerified: null,
    brand: 'brand-a',
    legalEntity: 'entity-a',
  },
  history: {
    textbacksForThisCall: 0,
    textbacksThisNumberLocation24h: 0,
    nudgesSent: 0,
    outboundUtc24h: [],
    optoutConfirmationsSent: 0,
    lastInboundMinutesAgo: null,
  },
  vertical: 'general',
  ai: {
    drafts: false,
    converses: false,
    voice: false,
    disclosed: false,
    vendorTrainingOff: true,
    zeroRetentionVerifiedDaysAgo: 3,
  },
  location: { state: 'NY', zone: 'America/New_York', country: 'US', noNoticeCounselApproval: false },
  emergencyStates: [],
  policy: { quietHoursMode: 'conservative', optOutScope: 'all', crossBannerOptOut: true },
  nowUtc: '2026-11-20T17:00:00Z',
};

export function sampleWith(changes: Changes): GateInput {
  return GateInput.parse(changed(SAMPLE, changes));
}

/** A deep copy with the changes made. */
export function changed(base: unknown, changes: Changes): Record<string, unknown> {
  const copy = structuredClone(base) as Record<string, unknown>;
  for (const [path, value] of Object.entries(changes)) {
    const keys = path.split('.');
    const last = keys.pop() ?? path;
    let place = copy;
    for (const key of keys) {
      const next = place[key];
      const inner = typeof next === 'object' && next !== null ? (next as Record<string, unknown>) : {};
      place[key] = inner;
      place = inner;
    }
    if (value === undefined) Reflect.deleteProperty(place, last);
    // A copy: a later change may reach into it.
    else place[last] = structuredClone(value);
  }
  return copy;
}
