/** The way in: the one-time link that the server prints, or e-mail and password. */
import { Alert, Button, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useEffect, useRef, useState, type SyntheticEvent } from 'react';
import { ApiError, post } from '../api/client.ts';
import { Wordmark } from '../shell/wordmark.tsx';

const route = getRouteApi('/login');

export function LoginPage() {
  const { token, next } = route.useSearch();
  const client = useQueryClient();
  const router = useRouter();
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(token !== undefined);
  const [problem, setProblem] = useState<ApiError | null>(null);
  const tried = useRef(false);

  const enter = async (credentials: { token: string } | { email: string; password: string }) => {
    setBusy(true);
    setProblem(null);
    try {
      await post('/login', credentials);
      client.clear();
      await router.navigate({ href: safeNext(next), replace: true });
    } catch (error) {
      setProblem(error instanceof ApiError ? error : new ApiError(0, {}));
      setBusy(false);
    }
  };
  useEffect(() => {
    document.title = 'Log in · Ringback';
    if (token === undefined || tried.current) return;
    tried.current = true;
    void enter({ token });
  });

  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    void enter({ email, password });
  };
  return (
    <main className="rb-login">
      <div className="rb-login-card">
        <div className="rb-login-brand">
          <Wordmark />
        </div>
        <Title order={1} mb={4}>
          Log in
        </Title>
        <Text c="dimmed" mb="lg">
          {token !== undefined && problem === null
            ? 'Opening your one-time link…'
            : 'Every missed call, answered and accounted for.'}
        </Text>
        {problem !== null && (
          <Alert color="brick" variant="light" mb="md" role="alert" title={problem.message}>
            {token === undefined
              ? problem.remedy
              : 'One-time links work once and for a short while. Start Ringback again to print a new one, or log in below.'}
          </Alert>
        )}
        <form onSubmit={submit}>
          <Stack gap="sm">
            <TextInput
              label="E-mail"
              type="email"
              autoComplete="username"
              required
              size="md"
              value={email}
              onChange={(event) => setEmail(event.currentTarget.value)}
            />
            <PasswordInput
              label="Password"
              autoComplete="current-password"
              required
              size="md"
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
            />
            <Button type="submit" size="md" loading={busy} mt="xs">
              Log in
            </Button>
          </Stack>
        </form>
        <Text size="sm" c="dimmed" mt="lg">
          No password yet? The terminal where Ringback was started shows a one-time link.{' '}
          <code>ringback start</code> prints it again.
        </Text>
      </div>
    </main>
  );
}

/** Only addresses of this dashboard, so that a crafted link cannot send a person elsewhere after login. */
function safeNext(next: string | undefined): string {
  return next !== undefined && /^\/(?![/\\])/.test(next) && !next.startsWith('/login') ? next : '/';
}
