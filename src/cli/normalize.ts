import { parseArgs } from 'node:util';
import { voiceSurfaces } from '../connectors/registry.generated.ts';
import { isZone } from '../core/model/primitives.ts';
import { Country } from '../connectors/shared/country.ts';
import { guessMediaType } from '../connectors/shared/body.ts';
import { headersFrom, readBody } from './filter-input.ts';
import type { FilterIo } from './filter-input.ts';

/**
 * `ringback normalize SURFACE [FILE]`: one vendor delivery, from a file or standard input, becomes one JSON object on standard output,
 * `events`, `ignored` or `malformed`. Exit 0 for the first two, 2 for malformed input and wrong usage. Records that could
 * not be read beside others that could stand under `issues`, and one line each on standard error.
 */
export const USAGE =
  'usage: ringback normalize SURFACE [FILE] [--content-type T] [--header "K: V"]... [--url U] [--method M] [--zone Z] [--country C] < body\n';

export async function run(args: string[], io: FilterIo): Promise<number> {
  const options = readOptions(args);
  if (typeof options === 'string') return usage(io, options);
  const surface = voiceSurfaces.get(options.surface);
  if (surface === undefined)
    return usage(
      io,
      `no voice surface "${options.surface}"; there are: ${[...voiceSurfaces.keys()].join(', ')}`,
    );
  if (!isZone(options.zone))
    return usage(io, `--zone ${options.zone} is not an IANA time zone such as America/Chicago`);
  if (options.country !== undefined && !Country.safeParse(options.country).success)
    return usage(io, `--country ${options.country} is not a country code such as US, CA or GB`);
  const headers = headersFrom(options.headers);
  if ('problem' in headers) return usage(io, headers.problem);
  const config = surface.config.safeParse({});
  if (!config.success) return usage(io, `${options.surface} needs settings that this command cannot give`);

  const body = await readBody(options.file, io);
  if (body === null) return usage(io, `cannot read ${options.file ?? ''}; name a file that exists`);
  const contentType = options.contentType ?? headers.value['content-type'] ?? guessMediaType(body);
  const result = surface.parse(
    {
      method: options.method,
      url: options.url,
      headers: { ...headers.value, 'content-type': contentType },
      body,
      receivedAt: new Date().toISOString(),
    },
    config.data,
    { source: '', zone: options.zone, country: options.country },
  );
  io.stdout(`${JSON.stringify(result)}\n`);
  if (result.result === 'events')
    for (const issue of result.issues ?? []) io.stderr(`not read: ${issue.path}: ${issue.message}\n`);
  return result.result === 'malformed' ? 2 : 0;
}

interface Options {
  readonly surface: string;
  readonly file: string | undefined;
  readonly contentType: string | undefined;
  readonly headers: readonly string[];
  readonly url: string;
  readonly method: string;
  readonly zone: string;
  readonly country: string | undefined;
}

function readOptions(args: string[]): Options | string {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        'content-type': { type: 'string' },
        header: { type: 'string', multiple: true },
        url: { type: 'string' },
        method: { type: 'string' },
        zone: { type: 'string' },
        country: { type: 'string' },
      },
    });
    const [surface, file, ...more] = positionals;
    if (surface === undefined) return 'SURFACE is missing';
    if (more.length > 0) return `"${more.join(' ')}" is too many; one file at most`;
    return {
      surface,
      file,
      contentType: values['content-type'],
      headers: values.header ?? [],
      url: values.url ?? `https://localhost/hooks/voice/${surface}`,
      method: (values.method ?? 'POST').toUpperCase(),
      zone: values.zone ?? 'UTC',
      country: values.country,
    };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function usage(io: FilterIo, problem: string): number {
  io.stderr(`ringback normalize: ${problem}\n${USAGE}`);
  return 2;
}
