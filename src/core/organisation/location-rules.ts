import { templateProblems } from '../compose/template.ts';
import { WEEKDAYS, type LocationConfig, type Service } from '../model/organisation.ts';
import { attestationProblems } from './attestation-rules.ts';
import { Claims, type Problem } from './claims.ts';
import { didYouMean } from './did-you-mean.ts';

/** What is wrong inside one location, paths relative to it. */
export function locationProblems(location: LocationConfig): Problem[] {
  return [
    ...WEEKDAYS.flatMap((day) => hoursProblems(location.hours[day], ['hours', day])),
    ...location.exceptions.flatMap((exception, at) => [
      ...hoursProblems(exception.hours, ['exceptions', at, 'hours']),
      ...(location.exceptions.findIndex((other) => other.date === exception.date) < at
        ? [
            {
              path: ['exceptions', at, 'date'],
              message: `${exception.date} has two different entries`,
              remedy: 'Keep one entry per day.',
            },
          ]
        : []),
    ]),
    ...serviceProblems(location),
    ...repProblems(location),
    ...textbackProblems(location),
    ...approvalProblems(location),
    ...attestationProblems(location.attestations, ['attestations']),
    ...numberProblems(location),
  ];
}

type Ranges = readonly { readonly open: string; readonly close: string }[];

function hoursProblems(ranges: Ranges, path: readonly PropertyKey[]): Problem[] {
  const backwards = ranges.flatMap((range, at): Problem[] =>
    range.open < range.close
      ? []
      : [
          {
            path: [...path, at],
            message: `closes at ${range.close}, which is not after it opens at ${range.open}`,
            remedy: 'Write hours past midnight as two entries: until 24:00, and from 00:00 on the next day.',
          },
        ],
  );
  const ordered = ranges.map((range, at) => ({ ...range, at })).sort((a, b) => a.open.localeCompare(b.open));
  const overlaps = ordered.flatMap((range, index): Problem[] => {
    const before = ordered[index - 1];
    return before !== undefined && before.close > range.open
      ? [
          {
            path: [...path, range.at],
            message: `${range.open}-${range.close} overlaps ${before.open}-${before.close}`,
            remedy: 'Join the two, or move one.',
          },
        ]
      : [];
  });
  return [...backwards, ...overlaps];
}

function serviceProblems({ services, reps }: LocationConfig): Problem[] {
  const keys = new Claims('service');
  const known = new Set(reps.flatMap((rep) => rep.skills));
  return services.flatMap((service, at) => [
    ...keys.claim(service.key, ['services', at, 'key'], service.name),
    ...questionProblems(service, at),
    ...(reps.length === 0 ? [] : service.skills).flatMap((skill, index): Problem[] => {
      if (known.has(skill)) return [];
      const meant = didYouMean(skill, known);
      const remedy =
        meant === null
          ? 'Give the skill to a rep, or take it off the service: nobody could be booked for it.'
          : `Did you mean "${meant}"?`;
      return [
        { path: ['services', at, 'skills', index], message: `no rep here has the skill "${skill}"`, remedy },
      ];
    }),
  ]);
}

function questionProblems(service: Service, at: number): Problem[] {
  const keys = new Claims('question');
  return service.questions.flatMap((question, index) => [
    ...keys.claim(question.key, ['services', at, 'questions', index, 'key'], question.ask),
    ...(question.kind === 'choice' && (question.choices ?? []).length < 2
      ? [
          {
            path: ['services', at, 'questions', index],
            message: 'a choice needs at least two choices',
            remedy: 'List them under `choices`, or make it `kind: text`.',
          },
        ]
      : []),
  ]);
}

function repProblems({ services, reps }: LocationConfig): Problem[] {
  const keys = new Claims('rep');
  const needed = new Set(services.flatMap((service) => service.skills));
  const held = new Set(reps.flatMap((rep) => rep.skills));
  // Skills that nobody has are reported at the service that asks for them.
  const mistakable = [...needed].filter((skill) => held.has(skill));
  return reps.flatMap((rep, at) => [
    ...keys.claim(rep.key, ['reps', at, 'key'], rep.name),
    ...(rep.hours === undefined
      ? []
      : WEEKDAYS.flatMap((day) => hoursProblems(rep.hours?.[day] ?? [], ['reps', at, 'hours', day]))),
    ...(needed.size === 0 ? [] : rep.skills).flatMap((skill, index): Problem[] => {
      const meant = needed.has(skill) ? null : didYouMean(skill, mistakable);
      // A skill that nothing asks for is harmless unless it looks like a typo of one that is asked for.
      return meant === null
        ? []
        : [
            {
              path: ['reps', at, 'skills', index],
              message: `no service asks for the skill "${skill}"`,
              remedy: `Did you mean "${meant}"?`,
            },
          ];
    }),
  ]);
}

function textbackProblems({ textback }: LocationConfig): Problem[] {
  const templates: [readonly PropertyKey[], 'textback' | 'nudge', string | undefined][] = [
    [['textback', 'template'], 'textback', textback.template],
    ...Object.entries(textback.templates).map(
      ([name, text]): [readonly PropertyKey[], 'textback', string] => [
        ['textback', 'templates', name],
        'textback',
        text,
      ],
    ),
    ...textback.nudges.map((nudge, at): [readonly PropertyKey[], 'nudge', string | undefined] => [
      ['textback', 'nudges', at, 'template'],
      'nudge',
      nudge.template,
    ]),
  ];
  const [first, second] = textback.nudges;
  const order: Problem[] =
    first !== undefined && second !== undefined && second.afterMinutes <= first.afterMinutes
      ? [
          {
            path: ['textback', 'nudges', 1, 'afterMinutes'],
            message: `the second follow-up comes after ${second.afterMinutes} minutes, not later than the first (${first.afterMinutes})`,
            remedy: 'Put the earlier one first and give the second a later time.',
          },
        ]
      : [];
  return [
    ...order,
    ...templates.flatMap(([path, use, text]): Problem[] =>
      text === undefined
        ? []
        : templateProblems(text, '', use).map(({ message, remedy }) => ({
            path,
            message,
            ...(remedy !== undefined && { remedy }),
          })),
    ),
  ];
}

function approvalProblems({ counselApprovals }: LocationConfig): Problem[] {
  return counselApprovals.flatMap((approval, at) =>
    approval.expiresOn !== undefined && approval.expiresOn < approval.approvedOn
      ? [
          {
            path: ['counselApprovals', at, 'expiresOn'],
            message: 'the approval ends before it was given',
            remedy: 'Check both dates.',
          },
        ]
      : [],
  );
}

function numberProblems({ numbers, sender, attestations }: LocationConfig): Problem[] {
  const own = numbers.find((each) => each.number === sender?.number);
  const problems: Problem[] = numbers.flatMap((each, at) =>
    each.forwardsTo === each.number
      ? [
          {
            path: ['numbers', at, 'forwardsTo'],
            message: 'the number forwards to itself',
            remedy: 'Write the number that rings.',
          },
        ]
      : [],
  );
  if (sender === undefined || own?.kind === 'main' || own?.kind === 'tracking') return problems;
  // Somebody stands for it by name that people who call it can opt out (47 CFR 64.1601(e), core/duties).
  const vouched = attestations?.duties?.senderNumber;
  if (own === undefined && vouched?.number === sender.number && vouched.answers) return problems;
  const message =
    own === undefined
      ? "the sender's number is not among the numbers of this location"
      : `the sender's number is listed as ${own.kind}`;
  return [
    ...problems,
    {
      path: ['sender', 'number'],
      message,
      remedy:
        'Callers must be able to ring the number that texts them: list it under `numbers` with `sms: true`, or vouch for it in `attestations.duties.senderNumber` of the location.',
    },
  ];
}
