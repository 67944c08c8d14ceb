import { readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { readDatabaseFacts, readMigrations, readZoneOffsets } from '../../store/queries-health.ts';
import { migrationNames } from '../../store/migration-names.ts';
import type { DoctorDeps } from '../doctor.ts';
import { fix, ok, type DoctorLine } from './lines.ts';

/** The program that runs us. */
export function runtime(): DoctorLine {
  const major = Number(process.versions.node.split('.')[0]);
  return major === 24
    ? ok('Runtime', 'Node.js', process.versions.node)
    : fix(
        'Runtime',
        'Node.js',
        `${process.versions.node}, but Ringback is made for 24`,
        'Start it with bin/ringback, which finds the right one after `npm ci`.',
      );
}

export async function database({ pipeline, embedded }: DoctorDeps): Promise<DoctorLine[]> {
  const { store, clock } = pipeline;
  const asked = clock.now().getTime();
  const { facts, ran } = await store.tx('*', async (tx) => ({
    facts: await readDatabaseFacts(tx),
    ran: await readMigrations(tx),
  }));
  const drift = Math.round((asked + clock.now().getTime()) / 2 - Date.parse(facts.now));
  const missing = (await migrationNames()).filter((name) => !ran.includes(name));
  return [
    Number.parseInt(facts.version, 10) >= 15
      ? ok('Database', 'PostgreSQL', `${facts.version}${embedded ? ', our own in the data directory' : ''}`)
      : fix('Database', 'PostgreSQL', facts.version, 'Use PostgreSQL 15 or later.'),
    facts.superuser || facts.bypassesRowSecurity
      ? fix(
          'Database',
          'walls between organisations',
          `the role ${facts.role} bypasses row-level security`,
          'Use a role without SUPERUSER and BYPASSRLS in DATABASE_URL.',
        )
      : ok(
          'Database',
          'walls between organisations',
          `the role ${facts.role} is bound by row-level security`,
        ),
    facts.fsync
      ? ok('Database', 'durability', 'fsync is on')
      : fix(
          'Database',
          'durability',
          'fsync is off',
          'Set fsync = on in postgresql.conf and restart PostgreSQL.',
        ),
    missing.length === 0
      ? ok('Database', 'migrations', `${ran.length} ran, none missing`)
      : fix('Database', 'migrations', `missing: ${missing.join(', ')}`, 'Run `ringback migrate`.'),
    Math.abs(drift) <= 2000
      ? ok('Clock', 'server and database', `within ${Math.abs(drift)} ms`)
      : fix(
          'Clock',
          'server and database',
          `${drift} ms apart`,
          'Run time synchronisation (NTP) on both machines.',
        ),
  ];
}

/** Stale zone data makes quiet hours and bookings wrong by an hour after a country changes its clocks. */
export async function zones(deps: DoctorDeps): Promise<DoctorLine[]> {
  const { pipeline } = deps;
  const version = process.versions['tz'] ?? 'unknown';
  const year = Number.parseInt(version, 10);
  const now = pipeline.clock.now();
  const named = new Set<string>();
  for (const tenant of deps.tenants) {
    const shop = await pipeline.store.tx(tenant.id, (tx) => pipeline.organisations.load(tx, tenant.id));
    for (const location of shop.locations.values()) named.add(location.zone);
  }
  const dates = [0, 90, 180, 270].map((days) => new Date(now.getTime() + days * 86_400_000));
  const theirs = await pipeline.store.tx('*', (tx) => readZoneOffsets(tx, [...named], dates));
  const differing = [...named].filter((zone) =>
    dates.some((date, index) => theirs.get(zone)?.[index] !== offsetMinutes(zone, date)),
  );
  return [
    year >= now.getUTCFullYear() - 1
      ? ok('Time zones', 'tzdata', version)
      : fix(
          'Time zones',
          'tzdata',
          `${version} is old`,
          'Update Ringback (`npm ci`): Node brings the zone data.',
        ),
    differing.length === 0
      ? ok(
          'Time zones',
          'agreement',
          `Node and PostgreSQL agree on all ${named.size} zones in use, for the coming year`,
        )
      : fix(
          'Time zones',
          'agreement',
          `Node and PostgreSQL disagree on ${differing.join(', ')}`,
          'Update the zone data of the older one; PostgreSQL takes it from its package or the system.',
        ),
  ];
}

function offsetMinutes(zone: string, at: Date): number {
  const text =
    new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
      .formatToParts(at)
      .find((part) => part.type === 'timeZoneName')?.value ?? '';
  const [, sign, hours = '0', minutes = '0'] = /GMT(?:([+-])(\d{2}):(\d{2}))?/.exec(text) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

export async function disk({ dataDirectory }: DoctorDeps): Promise<DoctorLine[]> {
  const lines: DoctorLine[] = [];
  try {
    const { bavail, bsize } = await statfs(dataDirectory);
    const free = (bavail * bsize) / 2 ** 30;
    lines.push(
      free >= 1
        ? ok('Disk', 'free space', `${free.toFixed(1)} GiB in the data directory`)
        : fix(
            'Disk',
            'free space',
            `${free.toFixed(2)} GiB left`,
            'Make room: the database and the spool stop when the disk is full.',
          ),
    );
  } catch {
    lines.push(
      fix('Disk', 'data directory', `${dataDirectory} cannot be read`, 'Create it, or set RINGBACK_DATA.'),
    );
  }
  const names = await readdir(join(dataDirectory, 'spool')).catch(() => []);
  const count = (ending: string): string[] => names.filter((name) => name.endsWith(ending));
  const waiting = count('.spool');
  const bytes = (
    await Promise.all(waiting.map((name) => stat(join(dataDirectory, 'spool', name)).catch(() => null)))
  ).reduce((sum, each) => sum + (each?.size ?? 0), 0);
  lines.push(
    waiting.length === 0
      ? ok('Disk', 'spool', 'empty')
      : fix(
          'Disk',
          'spool',
          `${waiting.length} files, ${bytes} bytes wait for the database`,
          'Start the server with this data directory: it takes them over by itself.',
        ),
  );
  const aside = [...count('.damaged'), ...count('.refused')];
  if (aside.length > 0)
    lines.push(
      fix(
        'Disk',
        'spool',
        `${aside.length} files were set aside`,
        `Look at ${aside[0] ?? ''}: deliveries that the disk damaged or the database refused.`,
      ),
    );
  return lines;
}
