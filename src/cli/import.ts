import { readFile } from 'node:fs/promises';
import { AppError, type Issue } from '../core/model/errors.ts';
import { describeIssue, parseConfig } from '../core/organisation/parse.ts';
import { readContacts, readSuppressions, type BadLine } from '../core/organisation/people-csv.ts';
import type { Change } from '../core/organisation/plan.ts';
import type { TenantConfig } from '../core/model/organisation.ts';
import { knownConnectors, type Pipeline } from '../pipeline/context.ts';
import { secretSettings } from '../server/api/config.ts';
import { appendRecords } from '../store/audit.ts';
import { ALL_TENANTS } from '../store/database.ts';
import { openingFailure } from '../store/opening-failure.ts';
import { applyConfig, type AppliedConfig } from '../store/organisation.ts';
import { importContacts, importSuppressions } from '../store/people-import.ts';
import { tenantClock } from '../store/tenant-clock.ts';
import {
  answering,
  InputError,
  oneTenant,
  readArgs,
  UsageError,
  withPipeline,
  type CommandDeps,
  type CommandIo,
  type TenantRef,
} from './audit-command.ts';
import { importConsents } from './import-consents.ts';
import { importNumbers } from './import-numbers.ts';
import { importSpamList, listNameOf, takeSpamListBack } from './import-spam-list.ts';

/**
 * `ringback import`: an organisation from YAML, people from CSV. A plan changes nothing; applying the same file twice
 * changes nothing the second time. Exit 0 done, 1 lines of a CSV were left out or the plan was not confirmed, 2 the input
 * has problems.
 */
const USAGE = `usage: ringback import [--plan] [--yes] FILE
       ringback import [--contacts FILE] [--suppressions FILE] [--tenant KEY]
       ringback import --spam-list FILE [--list NAME] [--plan | --remove] [--tenant KEY]
       ringback import --numbers FILE --kind KIND [--list NAME] [--as-of DAY] [--area-codes 310,213] [--state TX]
                       [--plan | --remove] [--tenant KEY]
       ringback import --consents FILE [--plan] [--tenant KEY]
  FILE            ringback.yaml; - reads standard input (then --yes or --plan is needed)
  --plan          only show what would change; for lists too
  --yes           apply without asking
  --contacts      CSV with phone, name, email, notes, existing_customer, blocked
  --suppressions  CSV with phone, kind, banner, date, note; a bare list of numbers means: they said stop
  --spam-list     CSV with phone and label, or bare numbers; replaces the list of that name
  --list          name of that list; without it the file's
  --numbers       a list about numbers: the do-not-call registry's flat file (310,5550142), or CSV with a phone column
  --kind          national-dnc, state-dnc, reassigned, litigator or line-type
  --as-of         the day of that list, by its keeper; without it today
  --area-codes    what the registry copy covers; without it the area codes in the file
  --remove        takes that list back
  --consents      consent given in writing, one JSON object per line: phone, banner, given (docs/guides/look-ups.md)
`;

export function run(args: string[], io: CommandIo, deps: CommandDeps): Promise<number> {
  return answering('import', USAGE, io, async () => {
    const { values, positionals } = readArgs({
      args,
      allowPositionals: true,
      options: {
        plan: { type: 'boolean' },
        yes: { type: 'boolean', short: 'y' },
        contacts: { type: 'string' },
        suppressions: { type: 'string' },
        'spam-list': { type: 'string' },
        numbers: { type: 'string' },
        consents: { type: 'string' },
        kind: { type: 'string' },
        'as-of': { type: 'string' },
        'area-codes': { type: 'string' },
        state: { type: 'string' },
        remove: { type: 'boolean' },
        list: { type: 'string' },
        tenant: { type: 'string' },
        json: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
    if (values.help === true) {
      io.stdout(USAGE);
      return 0;
    }
    const [file, ...more] = positionals;
    const { contacts: contactFile, suppressions: suppressionFile, 'spam-list': spamFile } = values;
    const numberFile = values.numbers;
    const consentFile = values.consents;
    const people = [contactFile, suppressionFile, spamFile, numberFile, consentFile].some(
      (each) => each !== undefined,
    );
    if (values.list !== undefined && spamFile === undefined && numberFile === undefined)
      throw new UsageError('--list names the list of --spam-list or --numbers');
    if (numberFile !== undefined && values.kind === undefined)
      throw new UsageError('--numbers needs --kind, such as --kind national-dnc');
    const spamList = spamFile === undefined ? '' : listNameOf(values.list, spamFile);
    if (more.length > 0 || (file === undefined) !== people)
      throw new UsageError('give one YAML file, or lists of people');
    if (file !== undefined) {
      if (file === '-' && values.plan !== true && values.yes !== true)
        throw new UsageError('from standard input, --yes or --plan is needed');
      const text = await textOf(file, io);
      return withPipeline(deps, ({ pipeline }) =>
        importOrganisation(pipeline, io, file, text, {
          plan: values.plan === true,
          yes: values.yes === true,
          json: values.json === true,
        }),
      );
    }
    return withPipeline(deps, async ({ pipeline, tenants }) => {
      const tenant = oneTenant(tenants, values.tenant);
      const people = { contacts: contactFile, suppressions: suppressionFile } as const;
      let code = 0;
      for (const what of ['contacts', 'suppressions'] as const) {
        const path = people[what];
        if (path !== undefined)
          code = Math.max(code, await importPeople(pipeline, io, tenant, what, path, values.plan === true));
      }
      if (spamFile !== undefined)
        code = Math.max(
          code,
          values.remove === true
            ? await removeSpam(pipeline, io, tenant, spamList)
            : await importSpam(pipeline, io, tenant, spamFile, spamList, values.plan === true),
        );
      if (consentFile !== undefined) {
        const text = await textOf(consentFile, io);
        const { plan = false } = values;
        code = Math.max(code, await importConsents(pipeline, io, tenant, consentFile, text, plan));
      }
      if (numberFile !== undefined) {
        const remove = values.remove === true;
        const text = remove ? '' : await textOf(numberFile, io);
        const args = {
          topic: values.kind ?? '',
          list: values.list,
          asOf: values['as-of'],
          state: values.state,
          areaCodes: values['area-codes'],
          remove,
          plan: values.plan === true,
        };
        code = Math.max(code, await importNumbers(pipeline, io, tenant, numberFile, text, args));
      }
      return code;
    });
  });
}

interface Mode {
  readonly plan: boolean;
  readonly yes: boolean;
  readonly json: boolean;
}

async function importOrganisation(
  pipeline: Pipeline,
  io: CommandIo,
  file: string,
  text: string,
  mode: Mode,
): Promise<number> {
  const parsed = parseConfig(text, knownConnectors(pipeline.connectors));
  if (!parsed.ok) {
    io.stderr(
      `${file} has ${counted(parsed.issues.length, 'problem')}; nothing was changed\n${parsed.issues.map((issue) => `  ${describeIssue(issue)}\n`).join('')}`,
    );
    return 2;
  }
  const unusable = pipeline.policy?.problems(parsed.config.policy) ?? [];
  if (unusable.length > 0) {
    io.stderr(
      `${file} cannot be applied; nothing was changed\n${unusable.map((issue) => `  ${describeIssue(issue)}\n`).join('')}`,
    );
    return 2;
  }
  try {
    const plan = await apply(pipeline, parsed.config, { planOnly: true, tellUnset: mode.plan });
    if (mode.json) io.stdout(`${JSON.stringify({ changes: plan.changes, unset: plan.unset })}\n`);
    else io.stdout(`${describePlan(plan.changes)}${describeUnset(plan.unset)}`);
    if (plan.changes.length === 0 || mode.plan) return 0;
    if (!mode.yes && !(await confirmed(io, plan.changes))) {
      io.stdout('Nothing was changed.\n');
      return 1;
    }
    // The plan is made again inside the transaction that writes: what somebody else changed meanwhile is not lost.
    const applied = await apply(pipeline, parsed.config, { planOnly: false });
    pipeline.signal.wake('organisation');
    pipeline.signal.wake(`change:${applied.tenantId}`);
    io.stdout(`Done: ${counted(applied.changes.length, 'change')}.\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'invalid-config') throw error;
    io.stderr(
      `${file} cannot be applied; nothing was changed\n${error.issues.map((issue: Issue) => `  ${describeIssue(issue)}\n`).join('')}`,
    );
    return 2;
  }
}

function apply(
  pipeline: Pipeline,
  config: TenantConfig,
  how: { planOnly: boolean; tellUnset?: boolean },
): Promise<AppliedConfig> {
  return pipeline.store.tx(ALL_TENANTS, async (tx) => {
    const applied = await applyConfig(tx, pipeline.keeper, config, {
      ...how,
      env: process.env,
      isSecret: secretSettings(pipeline.connectors),
    });
    if (!how.planOnly && applied.changes.length > 0) {
      const clock = await tenantClock(tx, applied.tenantId, pipeline.clock);
      const body = {
        by: 'ringback import',
        changes: applied.changes.map((change) => change.text).slice(0, 200),
        count: applied.changes.length,
      };
      await appendRecords(tx, pipeline.keeper, applied.tenantId, [
        { kind: 'staff.config', occurredAt: clock.now().toISOString(), body },
      ]);
    }
    return applied;
  });
}

const SHOWN = 60;

function describePlan(changes: readonly Change[]): string {
  if (changes.length === 0) return 'Nothing to change.\n';
  const signs = { create: '+', update: '~', remove: '-' } as const;
  const lines = changes
    .slice(0, SHOWN)
    .flatMap((change) => [
      `${signs[change.action]} ${change.text}`,
      ...change.fields
        .slice(0, 12)
        .map((field) => `    ${field.label}: ${field.before ?? '(none)'} -> ${field.after ?? '(none)'}`),
      ...(change.fields.length > 12 ? [`    and ${change.fields.length - 12} more`] : []),
      ...(change.danger === undefined ? [] : [`    ! ${change.danger}`]),
    ]);
  const rest = changes.length > SHOWN ? [`... and ${changes.length - SHOWN} more`] : [];
  const dangers = changes.filter((change) => change.danger !== undefined).length;
  const last = `${counted(changes.length, 'change')}${dangers === 0 ? '' : `, ${dangers} to look at twice (!)`}`;
  return `${[...lines, ...rest, last].join('\n')}\n`;
}

/** A look costs no secret: what is not set yet is only named. */
function describeUnset(unset: readonly Issue[]): string {
  if (unset.length === 0) return '';
  const lines = unset.map((issue) => `  ${issue.path}: ${issue.message}\n`).join('');
  return `Before it can be applied, set ${unset.length === 1 ? 'this' : 'these'}:\n${lines}`;
}

async function confirmed(io: CommandIo, changes: readonly Change[]): Promise<boolean> {
  io.stdout(`Apply ${counted(changes.length, 'change')}? [y/N] `);
  for await (const chunk of io.stdin)
    return /^y(es)?\s*$/i.test(Buffer.from(chunk).toString('utf8').split('\n', 1)[0] ?? '');
  return false;
}

/** Rolls the transaction of a look back after it has shown what it would do. */
class Planned extends Error {
  readonly done: { readonly read: number; readonly changed: number; readonly bad: readonly BadLine[] };
  constructor(done: Planned['done']) {
    super('only a plan');
    this.done = done;
  }
}

async function importPeople(
  pipeline: Pipeline,
  io: CommandIo,
  tenant: TenantRef,
  what: 'contacts' | 'suppressions',
  file: string,
  plan: boolean,
): Promise<number> {
  const text = await textOf(file, io);
  const shown = await pipeline.store
    .tx(tenant.id, async (tx) => {
      const organisation = await pipeline.organisations.load(tx, tenant.id);
      const at = (await tenantClock(tx, tenant.id, pipeline.clock)).now().toISOString();
      const banners = new Map([...organisation.banners.values()].map((banner) => [banner.key, banner.id]));
      const contacts = what === 'contacts' ? readContacts(text) : null;
      const suppressions = contacts === null ? readSuppressions(text, [...banners.keys()]) : null;
      const people = contacts ?? suppressions ?? { good: [], bad: [] };
      const written =
        (contacts === null ? 0 : await importContacts(tx, tenant.id, contacts.good, at)) +
        (suppressions === null ? 0 : await importSuppressions(tx, tenant.id, suppressions.good, banners, at));
      if (written > 0) {
        const body = {
          by: 'ringback import',
          what,
          lines: people.good.length,
          changed: written,
          refused: people.bad.length,
        };
        await appendRecords(tx, pipeline.keeper, tenant.id, [
          { kind: `staff.import-${what}`, occurredAt: at, body },
        ]);
      }
      const done = { read: people.good.length, changed: written, bad: people.bad };
      if (plan) throw new Planned(done);
      return done;
    })
    .catch((error: unknown) => {
      if (error instanceof Planned) return error.done;
      throw error;
    });
  const { read, changed, bad } = shown;
  pipeline.signal.wake(`change:${tenant.id}`);
  io.stdout(
    `${file}: ${counted(read, 'good line')}, ${changed} ${plan ? 'would be ' : ''}new or changed ${what === 'contacts' ? 'contacts' : 'ledger entries'}\n`,
  );
  if (bad.length === 0) return 0;
  io.stderr(`${file}: ${counted(bad.length, 'line')} left out\n${bad.map(describeLine).join('')}`);
  return 1;
}

async function importSpam(
  pipeline: Pipeline,
  io: CommandIo,
  tenant: TenantRef,
  file: string,
  list: string,
  plan: boolean,
): Promise<number> {
  const text = await textOf(file, io);
  const { numbers, added, removed, bad } = await importSpamList(pipeline, tenant, list, text, { file, plan });
  io.stdout(
    numbers === 0
      ? `${file}: names no number; the list ${list} stays as it is\n`
      : `${file}: the list ${list} ${plan ? 'would have' : 'has'} ${counted(numbers, 'number')}, ${added} new, ${removed} taken off\n`,
  );
  if (bad.length === 0) return numbers === 0 ? 1 : 0;
  io.stderr(
    `${file}: ${counted(bad.length, 'line')} left out\n${bad.slice(0, SHOWN).map(describeLine).join('')}`,
  );
  return 1;
}

async function removeSpam(
  pipeline: Pipeline,
  io: CommandIo,
  tenant: TenantRef,
  list: string,
): Promise<number> {
  const numbers = await takeSpamListBack(pipeline, tenant, list);
  if (numbers === 0) {
    io.stderr(`there is no spam list ${list}\n`);
    return 1;
  }
  io.stdout(`the list ${list} with ${counted(numbers, 'number')} was taken back\n`);
  return 0;
}

function describeLine(bad: BadLine): string {
  return `  line ${bad.line}: ${bad.message}${bad.remedy === undefined ? '' : `. ${bad.remedy}`}\n`;
}

async function textOf(file: string, io: CommandIo): Promise<string> {
  const bytes =
    file === '-'
      ? await all(io.stdin)
      : await readFile(file).catch((error: unknown) => unreadable(file, error));
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new InputError(`${file} is not UTF-8; save it as UTF-8`);
  }
}

function unreadable(file: string, error: unknown): never {
  const known = openingFailure(error)?.issues[0];
  throw new InputError(
    known === undefined
      ? `cannot read ${file}: ${String(error)}`
      : `${file} ${known.message}. ${known.remedy ?? ''}`,
  );
}

async function all(stdin: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of stdin) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
