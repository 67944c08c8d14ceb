import { ERROR_CODES } from './core/model/errors.ts';
import type { CommandDeps } from './installation.ts';
import { openingFailure } from './store/opening-failure.ts';

/**
 * The command line, and the composition root behind it: this file and `installation.ts` are the only places that know
 * everything. Each command is one file in `src/cli`, loaded only when asked for, so that the filters start fast.
 */
export interface Io {
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
}

type Command = (args: string[], io: Io) => Promise<number>;

interface Entry {
  readonly summary: string;
  readonly load: () => Promise<Command>;
  /** What `--help` prints; without it the command answers `--help` itself. */
  readonly usage?: () => Promise<string>;
}

const COMMANDS: Readonly<Record<string, Entry>> = {
  start: {
    summary:
      'everything in one process: database, migrations, server, worker, dashboard [--demo] [--config F] [--data DIR] [--port N]',
    load: async () => (await import('./start.ts')).start,
    usage: async () => (await import('./start.ts')).USAGES.start,
  },
  server: {
    summary: 'the HTTP server alone, for several machines',
    load: async () => (await import('./start.ts')).serverOnly,
    usage: async () => (await import('./start.ts')).USAGES.server,
  },
  worker: {
    summary: 'a worker alone; run as many as you like',
    load: async () => (await import('./start.ts')).workerOnly,
    usage: async () => (await import('./start.ts')).USAGES.worker,
  },
  migrate: {
    summary: 'brings the database schema up to date',
    load: async () => (await import('./start.ts')).migrateOnly,
    usage: async () => (await import('./start.ts')).USAGES.migrate,
  },
  doctor: {
    summary: 'checks everything and says how to fix it',
    load: withPipeline(async () => (await import('./cli/doctor.ts')).run),
  },
  normalize: {
    summary: 'SURFACE: vendor payload on stdin -> CallEvents',
    load: async () => (await import('./cli/normalize.ts')).run,
    usage: async () => (await import('./cli/normalize.ts')).USAGE,
  },
  verify: {
    summary: 'SURFACE --secret S: checks a signature over the body on stdin',
    load: async () => (await import('./cli/verify.ts')).run,
    usage: async () => (await import('./cli/verify.ts')).USAGE,
  },
  surfaces: {
    summary: '[--json]: every voice surface: delivery, signature, how far it was checked',
    load: async () => (await import('./cli/surfaces.ts')).run,
    usage: async () => (await import('./cli/surfaces.ts')).USAGE,
  },
  detect: {
    summary: 'CallEvents (JSON lines) -> attempts with classes',
    load: async () => (await import('./cli/detect.ts')).run,
    usage: async () => (await import('./cli/detect.ts')).USAGE,
  },
  bridge: {
    summary:
      '--ami | --ari | --esl | --lines | --kafka | --nats HOST:PORT | --stdin --to URL: carries calls to a source, losing none',
    load: async () => (await import('./cli/bridge.ts')).run,
    usage: async () => (await import('./cli/bridge.ts')).USAGE,
  },
  gate: {
    summary: 'GateInput -> decision with findings; `gate explain`: the same in plain words',
    load: async () => (await import('./cli/gate.ts')).run,
    usage: async () => (await import('./cli/gate.ts')).USAGE,
  },
  policy: {
    summary: 'list | export | test | diff: the rule book in other policy engines',
    load: async () => (await import('./cli/policy.ts')).run,
  },
  segments: {
    summary: 'text -> encoding, segments, per-character cost',
    load: async () => (await import('./cli/segments.ts')).run,
    usage: async () => (await import('./cli/segments.ts')).USAGE,
  },
  simulate: {
    summary: 'traffic with known truth against a running server',
    load: withPipeline(async () => (await import('./cli/simulate.ts')).run),
  },
  import: {
    summary: '[--plan] FILE: organisation from YAML; contacts and suppressions from CSV',
    load: withPipeline(async () => (await import('./cli/import.ts')).run),
  },
  export: {
    summary: 'organisation as YAML; calls, messages, contacts, consent as CSV or JSON lines',
    load: withPipeline(async () => (await import('./cli/export.ts')).run),
  },
  audit: {
    summary: 'verify | prove | export | tamper-demo: independent check of the log',
    load: withPipeline(async () => (await import('./cli/audit.ts')).run),
  },
  replay: {
    summary: 're-derives recorded decisions and reports differences',
    load: withPipeline(async () => (await import('./cli/replay.ts')).run),
  },
};

/** What a command that needs the database is given. Nothing is opened before it asks. */
export type InstalledCommand = (args: string[], io: Io, deps: CommandDeps) => Promise<number>;

function withPipeline(load: () => Promise<InstalledCommand>): () => Promise<Command> {
  return async () => {
    const [run, { commandDeps }] = await Promise.all([load(), import('./installation.ts')]);
    return (args, io) => run(args, io, commandDeps(process.env));
  };
}

async function main(argv: string[]): Promise<number> {
  // Whoever reads (`| head`) has had enough: that is no failure of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(0);
  });
  const io: Io = { stdin: process.stdin, stdout: writerTo(process.stdout), stderr: writerTo(process.stderr) };
  const [name, ...args] = argv;
  if (name === undefined || name === 'help' || name === '--help' || name === '-h') {
    io.stdout(usage());
    return name === undefined ? 2 : 0;
  }
  if (name === '--version' || name === 'version') {
    const { VERSION } = await import('./version.ts');
    io.stdout(`${VERSION}\n`);
    return 0;
  }
  const entry = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (entry === undefined) {
    io.stderr(`ringback: there is no command "${name}"\n\n${usage()}`);
    return 2;
  }
  try {
    if (entry.usage !== undefined && asksForHelp(args)) {
      io.stdout(await entry.usage());
      return 0;
    }
    const command = await entry.load();
    return await command(args, io);
  } catch (error) {
    const misused = isMisuse(error) && entry.usage !== undefined;
    io.stderr(misused ? `${explain(error)}${await entry.usage()}` : explain(error));
    return 2;
  }
}

/** `| head` closes the pipe early. Nobody wants the rest then, and what is under way still ends in order. */
function writerTo(stream: NodeJS.WriteStream): (text: string) => void {
  let gone = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    gone = true;
  });
  return (text) => {
    if (!gone) stream.write(text);
  };
}

/** Before `--` only: behind it stand values, whatever they look like. */
function asksForHelp(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return (end === -1 ? args : args.slice(0, end)).some((arg) => arg === '--help' || arg === '-h');
}

function usage(): string {
  const width = Math.max(...Object.keys(COMMANDS).map((name) => name.length));
  const lines = Object.entries(COMMANDS).map(([name, entry]) => `  ${name.padEnd(width)}  ${entry.summary}`);
  return `usage: ringback COMMAND [options]\n\n${lines.join('\n')}\n\nringback COMMAND --help says more.\n`;
}

/** Every failure says what went wrong and what to do, in the words of the one error table. */
function explain(error: unknown): string {
  const known = openingFailure(error);
  if (known !== null) {
    const remedies = known.issues.some((issue) => issue.remedy !== undefined);
    const issues = known.issues.map(
      ({ path, message, remedy }) => `  ${path}: ${message}${remedy === undefined ? '' : `. ${remedy}`}\n`,
    );
    // The remedy of a whole class of errors says nothing that the remedy of each line does not say better.
    return `ringback: ${known.message} (${known.code})\n${issues.join('')}${remedies ? '' : `  ${known.remedy}\n`}`;
  }
  if (isMisuse(error)) return `ringback: ${error.message}\n`;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `ringback: ${text}\n  ${ERROR_CODES.internal.remedy}\n`;
}

function isMisuse(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}

if (import.meta.main) process.exitCode = await main(process.argv.slice(2));
