/** Which line of a location's checklist is settled by vouching for something, and whether that ends soon. */
import type { LocationRecord, Organisation } from '../../core/model/directory.ts';
import { readPart, standingOfPart, type AttestationPart } from '../../core/organisation/attestation-parts.ts';
import { attestationsOf } from '../../core/organisation/attested.ts';
import type { LocationChecklist } from './schemas/rule-book.ts';

type Line = LocationChecklist['items'][number];
export type PlainLine = Omit<Line, 'attests'>;

export function attestedLines(
  shop: Organisation,
  location: LocationRecord,
  at: Date,
  lines: readonly PlainLine[],
): Line[] {
  const today = at.toISOString().slice(0, 10);
  const { config: tenant } = shop.tenant;
  const attestations = attestationsOf(location.config, tenant);
  return lines.map((line): Line => {
    const part = partOf(line.id);
    if (part === undefined) return { ...line, attests: null };
    const attests = { part, begin: beginOf(line.id, location, tenant.assistant) };
    const { state, endsOn } = standingOfPart(part, readPart(attestations, part), today);
    // Agreements tell their end themselves: each line is about one of the list.
    const soon = line.state === 'met' && state === 'ends-soon' && !line.id.startsWith('baa-');
    return soon && endsOn !== null
      ? { ...line, attests, state: 'expiring', detail: `${line.detail} Ends on ${endsOn}.` }
      : { ...line, attests };
  });
}

const PARTS: Readonly<Record<string, AttestationPart>> = {
  recording: 'recordingNotice',
  'privacy-notice': 'privacyNotice',
  minors: 'minors',
  phi: 'phiMinimum',
  templates: 'approvedTemplates',
  supervision: 'approvedTemplates',
  gdpr: 'legalBasis.gdpr',
  lgpd: 'legalBasis.lgpd',
  dpdp: 'legalBasis.dpdp',
  model: 'zeroRetention',
  'duty-caller-id-integrity': 'duties.senderNumber',
  'duty-fdd-item-17': 'duties.franchisee',
  'duty-robocall-mitigation-db': 'duties.voiceVendors',
  'duty-hipaa-tech-safeguards': 'duties.safeguards',
  'duty-hipaa-admin-safeguards': 'duties.riskAnalysis',
  'duty-glba-safeguards': 'duties.vendorClauses',
  'duty-sec-reg-s-p': 'duties.vendorClauses',
  'duty-gdpr-art-30': 'duties.register',
  'duty-eu-ai-act-art-12-13-14-15': 'duties.aiRisk',
  'duty-eu-ai-act-art-26': 'duties.aiRisk',
  'duty-wcag-2-2': 'duties.bookingPageAudit',
};

function partOf(id: string): AttestationPart | undefined {
  return id.startsWith('baa-') ? 'baa' : PARTS[id];
}

/** What the line already knows of a new entry. */
function beginOf(
  id: string,
  { config }: LocationRecord,
  { provider, baseUrl }: Organisation['tenant']['config']['assistant'],
): Record<string, unknown> {
  if (id.startsWith('baa-')) return { use: id.slice('baa-'.length) };
  if (id === 'duty-caller-id-integrity' && config.sender !== undefined)
    return { number: config.sender.number };
  if (id === 'model')
    return { vendor: baseUrl !== undefined && URL.canParse(baseUrl) ? new URL(baseUrl).host : provider };
  return {};
}
