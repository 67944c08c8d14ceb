import { readFile, writeFile } from 'node:fs/promises';
import { ERROR_CODES } from '../src/core/model/errors.ts';

/** Writes `docs/errors.md` from the one table of error codes; `--check` compares. */
const TARGET = new URL('../docs/errors.md', import.meta.url);

const rows = Object.entries(ERROR_CODES).map(
  ([code, { status, remedy }]) => `| \`${code}\` | ${status} | ${remedy} |`,
);
const text = `# Errors

Generated from \`src/core/model/errors.ts\`; do not edit.

Every refusal of the API has one shape, and the command line prints the same words. \`issues\` is there when single
fields are at fault; \`requestId\` finds the line in the log.

\`\`\`json
{ "error": { "code": "invalid-input", "message": "...", "remedy": "...", "issues": [{ "path": "to", "message": "..." }], "requestId": "..." } }
\`\`\`

Answers with status 429 and 503 carry \`Retry-After\`.

| code | status | what to do |
|---|---|---|
${rows.join('\n')}
`;

if (process.argv.includes('--check')) {
  if ((await readFile(TARGET, 'utf8').catch(() => '')) !== text) {
    process.stderr.write('docs/errors.md is out of date: run `node scripts/gen-errors.ts`\n');
    process.exitCode = 1;
  }
} else {
  await writeFile(TARGET, text);
}
