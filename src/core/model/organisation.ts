import { z } from 'zod';
import { Attestations } from './attestations.ts';
import { LookUps } from './look-ups.ts';
import { CalendarDate, ClockTime, E164, Key, Money, ZoneId } from './primitives.ts';
import { Relaxation } from './relaxation.ts';

/**
 * The organisation as people write it in `ringback.yaml` and as the API returns it: tenant > banner > location.
 * Strict: an unknown key is an error, so that a typo never silently switches a safeguard off.
 */
export const HoursRange = z.strictObject({
  open: ClockTime,
  close: ClockTime.describe('`24:00` for midnight'),
});
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export const WeeklyHours = z.strictObject(
  Object.fromEntries(WEEKDAYS.map((day) => [day, z.array(HoursRange).max(6).default([])])) as Record<
    (typeof WEEKDAYS)[number],
    z.ZodDefault<z.ZodArray<typeof HoursRange>>
  >,
);
export type WeeklyHours = z.infer<typeof WeeklyHours>;

export const HoursException = z.strictObject({
  date: CalendarDate,
  hours: z.array(HoursRange).max(6).describe('Empty when closed all day'),
  note: z.string().max(200).optional(),
});

export const QualificationQuestion = z.strictObject({
  key: Key,
  ask: z.string().min(3).max(160).describe('As texted to the caller'),
  kind: z.enum(['text', 'choice', 'yes-no', 'number']).default('text'),
  choices: z.array(z.string().min(1).max(60)).max(12).optional(),
  required: z.boolean().default(true),
});

export const Service = z.strictObject({
  key: Key,
  name: z.string().min(1).max(80),
  aliases: z.array(z.string().min(2).max(60)).max(20).default([]).describe('Other words callers use for it'),
  minutes: z
    .int()
    .min(5)
    .max(24 * 60),
  price: Money.optional().describe('Fixed price, when there is one'),
  priceText: z.string().max(160).optional().describe('What may be said about the price, word for word'),
  description: z.string().max(300).optional(),
  questions: z.array(QualificationQuestion).max(6).default([]),
  skills: z.array(Key).default([]).describe('Skills a rep needs to do it'),
  bookable: z.boolean().default(true),
});
export type Service = z.infer<typeof Service>;

export const Rep = z.strictObject({
  key: Key,
  name: z.string().min(1).max(80),
  phone: E164.optional(),
  email: z.email().optional(),
  skills: z.array(Key).default([]),
  languages: z.array(z.string().min(2).max(35)).default(['en']),
  hours: WeeklyHours.optional().describe("When absent, the location's hours"),
});
export type Rep = z.infer<typeof Rep>;

export const PhoneNumber = z.strictObject({
  number: E164,
  kind: z
    .enum(['main', 'tracking', 'extension', 'staff'])
    .default('main')
    .describe('Staff numbers never get a text'),
  forwardsTo: E164.optional().describe('For tracking numbers: the number it rings through to'),
  sms: z.boolean().default(false).describe('This number may send texts'),
});

/** Registration of the number that texts; read by the Gate. Nothing is assumed: absent means not registered. */
export const Sender = z.strictObject({
  number: E164,
  type: z.enum(['10dlc', 'tollfree', 'shortcode']).default('10dlc'),
  provider: Key.describe('Key of the messaging source that sends, `handset` for the on-screen phone'),
  legalEntity: z.string().min(1).max(120),
  brandStatus: z.string().max(40).default('unknown'),
  campaignStatus: z.string().max(40).default('unknown'),
  useCase: z.string().max(60).default('unknown'),
  numberLinked: z.boolean().default(false),
  tollfreeVerified: z.boolean().nullable().default(null),
  optInFlowMatches: z.boolean().optional(),
});

export const TextbackSettings = z.strictObject({
  mode: z
    .enum(['live', 'shadow', 'off'])
    .default('shadow')
    .describe('New locations decide and record, but send nothing'),
  delaySeconds: z.int().min(0).max(60).default(20),
  template: z
    .string()
    .min(10)
    .max(480)
    .optional()
    .describe('With merge fields such as {brand}, {location}, {assistant}'),
  templates: z
    .partialRecord(z.enum(['after-hours', 'voicemail', 'busy', 'returning']), z.string().min(10).max(480))
    .default({})
    .describe('Variants by situation; the plain template is used when none fits'),
  nudges: z
    .array(
      z.strictObject({
        afterMinutes: z
          .int()
          .min(180)
          .max(72 * 60),
        template: z.string().min(10).max(480).optional(),
      }),
    )
    .max(2)
    .default([]),
  redialWindowMinutes: z
    .int()
    .min(1)
    .max(240)
    .default(10)
    .describe('A call this soon after the last is the same attempt'),
  perNumberPerDay: z
    .int()
    .min(1)
    .max(3)
    .default(3)
    .describe('Automated texts per number and brand in 24 h, replies not counted'),
  maxSegments: z.int().min(1).max(6).default(2),
});

export const Thresholds = z.strictObject({
  shortSeconds: z.int().min(1).max(60).default(10),
  prolongedRingSeconds: z.int().min(5).max(300).default(30),
});

export const EscalationContact = z.strictObject({
  name: z.string().min(1).max(80),
  email: z.email().optional(),
  phone: E164.optional(),
});

export const Address = z.strictObject({
  street: z.string().max(120).optional(),
  city: z.string().min(1).max(80),
  state: z.string().regex(/^[A-Z]{2,3}$/, 'a state or province code such as TX'),
  postalCode: z.string().max(12).optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'an ISO 3166-1 alpha-2 code such as US')
    .default('US'),
});

export const VERTICALS = [
  'general',
  'healthcare',
  'broker-dealer',
  'ria',
  'lender',
  'real-estate',
  'legal',
  'kids',
  'pharma',
] as const;

export const LocationConfig = z.strictObject({
  key: Key,
  name: z.string().min(1).max(80),
  zone: ZoneId,
  address: Address,
  vertical: z.enum(VERTICALS).default('general'),
  languages: z.array(z.string().min(2).max(35)).min(1).default(['en']),
  numbers: z.array(PhoneNumber).min(1).max(200),
  hours: WeeklyHours,
  exceptions: z.array(HoursException).max(400).default([]),
  services: z.array(Service).max(100).default([]),
  reps: z.array(Rep).max(200).default([]),
  bays: z
    .int()
    .min(1)
    .max(100)
    .default(1)
    .describe('How many bookings can run at once when no reps are listed'),
  calendar: z
    .strictObject({
      provider: z.literal('builtin').default('builtin'),
      slotMinutes: z.int().min(5).max(240).default(30),
      leadMinutes: z
        .int()
        .min(0)
        .max(14 * 24 * 60)
        .default(60)
        .describe('Shortest notice for a booking'),
      horizonDays: z.int().min(1).max(365).default(30),
      holdMinutes: z.int().min(1).max(120).default(10),
      reminderMinutesBefore: z
        .array(
          z
            .int()
            .min(15)
            .max(14 * 24 * 60),
        )
        .max(3)
        .default([]),
    })
    .prefault({}),
  greetingNotice: z
    .strictObject({
      text: z.string().min(10).max(400),
      version: z.string().min(1).max(40),
      playedSince: CalendarDate,
      onVoicemail: z.boolean().default(true),
      onEveryCall: z
        .boolean()
        .default(false)
        .describe('Played before the phone rings, so that every caller hears it'),
    })
    .optional()
    .describe('The sentence that tells callers they may get a text. Without it, texts go to counsel first'),
  counselApprovals: z
    .array(
      z.strictObject({
        rule: z.string().min(1).max(80),
        approvedBy: z.string().min(1).max(120),
        approvedOn: CalendarDate,
        expiresOn: CalendarDate.optional(),
        note: z.string().max(400).optional(),
      }),
    )
    .default([]),
  attestations: Attestations.optional().describe(
    "What people vouch for here; each part stands in the place of the organisation's",
  ),
  sender: Sender.optional(),
  textback: TextbackSettings.prefault({}),
  thresholds: Thresholds.prefault({}),
  escalation: z.array(EscalationContact).max(10).default([]),
  bookingLink: z.url().optional(),
});
export type LocationConfig = z.infer<typeof LocationConfig>;

export const BannerConfig = z.strictObject({
  key: Key,
  name: z.string().min(1).max(60).describe('The brand as callers know it; named in every first text'),
  legalEntity: z.string().min(1).max(120),
  helpContact: z.string().max(120).optional().describe('Phone or URL given in HELP answers'),
  locations: z.array(LocationConfig).max(5000).default([]),
});
export type BannerConfig = z.infer<typeof BannerConfig>;

export const SourceConfig = z.strictObject({
  key: Key.describe('Last part of the webhook address: /hooks/voice/<key>'),
  kind: z.enum(['voice', 'messaging', 'lookup']),
  connector: z.string().min(1).max(64).describe('Surface, provider or look-up id, for example `twilio`'),
  name: z.string().max(80).optional(),
  unsigned: z
    .boolean()
    .default(false)
    .describe('Accept deliveries without a signature; only for vendors that cannot sign'),
  settings: z
    .record(z.string(), z.unknown())
    .default({})
    .describe("The connector's own settings; secrets are written as ${ENV_NAME} and stored encrypted"),
  location: Key.optional().describe(
    'Location of every call of this source, when the number dialled does not tell',
  ),
});
export type SourceConfig = z.infer<typeof SourceConfig>;

export const NotifyConfig = z.strictObject({
  email: z
    .strictObject({ to: z.array(z.email()).min(1).max(20), digestAt: ClockTime.default('17:00') })
    .optional(),
  webhook: z
    .strictObject({
      url: z.url(),
      secret: z.string().min(8).describe('Standard Webhooks secret, `whsec_...`'),
    })
    .optional(),
});

export const PolicyEngineSetting = z.strictObject({
  use: Key.describe('Id of the engine, or `native` for the rule book alone'),
  role: z
    .enum(['second-opinion', 'decider'])
    .default('second-opinion')
    .describe(
      'A second opinion that differs goes to counsel; the word of a decider counts when it is stricter',
    ),
  settings: z
    .record(z.string(), z.unknown())
    .default({})
    .describe("The engine's own settings; secrets are written as ${ENV_NAME} and stored encrypted"),
});
export type PolicyEngineSetting = z.infer<typeof PolicyEngineSetting>;

export const OwnPolicySetting = z.strictObject({
  id: Key.describe('Stands among the findings as `operator:<id>`'),
  title: z.string().min(3).max(200).optional(),
  use: Key.describe('The engine that evaluates it: `cedar`, or `opa-rest` for an OPA that holds it'),
  kinds: z
    .array(z.string().min(1).max(40))
    .min(1)
    .max(20)
    .optional()
    .describe('Absent: every kind of action'),
  author: z.string().min(1).max(200),
  expires: CalendarDate.optional().describe('Last day on which it holds; absent: until it is taken out'),
  settings: z.record(z.string(), z.unknown()).describe('`text` for Cedar; `url`, `path` and `token` for OPA'),
});
export type OwnPolicySetting = z.infer<typeof OwnPolicySetting>;

export const TenantConfig = z.strictObject({
  version: z.literal(1).default(1),
  tenant: z.strictObject({
    key: Key,
    name: z.string().min(1).max(80),
    zone: ZoneId.default('America/New_York'),
    simulated: z.boolean().default(false).describe('A simulated organisation can never send to the outside'),
  }),
  banners: z.array(BannerConfig).min(1).max(200),
  sources: z.array(SourceConfig).max(500).default([]),
  notify: NotifyConfig.prefault({}),
  policy: z
    .strictObject({
      quietHoursMode: z.literal('conservative').default('conservative'),
      optOutScope: z.enum(['all', 'category']).default('all'),
      crossBannerOptOut: z.boolean().default(true),
      textbackFreshnessSeconds: z.int().min(60).max(3600).default(600),
      corroborationSeconds: z.int().min(1).max(120).default(15),
      emergencyStates: z.array(z.string().length(2)).default([]),
      sendWithoutDncScrub: z
        .strictObject({ acknowledgedBy: z.string().min(1), acknowledgedOn: CalendarDate })
        .optional()
        .describe('The logged choice to run without a do-not-call registry copy'),
      engine: PolicyEngineSetting.optional().describe(
        'Another policy engine that has a say; absent: as the installation says',
      ),
      own: z
        .array(OwnPolicySetting)
        .max(50)
        .optional()
        .describe('Policies of your own beside the rule book; they can only hold back'),
      relaxed: z
        .array(Relaxation)
        .max(10)
        .optional()
        .describe('Product policy that you loosen, signed and until a day; no law can be loosened'),
    })
    .prefault({}),
  lookUps: LookUps.optional().describe(
    'Lists about numbers: who is asked, or the logged choice to run without',
  ),
  attestations: Attestations.optional().describe('What people vouch for, for every location'),
  assistant: z
    .strictObject({
      provider: z.enum(['deterministic', 'openai-compatible']).default('deterministic'),
      baseUrl: z.url().optional(),
      model: z.string().max(120).optional(),
      apiKey: z.string().optional().describe('Secret: ${ENV_NAME}'),
      timeoutMs: z.int().min(500).max(60_000).default(8000),
      zeroRetentionVerifiedOn: CalendarDate.optional(),
      zeroRetentionExpiresOn: CalendarDate.optional().describe('Last day on which that may be relied on'),
      trainingOff: z.boolean().default(false),
    })
    .prefault({}),
});
export type TenantConfig = z.infer<typeof TenantConfig>;
