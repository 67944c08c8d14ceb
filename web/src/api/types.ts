/** The API's own types, under one roof. Only types cross from the server; no code does. */
export type { ErrorBody, LocationRef, Role } from '../../../src/server/api/schemas/common.ts';
export type { Session } from '../../../src/server/api/schemas/session.ts';
export type { NeedsPerson, Today } from '../../../src/server/api/schemas/today.ts';
export type {
  CallDetail,
  CallList,
  CallProof,
  CallRow,
  CallsQuery,
  DecisionShape,
  FindingShape,
  TimelineEntry,
} from '../../../src/server/api/schemas/calls.ts';
export type {
  MessageShape,
  ThreadDetail,
  ThreadList,
  ThreadMessageAnswer,
  ThreadRow,
} from '../../../src/server/api/schemas/threads.ts';
export type { CallbackList, CallbackRow, CallbackUpdate } from '../../../src/server/api/schemas/callbacks.ts';
export type {
  Availability,
  BookingAnswer,
  BookingList,
  BookingRequest,
  BookingShape,
  RescheduleRequest,
  SlotShape,
} from '../../../src/server/api/schemas/bookings.ts';
export type {
  ConfigApplied,
  ConfigChange,
  ConfigPlan,
  ConfigText,
} from '../../../src/server/api/schemas/config.ts';
export type {
  ContactDetail,
  ContactList,
  ContactRow,
  ContactUpdate,
  EraseRequest,
} from '../../../src/server/api/schemas/contacts.ts';
export type {
  LocationDetail,
  LocationList,
  LocationRow,
  LocationUpdate,
  Preview,
  PreviewRequest,
  SwitchRequest,
} from '../../../src/server/api/schemas/locations.ts';
export type {
  ConsentEntry,
  ConsentLedger,
  ConsentPerBanner,
  ConsentRequest,
  SuppressionList,
  SuppressionRow,
} from '../../../src/server/api/schemas/consent.ts';
export type { ConsentGivenAnswer } from '../../../src/server/api/schemas/consent.ts';
export type {
  CounselList,
  CounselRow,
  CounselWord,
  RuleBook,
  RuleShape,
} from '../../../src/server/api/schemas/counsel.ts';
export type { PolicyView } from '../../../src/server/api/schemas/policy.ts';
export type {
  GateSample,
  LocationChecklist,
  RuleDistribution,
  RuleWatch,
} from '../../../src/server/api/schemas/rule-book.ts';
export type {
  CheckShape,
  Health,
  NotificationList,
  NotificationShape,
  PollHealth,
  SourceHealth,
  SubscriptionHealth,
} from '../../../src/server/api/schemas/health.ts';
export type {
  RecentDelivery,
  SettingField,
  SourceCreate,
  SourceDetail,
  SourceList,
  SourceUpdate,
  SurfaceDetail,
  SurfaceList,
  SurfaceShape,
  SurfaceSummary,
} from '../../../src/server/api/schemas/sources.ts';
export type {
  SpamCaller,
  SpamListImported,
  SpamListPlan,
  SpamLists,
  SpamListUpload,
} from '../../../src/server/api/schemas/spam.ts';
export type {
  LookUpCheck,
  LookUpListShape,
  LookUpListUpdate,
  LookUpOverview,
  LookUpSourceShape,
  TriedNumber,
} from '../../../src/server/api/schemas/look-ups.ts';
export type {
  AttestationShape,
  AttestationUpdate,
  AttestationView,
} from '../../../src/server/api/schemas/attestations.ts';
export type { SettingPart, SettingShape } from '../../../src/server/api/schemas/setting-shape.ts';
export type {
  FastForwardAnswer,
  HandsetMessage,
  HandsetMessages,
  RingAnswer,
  RingRequest,
  SimulatorState,
} from '../../../src/server/api/schemas/simulator.ts';
export type { LocationConfig, Service, WeeklyHours } from '../../../src/core/model/organisation.ts';
export type {
  AccountCreate,
  AccountList,
  AccountShape,
  AccountUpdate,
  ApiKeyCreate,
  ApiKeyCreated,
  ApiKeyList,
} from '../../../src/server/api/schemas/accounts.ts';
export type { MissedCallClass } from '../../../src/core/model/attempt.ts';
