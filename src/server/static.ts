import { readFile, stat } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';

/** The built dashboard. Unknown addresses get the page itself, because the dashboard has addresses of its own. */
export async function serveDashboard(webRoot: string | null, path: string): Promise<Response | null> {
  if (webRoot === null) return null;
  const file = await locate(webRoot, path);
  if (file !== null) return respond(file, path.startsWith('/assets/'));
  if (extname(path) !== '') return null;
  const page = await locate(webRoot, '/index.html');
  return page === null ? null : respond(page, false);
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
  '.txt': 'text/plain; charset=utf-8',
};

async function locate(root: string, path: string): Promise<string | null> {
  let decoded: string;
  try {
    decoded = decodeURIComponent(path);
  } catch {
    return null;
  }
  if (decoded.includes('\0') || decoded.split('/').some((part) => part.startsWith('.'))) return null;
  const file = normalize(join(root, decoded === '/' ? 'index.html' : decoded));
  if (!file.startsWith(normalize(root) + sep)) return null;
  const found = await stat(file).catch(() => null);
  return found?.isFile() === true ? file : null;
}

async function respond(file: string, immutable: boolean): Promise<Response> {
  const type = TYPES[extname(file)] ?? 'application/octet-stream';
  return new Response(await readFile(file), {
    headers: {
      'content-type': type,
      'cache-control': immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
    },
  });
}
