import { listNotifications, markRead } from '../../store/queries-desk.ts';
import { defineRoute, READERS, type Route } from './route.ts';
import { Ok } from './schemas/common.ts';
import { NotificationList, NotificationsQuery, NotificationsRead } from './schemas/health.ts';

export const notificationRoutes: readonly Route[] = [
  defineRoute({
    method: 'get',
    path: '/api/v1/notifications',
    tag: 'Notifications',
    summary: 'Notices, newest first',
    roles: READERS,
    query: NotificationsQuery,
    answer: NotificationList,
    run: async ({ tx, principal, query }) => {
      const { rows, nextCursor } = await listNotifications(tx, principal.tenantId, query);
      const items = rows.map((row) => ({
        id: row.id,
        type: row.type,
        subject: row.subject,
        body: row.body,
        link: row.link,
        urgent: row.urgent,
        delivery: row.delivery,
        readAt: row.read_at,
        createdAt: row.created_at,
      }));
      return { items, nextCursor };
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/v1/notifications/read',
    tag: 'Notifications',
    summary: 'Marks notices as read',
    roles: READERS,
    body: NotificationsRead,
    answer: Ok,
    run: async ({ tx, principal, body, clock }) => {
      await markRead(tx, principal.tenantId, body.ids, clock.now().toISOString());
      return { ok: true as const };
    },
  }),
];
