/**
 * What applies at a location, and what is missing there: each line a thing that a rule needs from people before it can
 * let anything through. The list is made of the same facts the Gate reads, so that a tick here is a pass there.
 */
import recording from '../gate/data/recording.json' with { type: 'json' };
import { NUMBER_TOPICS, type NumberTopic } from '../model/look-ups.ts';
import type { LocationConfig, TenantConfig } from '../model/organisation.ts';
import { attestationsOf, isInForce } from './attested.ts';
import { isEuropean, line, type CheckLine, type Given } from './check-line.ts';
import { abroad, finance, health, models } from './checklist-trades.ts';
import { LIST_TERMS, standingOf } from './look-ups.ts';

export type { CheckLine };

export function checklistOf(
  location: LocationConfig,
  tenant: Pick<TenantConfig, 'attestations' | 'assistant' | 'policy' | 'lookUps'>,
  today: string,
  /** Lists of which a file was imported. */
  imported: readonly NumberTopic[] = [],
): readonly CheckLine[] {
  const given = { location, tenant, today, attestations: attestationsOf(location, tenant) };
  return [
    ...sending(given),
    ...lists(given, imported),
    ...notices(given),
    ...health(given),
    ...finance(given),
    ...abroad(given),
    ...models(given),
    ...people(given),
  ];
}

function sending({ location, today }: Given): CheckLine[] {
  const { sender } = location;
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

/** Each list is asked, comes from a file, or is run without because somebody chose that and signed for it. */
function lists({ location, tenant, today }: Given, imported: readonly NumberTopic[]): CheckLine[] {
  if (location.address.country !== 'US') return [];
  return NUMBER_TOPICS.map((topic) => {
    const { title, rule, without } = LIST_TERMS[topic];
    const { sources, choice } = standingOf(tenant, topic, today);
    const met =
      choice !== null
        ? `${choice.by} chose on ${choice.on} to run without: ${choice.reason}. ${without}`
        : sources.length > 0
          ? `Asked of ${sources.join(', ')}.`
          : 'From an imported file.';
    return line(
      `list-${topic}`,
      title,
      rule,
      choice !== null || sources.length > 0 || imported.includes(topic),
      {
        met,
        missing: `Nobody is asked, and nobody chose that. ${without} Name a source on the Look-ups page, or choose there to run without.`,
      },
      { on: choice?.expiresOn, today },
    );
  });
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
