/**
 * What the attestations of an organisation and a location say on a given day, as the facts the Gate reads. A location's
 * part stands in the place of the organisation's whole part: two lists of agreements are never mixed. Whatever is not
 * vouched for, or no longer, stays absent; the rules decide what that means.
 *
 * Each duty and each legal basis is a part of its own: a shop that vouches for its number keeps what the organisation
 * vouched for about its vendors.
 */
import type { GateInput } from '../gate/input.ts';
import { VENDOR_USES, type Attestations } from '../model/attestations.ts';
import type { LocationConfig, TenantConfig } from '../model/organisation.ts';
import { followsTemplate } from './approved-wording.ts';

export function attestationsOf(
  location: Pick<LocationConfig, 'attestations'>,
  tenant: Pick<TenantConfig, 'attestations'>,
): Attestations {
  const [shared, own] = [tenant.attestations, location.attestations];
  const duties = { ...shared?.duties, ...own?.duties };
  const legalBasis = { ...shared?.legalBasis, ...own?.legalBasis };
  return {
    ...shared,
    ...own,
    ...(Object.keys(duties).length > 0 && { duties }),
    ...(Object.keys(legalBasis).length > 0 && { legalBasis }),
  };
}

interface Dated {
  readonly signedOn?: string;
  readonly verifiedOn?: string;
  readonly approvedOn?: string;
  readonly expiresOn?: string | undefined;
}

/** In force on this day, both ends included. */
export function isInForce(entry: Dated, today: string): boolean {
  const since = entry.signedOn ?? entry.verifiedOn ?? entry.approvedOn ?? '';
  return since <= today && (entry.expiresOn === undefined || today <= entry.expiresOn);
}

type Attested = Pick<GateInput, 'baa' | 'template' | 'gdpr' | 'lgpd' | 'dpdp'>;

export function attestedFacts(
  attestations: Attestations,
  given: { readonly today: string; readonly body: string | null; readonly recipients30d: number | null },
): Attested {
  const { baa, legalBasis } = attestations;
  const { today } = given;
  const { gdpr, lgpd, dpdp } = legalBasis ?? {};
  return {
    ...(baa === undefined
      ? {}
      : {
          baa: Object.fromEntries(
            VENDOR_USES.map((use) => [use, baa.some((one) => one.use === use && isInForce(one, today))]),
          ),
        }),
    ...templateFacts(attestations, given),
    ...(gdpr === undefined || gdpr.assessedOn > today
      ? {}
      : {
          gdpr: {
            basis: gdpr.basis,
            art13Notice: gdpr.art13Notice,
            softOptIn: gdpr.softOptIn,
            consentProof: gdpr.consentProof,
          },
        }),
    ...(lgpd === undefined || lgpd.assessedOn > today ? {} : { lgpd: { basis: lgpd.basis } }),
    ...(dpdp === undefined || dpdp.registeredOn > today
      ? {}
      : { dpdp: { dltTemplateId: dpdp.dltTemplateId, noticeConsent: dpdp.noticeConsent } }),
  };
}

function templateFacts(
  { approvedTemplates }: Attestations,
  given: { readonly today: string; readonly body: string | null; readonly recipients30d: number | null },
): Pick<GateInput, 'template'> {
  if (approvedTemplates === undefined || given.body === null) return {};
  const body = given.body;
  const used = approvedTemplates.filter(
    (one) => isInForce(one, given.today) && followsTemplate(body, one.text),
  );
  return {
    template: {
      principalApproved: used.length > 0,
      ...(given.recipients30d === null ? {} : { retailRecipients30d: given.recipients30d }),
      lexiconHits: [],
      reviewOverdue:
        used.length > 0 && used.every(({ reviewBy }) => reviewBy !== undefined && reviewBy < given.today),
    },
  };
}

/** Days since somebody last made sure that the model's vendor keeps nothing and learns nothing; null: nobody, or lapsed. */
export function zeroRetentionAge(
  assistant: TenantConfig['assistant'],
  attestations: Attestations,
  today: string,
): number | null {
  const hosts = [assistant.provider, hostOf(assistant.baseUrl)];
  const dates = (attestations.zeroRetention ?? [])
    .filter((one) => one.trainingOff && isInForce(one, today) && hosts.includes(one.vendor.toLowerCase()))
    .map((one) => one.verifiedOn);
  const { zeroRetentionVerifiedOn: verifiedOn, zeroRetentionExpiresOn: expiresOn, trainingOff } = assistant;
  if (trainingOff && verifiedOn !== undefined && isInForce({ verifiedOn, expiresOn }, today))
    dates.push(verifiedOn);
  const newest = dates.sort().at(-1);
  return newest === undefined ? null : Math.floor((Date.parse(today) - Date.parse(newest)) / 86_400_000);
}

function hostOf(url: string | undefined): string {
  return url === undefined || !URL.canParse(url) ? '' : new URL(url).host.toLowerCase();
}
