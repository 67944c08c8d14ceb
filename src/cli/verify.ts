import { parseArgs } from 'node:util';
import { z } from 'zod';
import { voiceSurfaces } from '../connectors/registry.generated.ts';
import { guessMediaType } from '../connectors/shared/body.ts';
import { ERROR_CODES } from '../core/model/errors.ts';
import { isSecret } from '../ports/connector.ts';
import type { VoiceSurface } from '../ports/voice.ts';
import { headersFrom, readBody } from './filter-input.ts';
import type { FilterIo } from './filter-input.ts';

/**
 * `ringback verify SURFACE [FILE] --secret S`: is this delivery genuine? Prints one JSON verdict that never holds a secret.
 * Exit 0 genuine, 1 not, 2 wrong usage. The age of a delivery is only judged against `--at`: a delivery kept in a file
 * is old by nature, and its signature is what is being asked about.
 */
export const USAGE =
  'usage: ringback verify SURFACE [FILE] --secret S [--url U] [--method M] [--content-type T] [--header "K: V"]... [--at INSTANT] < body\n';

export async function run(args: string[], io: FilterIo): Promise<number> {
  const options = readOptions(args);
  if (typeof options === 'string') return usage(io, options);
  const surface = voiceSurfaces.get(options.surface);
  if (surface === undefined)
    return usage(
      io,
      `no voice surface "${options.surface}"; there are: ${[...voiceSurfaces.keys()].join(', ')}`,
    );
  const at = options.at === undefined ? new Date() : new Date(options.at);
  if (Number.isNaN(at.getTime())) return usage(io, '--at is not an instant such as 2026-11-20T18:42:00Z');
  const headers = headersFrom(options.headers);
  if ('problem' in headers) return usage(io, headers.problem);
  const config = surface.config.safeParse(
    options.secret === undefined ? {} : withSecret(surface, options.secret),
  );
  if (!config.success)
    return usage(
      io,
      `--secret does not fit ${options.surface}: ${config.error.issues[0]?.message ?? 'refused'}`,
    );

  const body = await readBody(options.file, io);
  // It may be a secret that lost its --secret, so it is not repeated.
  if (body === null) return usage(io, 'cannot read the file that was named; give one that exists, or none');
  const contentType = options.contentType ?? headers.value['content-type'] ?? guessMediaType(body);
  const verdict = surface.verify(
    {
      method: options.method,
      url: options.url ?? `https://localhost/hooks/voice/${options.surface}`,
      headers: { ...headers.value, 'content-type': contentType },
      body,
      receivedAt: at.toISOString(),
    },
    config.data,
    at,
  );
  if (verdict.ok) return say(io, { ok: true, verdict: 'genuine', surface: options.surface }, 0);
  if (verdict.code === 'signature-expired' && options.at === undefined) {
    const note = 'The signature is genuine. The delivery is old; give --at to judge its age.';
    return say(io, { ok: true, verdict: 'genuine', surface: options.surface, note }, 0);
  }
  const { code, detail } = verdict;
  return say(
    io,
    {
      ok: false,
      verdict: 'refused',
      surface: options.surface,
      code,
      detail,
      remedy: ERROR_CODES[code].remedy,
    },
    1,
  );
}

/** Puts the secret into the setting that the surface itself marks as secret. */
function withSecret(surface: VoiceSurface, secret: string): Record<string, string> {
  const shape: Readonly<Record<string, unknown>> =
    surface.config instanceof z.ZodObject ? surface.config.shape : {};
  const field = Object.entries(shape).find(([, schema]) => schema instanceof z.ZodType && isSecret(schema));
  return field === undefined ? {} : { [field[0]]: secret };
}

interface Options {
  readonly surface: string;
  readonly file: string | undefined;
  readonly secret: string | undefined;
  readonly url: string | undefined;
  readonly method: string;
  readonly contentType: string | undefined;
  readonly headers: readonly string[];
  readonly at: string | undefined;
}

function readOptions(args: string[]): Options | string {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        secret: { type: 'string' },
        url: { type: 'string' },
        method: { type: 'string' },
        'content-type': { type: 'string' },
        header: { type: 'string', multiple: true },
        at: { type: 'string' },
      },
    });
    const [surface, file, ...more] = positionals;
    if (surface === undefined) return 'SURFACE is missing';
    if (more.length > 0) return 'there is one argument too many; one file at most';
    return {
      surface,
      file,
      secret: values.secret === '' ? undefined : values.secret,
      url: values.url,
      method: (values.method ?? 'POST').toUpperCase(),
      contentType: values['content-type'],
      headers: values.header ?? [],
      at: values.at,
    };
  } catch {
    // The parser repeats arguments in its messages, and one of them is a secret.
    return 'an option is unknown or lacks its value';
  }
}

function say(io: FilterIo, verdict: Readonly<Record<string, unknown>>, code: number): number {
  io.stdout(`${JSON.stringify(verdict)}\n`);
  return code;
}

function usage(io: FilterIo, problem: string): number {
  io.stderr(`ringback verify: ${problem}\n${USAGE}`);
  return 2;
}
