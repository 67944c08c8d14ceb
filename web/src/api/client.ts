/** The one door to the server: JSON in, JSON out, and every refusal as an `ApiError` that carries its remedy. */
import type { ErrorBody } from './types.ts';

export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly remedy: string;
  readonly issues: readonly { path: string; message: string; remedy?: string | undefined }[];
  readonly requestId: string | null;

  constructor(status: number, body: Partial<ErrorBody['error']>) {
    super(body.message ?? `The server answered ${status}.`);
    this.name = 'ApiError';
    this.status = status;
    this.code = body.code ?? 'internal';
    this.remedy = body.remedy ?? 'Try again in a moment.';
    this.issues = body.issues ?? [];
    this.requestId = body.requestId ?? null;
  }
}

export type QueryValues = Readonly<Record<string, string | number | boolean | null | undefined>>;

export async function get<T>(path: string, values: QueryValues = {}, signal?: AbortSignal): Promise<T> {
  return request<T>('GET', `/api/v1${path}${queryString(values)}`, undefined, signal);
}

export async function post<T = unknown>(path: string, body: unknown = {}): Promise<T> {
  return request<T>('POST', `/api/v1${path}`, body);
}

export async function patch<T = unknown>(path: string, body: unknown): Promise<T> {
  return request<T>('PATCH', `/api/v1${path}`, body);
}

export async function remove<T = unknown>(path: string): Promise<T> {
  return request<T>('DELETE', `/api/v1${path}`);
}

export function queryString(values: QueryValues): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(values)) {
    if (value !== undefined && value !== null && value !== '') search.set(key, String(value));
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

async function request<T>(method: string, url: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (body !== undefined) {
    headers['content-type'] = 'application/json';
    // One press, one effect, even when the browser has to send it again.
    headers['idempotency-key'] = crypto.randomUUID();
  }
  let response: Response;
  try {
    response = await fetch(url, {
      method,
      headers,
      credentials: 'same-origin',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (cause) {
    if (signal?.aborted === true) throw cause;
    throw new ApiError(0, {
      message: 'The server cannot be reached.',
      remedy:
        'Check that Ringback is running and that this device is online; the page tries again by itself.',
    });
  }
  const text = await response.text();
  const parsed = parseJson(text);
  if (!response.ok) throw new ApiError(response.status, errorOf(parsed));
  return parsed as T;
}

function parseJson(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function errorOf(parsed: unknown): Partial<ErrorBody['error']> {
  if (typeof parsed !== 'object' || parsed === null || !('error' in parsed)) return {};
  return (parsed as { error: Partial<ErrorBody['error']> }).error;
}
