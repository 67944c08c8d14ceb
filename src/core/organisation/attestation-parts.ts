/**
 * What people vouch for, one part at a time: a part is what is added, renewed and withdrawn as a whole, and what a
 * location has of its own in place of the organisation's. A new attestation in the model does not compile until it has
 * its title here.
 */
import type { Attestations, DutyAttestations, LegalBasis } from '../model/attestations.ts';
import { endsSoon } from './check-line.ts';

type Grouped = 'legalBasis' | 'duties';
export type AttestationPart =
  | Exclude<keyof Attestations, Grouped>
  | `legalBasis.${keyof typeof LegalBasis.shape}`
  | `duties.${keyof DutyAttestations}`;

const TITLES: Readonly<Record<AttestationPart, string>> = {
  baa: 'Business associate agreements',
  approvedTemplates: 'Approved wording',
  recordingNotice: 'Notice that calls are recorded',
  phiMinimum: 'Health data stays out of texts',
  zeroRetention: 'The model keeps nothing and learns nothing',
  minors: 'Children among the callers',
  privacyNotice: 'Privacy notice',
  substantiatedClaims: 'Claims that can be shown',
  'legalBasis.gdpr': 'Legal basis (GDPR)',
  'legalBasis.lgpd': 'Legal basis (LGPD)',
  'legalBasis.dpdp': 'Registered template (DLT)',
  'duties.senderNumber': 'The texting number takes calls',
  'duties.franchisee': 'Franchise agreement',
  'duties.voiceVendors': 'Voice vendors in the Robocall Mitigation Database',
  'duties.safeguards': 'Safeguards of what stores health data',
  'duties.riskAnalysis': 'Risk analysis',
  'duties.vendorClauses': 'Clauses in vendor contracts',
  'duties.register': 'Register of processing',
  'duties.aiRisk': 'Class of the assistant under the AI Act',
  'duties.bookingPageAudit': 'Audit of the booking page',
};

export const ATTESTATION_PARTS = Object.entries(TITLES).map(([part, title]) => ({
  part: part as AttestationPart,
  title,
}));

export function isAttestationPart(name: string): name is AttestationPart {
  return Object.hasOwn(TITLES, name);
}

export function readPart(attestations: Attestations | undefined, part: AttestationPart): unknown {
  const [group, name] = part.split('.');
  const whole = valueOf(attestations, group);
  return name === undefined ? whole : valueOf(whole, name);
}

/** With the part in its new words; `undefined` takes it out, and a group that became empty with it. Not checked here. */
export function withPart(
  attestations: Readonly<Record<string, unknown>>,
  part: AttestationPart,
  value: unknown,
): Readonly<Record<string, unknown>> {
  const [group = part, name] = part.split('.');
  if (name === undefined) return put(attestations, group, value);
  const before = attestations[group];
  const after = put(isRecord(before) ? before : {}, name, value);
  return put(attestations, group, Object.keys(after).length === 0 ? undefined : after);
}

export interface PartStanding {
  readonly state: 'absent' | 'on-file' | 'ends-soon' | 'ended';
  /** The last day of what ends first. */
  readonly endsOn: string | null;
}

/** How a part stands on a day. In a list the entry that ends first speaks: it is the one to renew or take out. */
export function standingOfPart(part: AttestationPart, value: unknown, today: string): PartStanding {
  if (value === undefined || value === null) return { state: 'absent', endsOn: null };
  const ends = (Array.isArray(value) ? value : [value]).flatMap((entry) => lastDay(part, entry) ?? []);
  const endsOn = ends.sort()[0] ?? null;
  if (endsOn === null) return { state: 'on-file', endsOn };
  return { state: endsOn < today ? 'ended' : endsSoon(endsOn, today) ? 'ends-soon' : 'on-file', endsOn };
}

/**
 * Entries that lapse without saying when: a risk analysis is done every 12 months, and nobody relies on a look into the
 * Robocall Mitigation Database of more than 400 days ago (core/duties).
 */
const LASTS_DAYS: Partial<Record<AttestationPart, readonly [field: string, days: number]>> = {
  'duties.riskAnalysis': ['doneOn', 365],
  'duties.voiceVendors': ['checkedOn', 400],
};

/** The last day on which an entry of a part counts; null: until somebody ends it. */
export function lastDay(part: AttestationPart, entry: unknown): string | null {
  const told = valueOf(entry, 'expiresOn');
  if (typeof told === 'string') return told;
  const [field, days] = LASTS_DAYS[part] ?? [];
  const since = field === undefined ? undefined : valueOf(entry, field);
  if (typeof since !== 'string' || days === undefined) return null;
  return new Date(Date.parse(since) + days * 86_400_000).toISOString().slice(0, 10);
}

/**
 * Who entered what: an entry that is as it was keeps its author, whatever is new or changed gets the one given. Names
 * that came with the input count for nothing.
 */
export function signed(value: unknown, before: unknown, author: string): unknown {
  if (Array.isArray(value)) {
    const known: readonly unknown[] = Array.isArray(before) ? before : [];
    return value.map((entry) => signedEntry(entry, known, author));
  }
  return signedEntry(value, [before], author);
}

function signedEntry(entry: unknown, known: readonly unknown[], author: string): unknown {
  if (!isRecord(entry)) return entry;
  const same = known.find((each) => isRecord(each) && print(each) === print(entry));
  const by = same === undefined ? author : valueOf(same, 'by');
  const rest = put(entry, 'by', undefined);
  return by === undefined ? rest : { ...rest, by };
}

/** An entry without its author, independent of the order in which its fields stand. */
function print(entry: Readonly<Record<string, unknown>>): string {
  const fields = Object.entries(entry).filter(([name, value]) => name !== 'by' && value !== undefined);
  return JSON.stringify(fields.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function put(
  record: Readonly<Record<string, unknown>>,
  name: string,
  value: unknown,
): Readonly<Record<string, unknown>> {
  const rest = Object.fromEntries(Object.entries(record).filter(([each]) => each !== name));
  return value === undefined || value === null ? rest : { ...rest, [name]: value };
}

function valueOf(record: unknown, name: string | undefined): unknown {
  return isRecord(record) && name !== undefined && Object.hasOwn(record, name) ? record[name] : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
