/** Every question the pages ask the server, with its cache key. A live change makes all of them stale at once. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { get, type QueryValues } from './client.ts';
import type {
  AccountList,
  ApiKeyList,
  AttestationView,
  Availability,
  BookingList,
  CallbackList,
  CallDetail,
  CallList,
  CallProof,
  ConfigText,
  ConsentLedger,
  ContactDetail,
  ContactList,
  CounselList,
  GateSample,
  HandsetMessages,
  Health,
  LocationChecklist,
  LocationDetail,
  LocationList,
  LookUpOverview,
  NotificationList,
  PolicyView,
  RuleBook,
  RuleDistribution,
  RuleWatch,
  Session,
  SimulatorState,
  SourceDetail,
  SourceList,
  SpamCaller,
  SpamLists,
  SuppressionList,
  SurfaceDetail,
  SurfaceList,
  ThreadDetail,
  ThreadList,
  Today,
} from './types.ts';

function one<T>(path: string, values: QueryValues = {}) {
  return queryOptions({ queryKey: [path, values], queryFn: ({ signal }) => get<T>(path, values, signal) });
}

function pages<T extends { nextCursor: string | null }>(path: string, values: QueryValues = {}) {
  return infiniteQueryOptions({
    queryKey: [path, values, 'pages'],
    queryFn: ({ pageParam, signal }) => get<T>(path, { ...values, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.nextCursor,
  });
}

export function attestationPath(locationKey: string | null): string {
  return locationKey === null ? '/attestations' : `/locations/${locationKey}/attestations`;
}

export const queries = {
  session: () => queryOptions({ ...one<Session>('/session'), staleTime: 10_000 }),
  today: (filter: QueryValues) => one<Today>('/today', filter),
  calls: (filter: QueryValues) => pages<CallList>('/calls', filter),
  call: (id: string) => one<CallDetail>(`/calls/${id}`),
  callProof: (id: string) => one<CallProof>(`/calls/${id}/proof`),
  threads: (filter: QueryValues) => pages<ThreadList>('/threads', filter),
  thread: (id: string) => one<ThreadDetail>(`/threads/${id}`),
  callbacks: (filter: QueryValues) => pages<CallbackList>('/callbacks', filter),
  bookings: (filter: QueryValues) => one<BookingList>('/bookings', filter),
  availability: (filter: QueryValues) => one<Availability>('/availability', filter),
  contacts: (filter: QueryValues) => pages<ContactList>('/contacts', filter),
  contact: (id: string) => one<ContactDetail>(`/contacts/${id}`),
  locations: () => queryOptions({ ...one<LocationList>('/locations'), staleTime: 15_000 }),
  location: (key: string) => one<LocationDetail>(`/locations/${key}`),
  suppressions: (filter: QueryValues) => pages<SuppressionList>('/suppressions', filter),
  consent: (phone: string) => one<ConsentLedger>(`/consent/${encodeURIComponent(phone)}`),
  counsel: (filter: QueryValues) => pages<CounselList>('/counsel', filter),
  config: () => one<ConfigText>('/config'),
  ruleWatch: () => one<RuleWatch>('/rules/watch'),
  ruleDistribution: () => one<RuleDistribution>('/rules/distribution'),
  gateSample: () => queryOptions({ ...one<GateSample>('/gate/sample'), staleTime: 60_000 }),
  policy: () => one<PolicyView>('/policy'),
  locationChecklist: (key: string) => one<LocationChecklist>(`/locations/${key}/checklist`),
  /** Of one location, or of the organisation when none is named. */
  attestations: (locationKey: string | null) => one<AttestationView>(attestationPath(locationKey)),
  rules: () => queryOptions({ ...one<RuleBook>('/rules'), staleTime: Infinity }),
  accounts: () => one<AccountList>('/accounts'),
  apiKeys: () => one<ApiKeyList>('/api-keys'),
  health: () => queryOptions({ ...one<Health>('/health'), refetchInterval: 15_000 }),
  surfaces: () => queryOptions({ ...one<SurfaceList>('/surfaces'), staleTime: 60_000 }),
  surface: (id: string) => queryOptions({ ...one<SurfaceDetail>(`/surfaces/${id}`), staleTime: 60_000 }),
  lookUps: () => queryOptions({ ...one<LookUpOverview>('/look-ups'), refetchInterval: 15_000 }),
  sources: () => queryOptions({ ...one<SourceList>('/sources'), refetchInterval: 15_000 }),
  /** Asked often: a refused delivery changes nothing that the stream would tell. */
  source: (key: string) => queryOptions({ ...one<SourceDetail>(`/sources/${key}`), refetchInterval: 3000 }),
  spamLists: () => one<SpamLists>('/spam-lists'),
  spamCaller: (phone: string) => one<SpamCaller>(`/spam-callers/${encodeURIComponent(phone)}`),
  notifications: () => one<NotificationList>('/notifications', { limit: 30 }),
  simulator: () => one<SimulatorState>('/simulator'),
  handset: (number: string) => one<HandsetMessages>(`/simulator/handsets/${encodeURIComponent(number)}`),
};
