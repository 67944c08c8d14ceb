import { attestationRoutes } from './attestations.ts';
import { bookingRoutes } from './bookings.ts';
import { callbackRoutes } from './callbacks.ts';
import { callRoutes } from './calls.ts';
import { configRoutes } from './config.ts';
import { consentRoutes } from './consent.ts';
import { contactRoutes } from './contacts.ts';
import { counselRoutes } from './counsel.ts';
import { locationRoutes } from './locations.ts';
import { lookUpRoutes } from './look-ups.ts';
import { notificationRoutes } from './notifications.ts';
import type { Route } from './route.ts';
import { sessionRoutes } from './session.ts';
import { sourceRoutes } from './sources.ts';
import { spamCallerRoutes } from './spam-callers.ts';
import { spamListRoutes } from './spam-lists.ts';
import { threadRoutes } from './threads.ts';
import { todayRoutes } from './today.ts';

/** Every route that needs nothing but the pipeline. Health and intake add theirs in `app.ts`. */
export const apiRoutes: readonly Route[] = [
  ...sessionRoutes,
  ...todayRoutes,
  ...callRoutes,
  ...threadRoutes,
  ...callbackRoutes,
  ...bookingRoutes,
  ...contactRoutes,
  ...locationRoutes,
  ...attestationRoutes,
  ...consentRoutes,
  ...counselRoutes,
  ...notificationRoutes,
  ...configRoutes,
  ...sourceRoutes,
  ...spamListRoutes,
  ...spamCallerRoutes,
  ...lookUpRoutes,
];
