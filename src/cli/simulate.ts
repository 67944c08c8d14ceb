import { DEMO_KEY } from '../simulate/demo-organisation.ts';
import { drive, type DriveReport } from '../simulate/drive.ts';
import { answering, readArgs, UsageError, type CommandIo } from './audit-command.ts';

/**
 * `ringback simulate`: calls with known truth against a running server, and the comparison with what the virtual carrier
 * counted. Exit 0 when they agree, 1 when not, 2 on bad usage. Only simulated organisations let themselves be rung.
 */
const USAGE = `usage: ringback simulate [--attempts N] [--seed S] [--rate R] [--duplicates D] [--shuffle]
                         [--url U] [--key K] [--tenant KEY] [--patience SECONDS] [--json]
  --attempts    how many people call (default 100)
  --seed        the same seed makes the same calls (default 1)
  --rate        attempts per second; 0 (default) as fast as the server takes them
  --duplicates  share of webhooks that are sent twice, 0 to 1 (default 0.2)
  --shuffle     webhooks arrive in any order
  --url         the server (default http://127.0.0.1:$RINGBACK_PORT)
  --key         an API key with the role owner (default $RINGBACK_ADMIN_KEY)
  --tenant      the simulated organisation (default ${DEMO_KEY})
`;

export function run(args: string[], io: CommandIo): Promise<number> {
  return answering('simulate', USAGE, io, async () => {
    const { values } = readArgs({
      args,
      options: {
        attempts: { type: 'string', default: '100' },
        seed: { type: 'string', default: '1' },
        rate: { type: 'string', default: '0' },
        duplicates: { type: 'string', default: '0.2' },
        shuffle: { type: 'boolean', default: false },
        url: { type: 'string', default: `http://127.0.0.1:${process.env['RINGBACK_PORT'] ?? '8080'}` },
        key: { type: 'string', default: process.env['RINGBACK_ADMIN_KEY'] ?? '' },
        tenant: { type: 'string', default: DEMO_KEY },
        patience: { type: 'string', default: '120' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean' },
      },
    });
    if (values.help === true) {
      io.stdout(USAGE);
      return 0;
    }
    if (values.key === '') throw new UsageError('--key is needed, or RINGBACK_ADMIN_KEY in the environment');
    const report = await drive({
      url: values.url.replace(/\/+$/, ''),
      key: values.key,
      tenant: values.tenant,
      attempts: number('--attempts', values.attempts, 1, 20_000),
      seed: number('--seed', values.seed, 0, 2 ** 32 - 1),
      rate: number('--rate', values.rate, 0, 100_000),
      duplicates: number('--duplicates', values.duplicates, 0, 1),
      shuffle: values.shuffle,
      patienceSeconds: number('--patience', values.patience, 1, 86_400),
      say: (line) => io.stderr(`${line}\n`),
    });
    io.stdout(values.json ? `${JSON.stringify(report)}\n` : describe(report));
    return report.agrees ? 0 : 1;
  });
}

function describe({ attempts, webhooks, texts, differences, agrees }: DriveReport): string {
  const list = (what: string, callers: readonly string[]): string =>
    callers.length === 0
      ? ''
      : `  ${what}: ${callers.slice(0, 10).join(', ')}${callers.length > 10 ? ` and ${callers.length - 10} more` : ''}\n`;
  return [
    `attempts   ${attempts}\n`,
    `webhooks   ${webhooks.sent} sent (${webhooks.repeated} of them again), ${webhooks.accepted} accepted, ${webhooks.refused} refused, ${webhooks.perSecond}/s\n`,
    `texts      ${texts.counted} people texted by the carrier's count, ${texts.expected} should have been\n`,
    list('no text, but should have one', differences.missing),
    list('a text, but should have none', differences.unexpected),
    list('the same text more than once', differences.repeated),
    agrees ? 'The carrier and the truth agree.\n' : 'The carrier and the truth DIFFER.\n',
  ].join('');
}

function number(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < least || value > most) {
    throw new UsageError(`${name} must be a number from ${least} to ${most}, not "${text}"`);
  }
  return value;
}
