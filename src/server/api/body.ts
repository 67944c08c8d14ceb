import { AppError } from '../../core/model/errors.ts';

/** JSON bodies of the API, read once: size, character set and syntax each have their own refusal. */
const LIMIT = 4 * 1024 * 1024;
/** Deeper than anything we read, shallow enough that no walk over it can exhaust the stack. */
const MAX_DEPTH = 64;

export async function readJson(
  request: Request,
  limit = LIMIT,
): Promise<{ readonly value: unknown; readonly bytes: Uint8Array }> {
  const type = request.headers.get('content-type') ?? '';
  const [media = '', ...parameters] = type.split(';').map((part) => part.trim().toLowerCase());
  if (media !== 'application/json')
    throw new AppError(
      'bad-content-type',
      `the content type is ${media === '' ? 'missing' : media}; send application/json`,
    );
  const charset = parameters
    .find((part) => part.startsWith('charset='))
    ?.slice(8)
    .replaceAll('"', '');
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8')
    throw new AppError('bad-charset', `the character set is ${charset}`);
  const bytes = await readBytes(request, limit);
  return { value: parseJson(bytes), bytes };
}

export async function readBytes(request: Request, limit: number): Promise<Uint8Array> {
  const tooLarge = (): AppError => new AppError('body-too-large', `the body is larger than ${limit} bytes`);
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw tooLarge();
  const encoding = request.headers.get('content-encoding');
  if (encoding !== null && encoding !== 'identity')
    throw new AppError('bad-content-type', 'compressed bodies are not accepted here');
  if (request.body === null) return new Uint8Array(0);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > limit) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function parseJson(bytes: Uint8Array): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw new AppError('bad-charset', 'the bytes are not valid UTF-8', { cause: error });
  }
  if (text.trim() === '') throw new AppError('bad-json', 'the body is empty');
  if (deeperThan(text, MAX_DEPTH))
    throw new AppError('bad-json', `the body is nested deeper than ${MAX_DEPTH} levels`);
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AppError('bad-json', 'the body is not valid JSON; it may have been cut off', { cause: error });
  }
}

/** Counted outside strings, before any parser walks it. */
function deeperThan(text: string, limit: number): boolean {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (inString) {
      if (character === '\\') index += 1;
      else if (character === '"') inString = false;
    } else if (character === '"') inString = true;
    else if (character === '{' || character === '[') {
      depth += 1;
      if (depth > limit) return true;
    } else if (character === '}' || character === ']') depth -= 1;
  }
  return false;
}
