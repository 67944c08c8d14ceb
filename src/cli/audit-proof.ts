import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { hashLeaf } from '../core/audit/check/hashing.ts';
import { checkNote } from '../core/audit/check/note.ts';
import { provesInclusion } from '../core/audit/check/proof.ts';
import { readArgs, UsageError, type CommandIo } from './audit-command.ts';

/** What `audit prove` prints, read back strictly. */
const Proof = z.object({
  v: z.literal(1),
  type: z.literal('ringback-inclusion-proof'),
  id: z.string(),
  index: z.int().nonnegative(),
  size: z.int().positive(),
  leaf: z.string(),
  hashes: z.array(z.base64().length(44)).max(64),
  checkpoint: z.string().max(65_536),
  key: z.string().optional(),
});
type Proof = z.infer<typeof Proof>;

/** `ringback audit verify-proof`: checks a proof with no database at hand. Exit 0 when it holds, 1 when not. */
export async function verifyProof(args: string[], io: CommandIo): Promise<number> {
  const { values, positionals } = readArgs({
    args,
    options: { key: { type: 'string' } },
    allowPositionals: true,
  });
  const [file, ...more] = positionals;
  if (more.length > 0) throw new UsageError('verify-proof takes one file');
  const proof = parseProof(await readInput(file, io));
  const verifierKey = values.key ?? proof.key;
  if (verifierKey === undefined)
    throw new UsageError('the proof names no key; give the one you trust with --key');
  if (values.key === undefined) {
    io.stderr(`the key came with the proof; compare it with the one you were given: ${verifierKey}\n`);
  }
  const problem = problemWith(proof, verifierKey);
  io.stdout(
    `${JSON.stringify({ valid: problem === null, id: proof.id, index: proof.index, size: proof.size, ...(problem === null ? {} : { problem }) })}\n`,
  );
  return problem === null ? 0 : 1;
}

function problemWith(proof: Proof, verifierKey: string): string | null {
  const note = checkNote(proof.checkpoint, verifierKey);
  if (!note.ok) return `checkpoint: ${note.problem}`;
  if (note.size !== proof.size)
    return `the checkpoint signs ${note.size} records, the proof speaks of ${proof.size}`;
  const hashes = proof.hashes.map((hash) => Buffer.from(hash, 'base64'));
  if (!provesInclusion(hashLeaf(proof.leaf), proof.index, proof.size, hashes, note.root)) {
    return 'record, place and hashes do not lead to the signed root';
  }
  return leafId(proof.leaf) === proof.id ? null : 'the record proved has another id than the proof says';
}

function leafId(leaf: string): unknown {
  try {
    return (JSON.parse(leaf) as { id?: unknown } | null)?.id;
  } catch {
    return undefined;
  }
}

function parseProof(text: string): Proof {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new UsageError('the proof is not valid JSON');
  }
  const parsed = Proof.safeParse(value);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'proof'}: ${issue.message}`);
  throw new UsageError(`the proof cannot be read: ${issues.join('; ')}`);
}

async function readInput(file: string | undefined, io: CommandIo): Promise<string> {
  if (file === undefined || file === '-') {
    const chunks: Uint8Array[] = [];
    for await (const chunk of io.stdin) chunks.push(chunk);
    return Buffer.concat(chunks).toString('utf8');
  }
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`cannot read ${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
