/** A reading view of the OpenAPI document: one page, no script, nothing from outside. */
interface Operation {
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
}

export function docsPage(document: object): string {
  const { paths, info } = document as {
    paths: Record<string, Record<string, Operation>>;
    info: { title: string; version: string; description: string };
  };
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      path,
      method,
      operation,
      tag: operation.tags?.[0] ?? 'Other',
    })),
  );
  const sections = [...Map.groupBy(operations, (each) => each.tag)].map(
    ([tag, members]) =>
      `<section><h2>${escape(tag)}</h2>${members
        .map(
          ({ method, path, operation }) =>
            `<article><h3><span class="method ${method}">${method.toUpperCase()}</span> <code>${escape(path)}</code></h3><p>${escape(operation.summary ?? '')}</p>${operation.description === undefined ? '' : `<p class="quiet">${escape(operation.description)}</p>`}</article>`,
        )
        .join('')}</section>`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${escape(info.title)} API</title><link rel="stylesheet" href="/docs.css"></head><body><main>
<h1>${escape(info.title)} API <small>${escape(info.version)}</small></h1><p>${escape(info.description)}</p>
<p>The whole description, for tools: <a href="/api/openapi.json">/api/openapi.json</a> (OpenAPI 3.1).</p>
${sections.join('')}</main></body></html>`;
}

export const DOCS_CSS = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{margin:0}main{max-width:52rem;margin:0 auto;padding:2rem 1rem}
small,.quiet{opacity:.7;font-weight:normal}h2{margin-top:2.5rem;border-bottom:1px solid #8884}
article{margin:1rem 0}h3{font-size:1rem;margin:0}article p{margin:.2rem 0}
.method{display:inline-block;min-width:4rem;font-weight:700;color:#0a7d6c}.delete{color:#c0392b}.get{color:#2d6cb5}
`;

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '<br>');
}
