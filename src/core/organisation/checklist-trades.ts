/** The lines of the checklist that only some trades, countries or set-ups have. */
import type { VendorUse } from '../model/attestations.ts';
import { isInForce, zeroRetentionAge } from './attested.ts';
import { isEuropean, line, type CheckLine, type Given } from './check-line.ts';

const USES: Readonly<Record<Exclude<VendorUse, 'llm'>, string>> = {
  sms: 'text messages',
  voice: 'calls',
  crm: 'customer records',
  storage: 'recordings and transcripts',
};

export function health({ location, attestations, today }: Given): CheckLine[] {
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

export function finance({ location, attestations, today }: Given): CheckLine[] {
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

export function abroad({ location, attestations, today }: Given): CheckLine[] {
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

export function models({ location, tenant, attestations, today }: Given): CheckLine[] {
  const { assistant } = tenant;
  if (assistant.provider === 'deterministic') return [];
  const age = zeroRetentionAge(assistant, attestations, today);
  const agreement = attestations.baa?.find((one) => one.use === 'llm' && isInForce(one, today));
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
          line(
            'baa-llm',
            'Business associate agreement: language model',
            'hipaa-baa',
            agreement !== undefined,
            {
              met: `${agreement?.vendor ?? ''}, signed on ${agreement?.signedOn ?? ''}.`,
              missing: 'Sign an agreement with the vendor of the model; until then no model is asked.',
            },
            { on: agreement?.expiresOn, today },
          ),
        ]
      : []),
  ];
}
