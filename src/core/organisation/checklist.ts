/**
 * What applies at a location, and what is missing there: each line a thing that a rule needs from people before it can
 * let anything through. The list is made of the same facts the Gate reads, so that a tick here is a pass there.
 */
import type { VendorUse } from '../model/attestations.ts';
import type { LocationConfig, TenantConfig } from '../model/organisation.ts';
import recording from '../gate/data/recording.json' with { type: 'json' };
import regions from '../gate/data/regions.json' with { type: 'json' };
import { attestationsOf, isInForce, zeroRetentionAge } from './attested.ts';

export interface CheckLine {
  readonly id: string;
  readonly title: string;
  readonly rule: string;
  readonly state: 'met' | 'missing' | 'expiring';
  /** What is on file, or what to do. */
  readonly detail: string;
}

export function checklistOf(
  location: LocationConfig,
  tenant: Pick<TenantConfig, 'attestations' | 'assistant' | 'policy'>,
  today: string,
): readonly CheckLine[] {
  const given = { location, tenant, today, attestations: attestationsOf(location, tenant) };
  return [
    ...sending(given),
    ...notices(given),
    ...health(given),
    ...finance(given),
    ...abroad(given),
    ...models(given),
    ...people(given),
  ];
}

interface Given {
  readonly location: LocationConfig;
  readonly tenant: Pick<TenantConfig, 'attestations' | 'assistant' | 'policy'>;
  readonly today: string;
  readonly attestations: ReturnType<typeof attestationsOf>;
}

const SOON_DAYS = 30;

function line(
  id: string,
  title: string,
  rule: string,
  met: boolean,
  words: { readonly met: string; readonly missing: string },
  expiresOn?: { readonly on: string | undefined; readonly today: string },
): CheckLine {
  const soon =
    met &&
    expiresOn?.on !== undefined &&
    Date.parse(expiresOn.on) - Date.parse(expiresOn.today) <= SOON_DAYS * 86_400_000;
  return {
    id,
    title,
    rule,
    state: soon ? 'expiring' : met ? 'met' : 'missing',
    detail: soon ? `${words.met} Ends on ${expiresOn.on}.` : met ? words.met : words.missing,
  };
}

function sending({ location, tenant, today }: Given): CheckLine[] {
  const { sender } = location;
  const scrub = tenant.policy.sendWithoutDncScrub;
  const registered =
    sender !== undefined &&
    (sender.type === 'tollfree'
      ? sender.tollfreeVerified === true
      : sender.brandStatus === 'verified' && sender.campaignStatus === 'active' && sender.numberLinked);
  return [
    line(
      'sender',
      'The number that texts is registered',
      sender?.type === 'tollfree' ? 'toll-free-verification' : 'tcr-10dlc',
      registered,
      {
        met: `${sender?.number ?? ''} is registered for ${sender?.legalEntity ?? ''}.`,
        missing:
          'Add a sender whose brand is verified, whose campaign is active and to which the number is linked.',
      },
    ),
    line('notice', 'Callers are told that they may get a text', 'tcpa-prior-express-consent', isTold(), {
      met: approvedWithout()
        ? 'Counsel approved texts here without a notice.'
        : `Version ${location.greetingNotice?.version ?? ''} plays since ${location.greetingNotice?.playedSince ?? ''}.`,
      missing: 'Play the notice in the greeting and enter it here; until then first texts go to counsel.',
    }),
    ...(location.address.country === 'US'
      ? [
          line(
            'dnc',
            'Do-not-call lists, or the choice to run without',
            'dnc-national',
            scrub !== undefined,
            {
              met: `${scrub?.acknowledgedBy ?? ''} chose on ${scrub?.acknowledgedOn ?? ''} to run without a registry copy.`,
              missing:
                'Connect a registry copy, or have an owner acknowledge that only answers to calls are sent (policy.sendWithoutDncScrub).',
            },
          ),
        ]
      : []),
  ];

  function approvedWithout(): boolean {
    return location.counselApprovals.some(
      (approval) => approval.rule === 'tcpa-prior-express-consent' && isInForce(approval, today),
    );
  }
  function isTold(): boolean {
    const { greetingNotice } = location;
    return approvedWithout() || (greetingNotice !== undefined && greetingNotice.playedSince <= today);
  }
}

function notices({ location, attestations, today }: Given): CheckLine[] {
  const { recordingNotice, privacyNotice } = attestations;
  const { state, country } = location.address;
  const strict = country !== 'US' || recording.strict.includes(state);
  return [
    ...(strict
      ? [
          line(
            'recording',
            'Callers are told that calls are recorded',
            'recording-consent',
            recordingNotice !== undefined && recordingNotice.playedSince <= today,
            {
              met: `Version ${recordingNotice?.version ?? ''} plays since ${recordingNotice?.playedSince ?? ''}.`,
              missing: 'All parties must agree here: without the prompt no recording or voicemail is shown.',
            },
          ),
        ]
      : []),
    ...(state === 'CA' || isEuropean(country)
      ? [
          line(
            'privacy-notice',
            'A way to the privacy notice',
            state === 'CA' ? 'ccpa-cpra' : 'gdpr-art-6',
            privacyNotice !== undefined && privacyNotice.since <= today,
            {
              met: `${privacyNotice?.url ?? ''}, version ${privacyNotice?.version ?? ''}.`,
              missing: "Enter the address of the notice; until then callers' names are not written down.",
            },
          ),
        ]
      : []),
  ];
}

function isEuropean(country: string): boolean {
  return country === 'GB' || regions.euEea.includes(country);
}

const USES: Readonly<Record<Exclude<VendorUse, 'llm'>, string>> = {
  sms: 'text messages',
  voice: 'calls',
  crm: 'customer records',
  storage: 'recordings and transcripts',
};

function health({ location, attestations, today }: Given): CheckLine[] {
  if (location.vertical !== 'healthcare') return [];
  const agreements = Object.entries(USES).map(([use, words]) => {
    const signed = attestations.baa?.find((one) => one.use === use && isInForce(one, today));
    return line(
      `baa-${use}`,
      `Business associate agreement: ${words}`,
      'hipaa-baa',
      signed !== undefined,
      {
        met: `${signed?.vendor ?? ''}, signed on ${signed?.signedOn ?? ''}.`,
        missing: `Sign an agreement with the vendor of ${words} and enter it; until then nothing goes that way.`,
      },
      { on: signed?.expiresOn, today },
    );
  });
  return [
    ...agreements,
    line(
      'phi',
      'Health data stays out of texts',
      'hipaa-min-necessary',
      attestations.phiMinimum?.enabled === true,
      {
        met: `Minimum mode, ${attestations.phiMinimum?.redact.length ?? 0} words of your own.`,
        missing: 'Switch the minimum mode on, with the words that tell of health here.',
      },
    ),
  ];
}

function finance({ location, attestations, today }: Given): CheckLine[] {
  if (location.vertical !== 'broker-dealer') return [];
  const templates = (attestations.approvedTemplates ?? []).filter((one) => isInForce(one, today));
  const late = templates.filter(({ reviewBy }) => reviewBy !== undefined && reviewBy < today);
  return [
    line(
      'templates',
      'A principal approved the wording',
      'finra-2210',
      templates.length > 0,
      {
        met: `${templates.length} approved, the last by ${templates.at(-1)?.principal ?? ''}.`,
        missing: 'Enter each wording with the registered principal who approved it.',
      },
      { on: templates.map(({ expiresOn }) => expiresOn ?? '9999-12-31').sort()[0], today },
    ),
    line('supervision', 'No review is overdue', 'finra-3110', templates.length > 0 && late.length === 0, {
      met: 'Every approved wording is within its review date.',
      missing:
        late.length > 0
          ? `Review again: ${late.map(({ key }) => key).join(', ')}.`
          : 'Nothing is approved yet, so a supervisor looks at each text.',
    }),
  ];
}

function abroad({ location, attestations, today }: Given): CheckLine[] {
  const { country } = location.address;
  const { gdpr, lgpd, dpdp } = attestations.legalBasis ?? {};
  const lines: CheckLine[] = [];
  if (isEuropean(country))
    lines.push(
      line(
        'gdpr',
        'A legal basis is recorded',
        'gdpr-art-6',
        gdpr !== undefined && gdpr.assessedOn <= today,
        {
          met: `Article ${gdpr?.basis ?? ''}, assessed on ${gdpr?.assessedOn ?? ''}.`,
          missing: 'Assess and enter the basis; without one nothing goes out.',
        },
      ),
    );
  if (country === 'BR')
    lines.push(
      line('lgpd', 'A legal basis is recorded', 'lgpd', lgpd !== undefined && lgpd.assessedOn <= today, {
        met: `${lgpd?.basis ?? ''}, assessed on ${lgpd?.assessedOn ?? ''}.`,
        missing: 'Assess and enter the basis; without one nothing goes out.',
      }),
    );
  if (country === 'IN')
    lines.push(
      line(
        'dpdp',
        'The template is registered (DLT)',
        'dpdp',
        dpdp !== undefined && dpdp.registeredOn <= today,
        {
          met: `Template ${dpdp?.dltTemplateId ?? ''}.`,
          missing: 'Register the template and enter its id; without one nothing goes out.',
        },
      ),
    );
  return lines;
}

function models({ location, tenant, attestations, today }: Given): CheckLine[] {
  const { assistant } = tenant;
  if (assistant.provider === 'deterministic') return [];
  const age = zeroRetentionAge(assistant, attestations, today);
  const agreement = attestations.baa?.some((one) => one.use === 'llm' && isInForce(one, today)) === true;
  return [
    line(
      'model',
      'The model keeps nothing and learns nothing',
      'llm-zero-retention',
      age !== null,
      {
        met: `Looked at ${age ?? 0} days ago.`,
        missing: 'Look at the settings of the vendor and enter the date; until then no model is asked.',
      },
      { on: assistant.zeroRetentionExpiresOn, today },
    ),
    ...(location.vertical === 'healthcare'
      ? [
          line('baa-llm', 'Business associate agreement: language model', 'hipaa-baa', agreement, {
            met: 'Signed.',
            missing: 'Sign an agreement with the vendor of the model; until then no model is asked.',
          }),
        ]
      : []),
  ];
}

function people({ location, attestations }: Given): CheckLine[] {
  return [
    line(
      'escalation',
      'Somebody is told when life is in danger',
      'urgent-escalation',
      location.escalation.length > 0,
      {
        met: location.escalation.map(({ name }) => name).join(', '),
        missing: 'Name who is told at once, at any hour.',
      },
    ),
    ...(location.vertical === 'kids'
      ? [
          line('minors', 'Children among the callers', 'coppa', attestations.minors !== undefined, {
            met: `Reviewed on ${attestations.minors?.reviewedOn ?? ''}: ${attestations.minors?.audience ?? ''}.`,
            missing: 'Decide and enter who calls here, and since when that was looked at.',
          }),
        ]
      : []),
  ];
}
