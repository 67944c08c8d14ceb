/**
 * The frame around every page: a rail on wide screens, a bar of the five daily pages and a drawer on a phone, the
 * SIMULATED banner, the tenant's clock, notices, and the shortcuts.
 */
import {
  ActionIcon,
  Alert,
  Anchor,
  Button,
  Drawer,
  Group,
  Indicator,
  Menu,
  Text,
  Tooltip,
  UnstyledButton,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import {
  IconAddressBook,
  IconBuildingStore,
  IconCalendar,
  IconDeviceMobile,
  IconDots,
  IconFileText,
  IconGavel,
  IconHeartbeat,
  IconHome,
  IconInbox,
  IconKeyboard,
  IconListSearch,
  IconLogout,
  IconMoon,
  IconPhoneCall,
  IconPhoneOff,
  IconPlugConnected,
  IconRobotOff,
  IconScale,
  IconShieldX,
  IconSun,
  IconUserCircle,
  IconUsers,
  IconLock,
  IconWifiOff,
} from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Link, Outlet, useNavigate, useRouterState } from '@tanstack/react-router';
import { useCallback, useEffect, type ComponentType } from 'react';
import { post } from '../api/client.ts';
import { useConnected } from '../api/live.ts';
import { useShortcuts } from '../lib/keyboard.ts';
import { useNow } from '../lib/now.ts';
import { useSession } from '../lib/session.tsx';
import { clockTime, shortDate } from '../lib/time.ts';
import { useAction } from '../ui/mutate.ts';
import { Page } from '../ui/page.tsx';
import { HelpDialog } from './help.tsx';
import { Notices } from './notices.tsx';
import { PasswordDialog } from './password.tsx';
import { Wordmark } from './wordmark.tsx';

interface Place {
  readonly to: string;
  readonly label: string;
  readonly short?: string;
  readonly icon: ComponentType<{ size?: number; stroke?: number }>;
  readonly count?: number;
  readonly countLabel?: string;
}

export function Shell() {
  const session = useSession();
  const [help, helpHandlers] = useDisclosure(false);
  const [drawer, drawerHandlers] = useDisclosure(false);
  const [password, passwordHandlers] = useDisclosure(false);
  const navigate = useNavigate();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const go = useCallback((to: string) => void navigate({ href: to }), [navigate]);
  useShortcuts(go, helpHandlers.open);

  // A new page starts at its top, and a screen reader hears its heading.
  useEffect(() => {
    document.getElementById('content')?.scrollTo({ top: 0 });
    window.scrollTo({ top: 0 });
  }, [path]);

  const daily: Place[] = [
    { to: '/', label: 'Today', icon: IconHome },
    { to: '/calls', label: 'Calls', icon: IconPhoneOff },
    { to: '/inbox', label: 'Inbox', icon: IconInbox, count: session.unreadThreads, countLabel: 'unread' },
    {
      to: '/callbacks',
      label: 'Callback list',
      short: 'Callbacks',
      icon: IconPhoneCall,
      count: session.openCallbacks,
      countLabel: 'open',
    },
    { to: '/bookings', label: 'Bookings', icon: IconCalendar },
    { to: '/contacts', label: 'Contacts', icon: IconAddressBook },
  ];
  const setup: Place[] = [
    { to: '/locations', label: 'Locations', icon: IconBuildingStore },
    { to: '/sources', label: 'Sources', icon: IconPlugConnected },
    { to: '/look-ups', label: 'Look-ups', icon: IconListSearch },
    { to: '/consent', label: 'Suppressed & consent', icon: IconShieldX },
    { to: '/spam', label: 'Spam filter', icon: IconRobotOff },
    {
      to: '/counsel',
      label: 'Counsel queue',
      icon: IconGavel,
      count: session.openCounsel,
      countLabel: 'waiting',
    },
    { to: '/rules', label: 'Rules', icon: IconScale },
    { to: '/health', label: 'Health', icon: IconHeartbeat },
    { to: '/configuration', label: 'Configuration', icon: IconFileText },
    ...(session.account.role === 'owner'
      ? [{ to: '/people', label: 'People and keys', icon: IconUsers }]
      : []),
    ...(session.tenant.simulated
      ? [{ to: '/simulator', label: 'Phone simulator', icon: IconDeviceMobile }]
      : []),
  ];

  return (
    <div className="rb-shell">
      <a className="rb-skip" href="#content">
        Skip to content
      </a>
      <nav className="rb-rail" aria-label="Main">
        <Link to="/" className="rb-rail-brand" aria-label="Ringback, to Today">
          <Wordmark />
        </Link>
        <NavGroup places={daily} path={path} />
        <NavGroup places={setup} path={path} title="Set up and trust" />
        <div className="rb-rail-foot">
          <Text size="xs" className="rb-rail-tenant">
            {session.tenant.name}
          </Text>
          <TenantClock />
        </div>
      </nav>
      <div className="rb-main">
        <header className="rb-top">
          <div className="rb-top-left">
            <Link to="/" className="rb-top-brand" aria-label="Ringback, to Today">
              <Wordmark />
            </Link>
            {session.tenant.simulated && <SimulatedMark />}
          </div>
          <Group gap={4} wrap="nowrap">
            <Notices />
            <SchemeToggle />
            <Account openHelp={helpHandlers.open} openPassword={passwordHandlers.open} />
          </Group>
        </header>
        <Paused />
        <Offline />
        <main id="content" className="rb-content" tabIndex={-1}>
          <Outlet />
        </main>
      </div>
      <nav className="rb-bar" aria-label="Daily pages">
        {daily.slice(0, 4).map((place) => (
          <BarLink key={place.to} place={place} active={isActive(place.to, path)} />
        ))}
        <UnstyledButton className="rb-bar-link" onClick={drawerHandlers.open} aria-haspopup="dialog">
          <IconDots size={22} stroke={1.7} aria-hidden />
          <span>More</span>
        </UnstyledButton>
      </nav>
      <Drawer
        opened={drawer}
        onClose={drawerHandlers.close}
        position="bottom"
        size="auto"
        radius="lg"
        title={session.tenant.name}
        closeButtonProps={{ 'aria-label': 'Close' }}
        className="rb-more"
      >
        <ul className="rb-more-list">
          {[...daily.slice(4), ...setup].map((place) => (
            <li key={place.to}>
              <Link to={place.to} className="rb-more-link" onClick={drawerHandlers.close}>
                <place.icon size={20} stroke={1.7} />
                {place.label}
                <Count place={place} />
              </Link>
            </li>
          ))}
        </ul>
      </Drawer>
      <HelpDialog opened={help} onClose={helpHandlers.close} />
      {password && <PasswordDialog onClose={passwordHandlers.close} />}
    </div>
  );
}

function NavGroup(props: { places: readonly Place[]; path: string; title?: string }) {
  return (
    <div className="rb-rail-group">
      {props.title !== undefined && <p className="rb-rail-title">{props.title}</p>}
      <ul>
        {props.places.map((place) => (
          <li key={place.to}>
            <Link
              to={place.to}
              className="rb-rail-link"
              data-active={isActive(place.to, props.path)}
              aria-current={isActive(place.to, props.path) ? 'page' : undefined}
            >
              <place.icon size={18} stroke={1.7} />
              <span>{place.label}</span>
              <Count place={place} />
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Count({ place }: { place: Place }) {
  if (place.count === undefined || place.count === 0) return null;
  return (
    <span className="rb-count">
      {place.count > 99 ? '99+' : place.count}
      <span className="rb-hidden"> {place.countLabel}</span>
    </span>
  );
}

function BarLink({ place, active }: { place: Place; active: boolean }) {
  return (
    <Link
      to={place.to}
      className="rb-bar-link"
      data-active={active}
      aria-current={active ? 'page' : undefined}
    >
      <Indicator disabled={(place.count ?? 0) === 0} color="apricot.4" size={9} offset={2}>
        <place.icon size={22} stroke={1.7} />
      </Indicator>
      <span>{place.short ?? place.label}</span>
    </Link>
  );
}

function isActive(to: string, path: string): boolean {
  return to === '/' ? path === '/' : path === to || path.startsWith(`${to}/`);
}

function TenantClock() {
  const session = useSession();
  const now = useNow(1);
  return (
    <Text size="xs" className="rb-rail-clock">
      {shortDate(now, session.tenant.zone)}, {clockTime(now, session.tenant.zone)}
    </Text>
  );
}

function SimulatedMark() {
  return (
    <div className="rb-simulated" role="note">
      <strong>SIMULATED</strong>
      <span className="rb-simulated-more">
        Nothing leaves this machine. Callers, texts and bookings are made up.
      </span>
    </div>
  );
}

function Paused() {
  const session = useSession();
  const resume = useAction({ run: () => post('/switches', { scope: 'tenant', paused: false }) });
  if (!session.tenant.paused) return null;
  return (
    <Alert
      color="brick"
      variant="filled"
      radius={0}
      className="rb-strip"
      icon={<IconPhoneOff size={18} aria-hidden />}
    >
      <Group justify="space-between" gap="xs">
        <span>Everything is paused. Calls are recorded; no text goes out until someone resumes.</span>
        {session.account.role === 'owner' && (
          <Button
            size="compact-sm"
            variant="white"
            color="brick"
            loading={resume.isPending}
            onClick={() => resume.mutate(undefined)}
          >
            Resume
          </Button>
        )}
      </Group>
    </Alert>
  );
}

function Offline() {
  const connected = useConnected();
  if (connected) return null;
  return (
    <div className="rb-offline" role="status">
      <IconWifiOff size={16} aria-hidden /> No live connection. What you see may be old; we keep trying.
    </div>
  );
}

function SchemeToggle() {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme('light');
  const other = scheme === 'dark' ? 'light' : 'dark';
  return (
    <Tooltip label={`Switch to ${other}`}>
      <ActionIcon size="lg" aria-label={`Switch to ${other} colours`} onClick={() => setColorScheme(other)}>
        {scheme === 'dark' ? <IconSun size={19} stroke={1.7} /> : <IconMoon size={19} stroke={1.7} />}
      </ActionIcon>
    </Tooltip>
  );
}

function Account({ openHelp, openPassword }: { openHelp: () => void; openPassword: () => void }) {
  const session = useSession();
  const client = useQueryClient();
  const navigate = useNavigate();
  const leave = async () => {
    await post('/logout').catch(() => undefined);
    client.clear();
    await navigate({ to: '/login' });
  };
  return (
    <Menu position="bottom-end" width={230} shadow="md">
      <Menu.Target>
        <ActionIcon size="lg" aria-label={`Account of ${session.account.name}`}>
          <IconUserCircle size={20} stroke={1.7} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {session.account.name} · {session.account.role}
        </Menu.Label>
        <Menu.Item leftSection={<IconKeyboard size={16} />} onClick={openHelp}>
          Keyboard and help
        </Menu.Item>
        <Menu.Item leftSection={<IconScale size={16} />} component="a" href="/docs">
          API documentation
        </Menu.Item>
        <Menu.Item leftSection={<IconLock size={16} />} onClick={openPassword}>
          Set a password
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void leave()}>
          Log out
        </Menu.Item>
        <Menu.Label>Ringback {session.version}</Menu.Label>
      </Menu.Dropdown>
    </Menu>
  );
}

export function NotFound() {
  return (
    <Page title="There is no such page">
      <Alert color="apricot" role="note">
        The address may be old. <Anchor href="/">Go to Today</Anchor>, where everything that needs you is
        listed.
      </Alert>
    </Page>
  );
}
