import type { Pipeline } from '../../pipeline/context.ts';
import type { DoctorDeps } from '../doctor.ts';
import { selfTestRequest } from '../self-test.ts';
import { fix, note, ok, type DoctorLine } from './lines.ts';

const TIME_LIMIT_MS = 10_000;

/** Sends ourselves a signed request the long way round, as a vendor would. */
export async function address({ pipeline, tenants }: DoctorDeps): Promise<DoctorLine[]> {
  const { publicUrl, keeper, clock } = pipeline;
  if (publicUrl === null) {
    const how =
      'Set RINGBACK_PUBLIC_URL to the address vendors reach, for example https://calls.example.com.';
    const needed = await anyReal(pipeline, tenants);
    return [
      needed
        ? fix('Public address', 'configured', 'none', how)
        : note('Public address', 'configured', 'none; simulated organisations need none', how),
    ];
  }
  const lines = [
    publicUrl.startsWith('https://')
      ? ok('Public address', 'configured', publicUrl)
      : fix(
          'Public address',
          'configured',
          `${publicUrl} is not https`,
          'Put a TLS proxy in front; vendors send callers’ numbers.',
        ),
  ];
  const request = selfTestRequest(keeper, publicUrl, clock.now());
  try {
    const response = await pipeline.fetch(request.url, {
      method: 'POST',
      headers: request.headers,
      body: request.body,
      redirect: 'manual',
      signal: AbortSignal.timeout(TIME_LIMIT_MS),
    });
    const answer = (await response.json().catch(() => null)) as {
      ok?: boolean;
      reason?: string;
      computedUrl?: string;
    } | null;
    lines.push(selfTestLine(request.url, response.status, answer));
    const date = response.headers.get('date');
    const skew = date === null ? 0 : Date.parse(date) - clock.now().getTime();
    if (Math.abs(skew) > 60_000)
      lines.push(
        fix(
          'Clock',
          'world',
          `the public address says it is ${date ?? ''}`,
          'Run time synchronisation (NTP); signatures with time windows fail otherwise.',
        ),
      );
  } catch (error) {
    const detail =
      error instanceof Error
        ? `${error.message}${error.cause instanceof Error ? ` (${error.cause.message})` : ''}`
        : String(error);
    lines.push(
      fix(
        'Public address',
        'signed request to ourselves',
        `it cannot be reached: ${detail}`,
        'Start the server, and check DNS, TLS certificate, proxy and firewall.',
      ),
    );
  }
  return lines;
}

async function anyReal(pipeline: Pipeline, tenants: DoctorDeps['tenants']): Promise<boolean> {
  for (const { id } of tenants) {
    const shop = await pipeline.store.tx(id, (tx) => pipeline.organisations.load(tx, id));
    if (!shop.tenant.simulated) return true;
  }
  return false;
}

function selfTestLine(
  sent: string,
  status: number,
  answer: { ok?: boolean; reason?: string; computedUrl?: string } | null,
): DoctorLine {
  const name = 'signed request to ourselves';
  if (status === 200 && answer?.ok === true)
    return ok('Public address', name, 'path, query and body arrive as they were signed');
  if (status >= 300 && status < 400)
    return fix(
      'Public address',
      name,
      `it answers with a redirect (${status})`,
      'Configure the final address: vendors do not repeat a webhook elsewhere.',
    );
  if (answer?.reason === 'mismatch') {
    return answer.computedUrl === sent
      ? fix(
          'Public address',
          name,
          'the body was changed on the way, or another installation answers there',
          'Let the proxy pass bodies through unchanged; check that the address leads to this installation (same RINGBACK_SECRET_KEY).',
        )
      : fix(
          'Public address',
          name,
          `we computed ${answer.computedUrl ?? '?'} but ${sent} was signed`,
          'Let the proxy pass path and query through unchanged, without stripping a prefix.',
        );
  }
  if (answer?.reason === 'expired')
    return fix(
      'Clock',
      name,
      'the server’s clock is more than five minutes off',
      'Run time synchronisation (NTP).',
    );
  return fix(
    'Public address',
    name,
    `something else answers there (status ${status})`,
    'Let the proxy pass /hooks/ to Ringback.',
  );
}
