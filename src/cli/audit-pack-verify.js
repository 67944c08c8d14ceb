#!/usr/bin/env node
/**
 * Checks an evidence pack. Copied into each pack as verify.mjs; needs Node 20 or later and nothing else, and shares no
 * code with the program that made the pack.
 *
 *   node verify.mjs [--key VERIFIER-KEY] [--personal]
 *
 * Formats: Merkle tree RFC 9162, checkpoint https://c2sp.org/tlog-checkpoint, note https://c2sp.org/signed-note.
 */
import { createDecipheriv, createHash, createPublicKey, verify } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const read = (name) => readFileSync(join(here, name), 'utf8');
const args = process.argv.slice(2);
const given = args.includes('--key') ? args[args.indexOf('--key') + 1] : undefined;
const showPersonal = args.includes('--personal');

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const pair = (left, right) => sha256(Buffer.of(1), left, right);

/** Returns { size, root } of a signed checkpoint, or throws. */
function openCheckpoint(note, verifierKey) {
  const [, name, id, encoded] = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(verifierKey.trim()) ?? [];
  if (name === undefined) throw new Error('the verifier key is not of the form name+hash+key');
  const typed = Buffer.from(encoded, 'base64');
  if (typed.length !== 33 || typed[0] !== 1) throw new Error('the verifier key is not an Ed25519 key');
  if (sha256(`${name}\n`, typed).toString('hex').slice(0, 8) !== id)
    throw new Error('the verifier key is damaged');
  const publicKey = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: typed.subarray(1).toString('base64url') },
    format: 'jwk',
  });
  const gap = note.lastIndexOf('\n\n');
  const text = note.slice(0, gap + 1);
  const signed = note
    .slice(gap + 2)
    .split('\n')
    .map((line) => /^— (\S+) (\S+)$/.exec(line))
    .filter((parts) => parts?.[1] === name)
    .map((parts) => Buffer.from(parts[2], 'base64'))
    .filter((bytes) => bytes.subarray(0, 4).toString('hex') === id)
    .some((bytes) => verify(null, Buffer.from(text), publicKey, bytes.subarray(4)));
  if (gap < 0 || !signed) throw new Error(`no valid signature of ${name} (${id})`);
  const [origin, size, root] = text.split('\n');
  if (origin !== name) throw new Error(`it is of another log, ${origin}`);
  return { size: Number(size), root: Buffer.from(root, 'base64') };
}

/** RFC 9162, section 2.1.3.2. */
function includes(leafHash, index, size, hashes, root) {
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) return false;
  let [place, last, result] = [index, size - 1, leafHash];
  for (const hash of hashes) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      result = pair(hash, result);
      while (place % 2 === 0 && place !== 0) [place, last] = [place / 2, Math.floor(last / 2)];
    } else {
      result = pair(result, hash);
    }
    [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
  }
  return last === 0 && result.equals(root);
}

/** RFC 9162, section 2.1.4.2. */
function grewFrom(first, second, hashes) {
  if (first.size > second.size) return false;
  if (first.size === second.size) return hashes.length === 0 && first.root.equals(second.root);
  const path = Number.isInteger(Math.log2(first.size)) ? [first.root, ...hashes] : hashes;
  let [place, last] = [first.size - 1, second.size - 1];
  while (place % 2 === 1) [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
  let [old, grown] = [path[0], path[0]];
  if (old === undefined) return false;
  for (const hash of path.slice(1)) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      [old, grown] = [pair(hash, old), pair(hash, grown)];
      while (place % 2 === 0 && place !== 0) [place, last] = [place / 2, Math.floor(last / 2)];
    } else {
      grown = pair(grown, hash);
    }
    [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
  }
  return last === 0 && old.equals(first.root) && grown.equals(second.root);
}

/** AES-256-GCM: nonce, ciphertext, tag; bound to tenant and record. */
function openPersonal(leaf, key) {
  const sealed = Buffer.from(leaf.personal, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', Buffer.from(key, 'base64'), sealed.subarray(0, 12));
  decipher.setAAD(Buffer.from(`ringback/audit/${leaf.tenant}/${leaf.id}`));
  decipher.setAuthTag(sealed.subarray(-16));
  const plain = Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]);
  return JSON.parse(plain.toString('utf8'));
}

const fromBase64 = (text) => Buffer.from(text, 'base64');
const linesOf = (name) => createInterface({ input: createReadStream(join(here, name)), crlfDelay: Infinity });

async function main() {
  const manifest = JSON.parse(read('manifest.json'));
  const verifierKey = given ?? read('verifier-key.txt').trim();
  if (given === undefined)
    console.error(`The key came with the pack; compare it with the one you were given:\n  ${verifierKey}`);
  const problems = [];
  const checkpoint = openCheckpoint(read('checkpoint.txt'), verifierKey);
  if (manifest.earlier !== null) {
    const earlier = openCheckpoint(manifest.earlier.checkpoint, verifierKey);
    if (!grewFrom(earlier, checkpoint, manifest.earlier.hashes.map(fromBase64))) {
      problems.push(`the log did not grow from the earlier checkpoint at ${earlier.size} records`);
    }
  }
  const proofs = linesOf('proofs.jsonl')[Symbol.asyncIterator]();
  let count = 0;
  for await (const line of linesOf('records.jsonl')) {
    const record = JSON.parse(line);
    const next = await proofs.next();
    const proof = next.done ? { index: -1, hashes: [] } : JSON.parse(next.value);
    const where = `record ${record.index} (${record.id}, ${record.kind})`;
    const leaf = JSON.parse(record.leaf);
    const hash = sha256(Buffer.of(0), Buffer.from(record.leaf, 'utf8'));
    if (
      proof.index !== record.index ||
      !includes(hash, record.index, checkpoint.size, proof.hashes.map(fromBase64), checkpoint.root)
    ) {
      problems.push(`${where} is not what the log holds at this place`);
    } else if (
      leaf.id !== record.id ||
      leaf.kind !== record.kind ||
      leaf.at !== record.occurredAt ||
      (leaf.attempt ?? null) !== record.attemptId
    ) {
      problems.push(`${where}: id, kind, time or attempt is not what the sealed record says`);
    } else if (record.key !== undefined && leaf.personal !== undefined) {
      try {
        const personal = openPersonal(leaf, record.key);
        if (showPersonal)
          console.log(
            JSON.stringify({
              index: record.index,
              id: record.id,
              kind: record.kind,
              at: leaf.at,
              body: leaf.body,
              personal,
            }),
          );
      } catch {
        problems.push(`${where}: its personal content does not open with the enclosed key`);
      }
    }
    count += 1;
  }
  if (count !== manifest.records)
    problems.push(`the pack has ${count} records, its manifest says ${manifest.records}`);
  for (const problem of problems.slice(0, 50)) console.error(`BROKEN: ${problem}`);
  if (problems.length > 0) return 1;
  console.error(`Whole: ${count} records proved under the checkpoint of ${checkpoint.size} records.`);
  return 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`BROKEN: ${error.message}`);
  process.exitCode = 1;
}
