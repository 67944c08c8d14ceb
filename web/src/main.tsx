/** Starts the dashboard: look, cache, addresses. */
import '@fontsource-variable/inter/wght.css';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './styles/base.css';
import './styles/shell.css';
import './styles/login.css';
import './styles/parts.css';
import './styles/bubbles.css';
import './styles/why.css';
import './styles/today.css';
import './styles/calls.css';
import './styles/inbox.css';
import './styles/bookings.css';
import './styles/places.css';
import './styles/trust.css';
import './styles/health.css';
import './styles/sources.css';
import './styles/look-ups.css';
import './styles/spam.css';
import './styles/small-parts.css';
import './styles/simulator.css';
import './styles/simulator-story.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiError } from './api/client.ts';
import { makeRouter } from './router.tsx';
import { cssVariables, theme } from './theme.ts';

const ASK_AGAIN_MS = 5000;
const wentWrong = (error: unknown): boolean =>
  error instanceof ApiError && (error.status === 0 || error.status >= 500);
const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5000,
      refetchOnWindowFocus: true,
      // What the server refused once it refuses again; a lost line is worth a second try.
      retry: (count, error) => wentWrong(error) && count < 2,
      // A page that failed because something was down comes back by itself when it is up again.
      refetchInterval: (query) => wentWrong(query.state.error) && ASK_AGAIN_MS,
    },
  },
});
const router = makeRouter(client);

const root = document.getElementById('root');
if (root === null) throw new Error('The page has no #root element.');
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <Notifications position="bottom-right" zIndex={400} limit={4} />
      <QueryClientProvider client={client}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
