/** Every address of the dashboard. Filters live in the address, so that a view can be sent to a colleague. */
import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { Frame } from './shell/frame.tsx';
import { NotFound } from './shell/shell.tsx';
import { PageFailure, PageWaiting } from './shell/fallbacks.tsx';

/** Keeps the named parameters that are texts; everything else in the address is ignored. */
function texts<const Name extends string>(...names: Name[]) {
  return (raw: Record<string, unknown>): { [N in Name]?: string } => {
    const kept: { [N in Name]?: string } = {};
    for (const name of names) {
      const value = raw[name];
      if (typeof value === 'string' && value !== '') kept[name] = value;
    }
    return kept;
  };
}

const root = createRootRoute({ notFoundComponent: NotFound });
const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: texts('token', 'next'),
  component: lazyRouteComponent(() => import('./pages/login.tsx'), 'LoginPage'),
});
const app = createRoute({
  getParentRoute: () => root,
  id: 'app',
  component: Frame,
  notFoundComponent: NotFound,
});
const at = { getParentRoute: () => app };

const today = createRoute({
  ...at,
  path: '/',
  validateSearch: texts('days'),
  component: lazyRouteComponent(() => import('./pages/today.tsx'), 'TodayPage'),
});
const todayByName = createRoute({
  ...at,
  path: '/today',
  beforeLoad: () => {
    // eslint-disable-next-line @typescript-eslint/only-throw-error -- how this router is told to go elsewhere
    throw redirect({ to: '/' });
  },
});
const calls = createRoute({
  ...at,
  path: '/calls',
  validateSearch: texts('q', 'location', 'banner', 'state', 'class', 'answer', 'from', 'to', 'focus'),
  component: lazyRouteComponent(() => import('./pages/calls.tsx'), 'CallsPage'),
});
const call = createRoute({
  ...at,
  path: '/calls/$id',
  validateSearch: texts('view'),
  component: lazyRouteComponent(() => import('./pages/call-detail.tsx'), 'CallDetailPage'),
});
const inbox = createRoute({
  ...at,
  path: '/inbox',
  validateSearch: texts('q', 'show'),
  component: lazyRouteComponent(() => import('./pages/inbox.tsx'), 'InboxPage'),
});
const thread = createRoute({
  ...at,
  path: '/inbox/$id',
  validateSearch: texts('q', 'show'),
  component: lazyRouteComponent(() => import('./pages/inbox.tsx'), 'ThreadPage'),
});
const callbacks = createRoute({
  ...at,
  path: '/callbacks',
  validateSearch: texts('state', 'location', 'id'),
  component: lazyRouteComponent(() => import('./pages/callbacks.tsx'), 'CallbacksPage'),
});
const bookings = createRoute({
  ...at,
  path: '/bookings',
  validateSearch: texts('location', 'week', 'view', 'booking', 'id'),
  component: lazyRouteComponent(() => import('./pages/bookings.tsx'), 'BookingsPage'),
});
const contacts = createRoute({
  ...at,
  path: '/contacts',
  validateSearch: texts('q'),
  component: lazyRouteComponent(() => import('./pages/contacts.tsx'), 'ContactsPage'),
});
const contact = createRoute({
  ...at,
  path: '/contacts/$id',
  component: lazyRouteComponent(() => import('./pages/contact-detail.tsx'), 'ContactDetailPage'),
});
const locations = createRoute({
  ...at,
  path: '/locations',
  validateSearch: texts('q', 'mode', 'banner'),
  component: lazyRouteComponent(() => import('./pages/locations.tsx'), 'LocationsPage'),
});
const location = createRoute({
  ...at,
  path: '/locations/$key',
  component: lazyRouteComponent(() => import('./pages/location-detail.tsx'), 'LocationDetailPage'),
});
const consent = createRoute({
  ...at,
  path: '/consent',
  validateSearch: texts('q'),
  component: lazyRouteComponent(() => import('./pages/consent.tsx'), 'ConsentPage'),
});
const ledger = createRoute({
  ...at,
  path: '/consent/$phone',
  component: lazyRouteComponent(() => import('./pages/consent-ledger.tsx'), 'ConsentLedgerPage'),
});
const counsel = createRoute({
  ...at,
  path: '/counsel',
  validateSearch: texts('state', 'id'),
  component: lazyRouteComponent(() => import('./pages/counsel.tsx'), 'CounselPage'),
});
const rules = createRoute({
  ...at,
  path: '/rules',
  validateSearch: texts('q', 'view'),
  component: lazyRouteComponent(() => import('./pages/rules.tsx'), 'RulesPage'),
});
const health = createRoute({
  ...at,
  path: '/health',
  component: lazyRouteComponent(() => import('./pages/health.tsx'), 'HealthPage'),
});
const people = createRoute({
  ...at,
  path: '/people',
  component: lazyRouteComponent(() => import('./pages/people.tsx'), 'PeoplePage'),
});
const configuration = createRoute({
  ...at,
  path: '/configuration',
  component: lazyRouteComponent(() => import('./pages/configuration.tsx'), 'ConfigurationPage'),
});
const sources = createRoute({
  ...at,
  path: '/sources',
  validateSearch: texts('q'),
  component: lazyRouteComponent(() => import('./pages/sources.tsx'), 'SourcesPage'),
});
const connect = createRoute({
  ...at,
  path: '/sources/connect/$surface',
  component: lazyRouteComponent(() => import('./pages/source-connect.tsx'), 'ConnectPage'),
});
const source = createRoute({
  ...at,
  path: '/sources/$key',
  component: lazyRouteComponent(() => import('./pages/source-detail.tsx'), 'SourcePage'),
});
const spam = createRoute({
  ...at,
  path: '/spam',
  validateSearch: texts('q'),
  component: lazyRouteComponent(() => import('./pages/spam.tsx'), 'SpamPage'),
});
const lookUps = createRoute({
  ...at,
  path: '/look-ups',
  component: lazyRouteComponent(() => import('./pages/look-ups.tsx'), 'LookUpsPage'),
});
const simulator = createRoute({
  ...at,
  path: '/simulator',
  validateSearch: texts('location', 'caller'),
  component: lazyRouteComponent(() => import('./pages/simulator.tsx'), 'SimulatorPage'),
});

/** An address that is none still stands in the frame, with the way to every page that is. */
const nowhere = createRoute({ ...at, path: '$', component: NotFound });

const routeTree = root.addChildren([
  login,
  app.addChildren([
    today,
    todayByName,
    calls,
    call,
    inbox,
    thread,
    callbacks,
    bookings,
    contacts,
    contact,
    locations,
    location,
    consent,
    ledger,
    counsel,
    rules,
    health,
    people,
    configuration,
    sources,
    connect,
    source,
    lookUps,
    spam,
    simulator,
    nowhere,
  ]),
]);

export function makeRouter(client: QueryClient) {
  return createRouter({
    routeTree,
    context: { client },
    defaultPreload: 'intent',
    // The router's own caching is off: the query cache is the only one.
    defaultPreloadStaleTime: 0,
    defaultPendingComponent: PageWaiting,
    defaultPendingMs: 150,
    defaultErrorComponent: PageFailure,
    // Plain `?q=...` instead of JSON in the address.
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch: (search) => {
      const kept = new URLSearchParams();
      for (const [name, value] of Object.entries(search)) {
        if (typeof value === 'string' && value !== '') kept.set(name, value);
      }
      const text = kept.toString();
      return text === '' ? '' : `?${text}`;
    },
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
