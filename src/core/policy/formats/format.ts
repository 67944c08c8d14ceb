/** What every export has in common: its files, how facts are written for it, and names that its language accepts. */
import { createHash } from 'node:crypto';
import type { FactName } from '../../gate/fact-table.ts';
import type { KnownFacts } from '../engine-gate.ts';
import type { FactShape, PolicyBook } from '../policy-book.ts';

export const POLICY_FORMATS = ['rego', 'cedar', 'casbin', 'cerbos', 'polar'] as const;
export type PolicyFormatName = (typeof POLICY_FORMATS)[number];

export interface PolicyFile {
  /** Relative, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

export interface PolicyFormat {
  readonly name: PolicyFormatName;
  /** The whole book as this engine's source files. */
  readonly files: (book: PolicyBook) => readonly PolicyFile[];
  /** Facts as its conditions read them. Facts that are not known are left out. */
  readonly facts: (book: PolicyBook, facts: KnownFacts) => Readonly<Record<string, unknown>>;
}

/** Names the very rules of this book, so that an engine holding others is noticed. */
export function bookVersion(book: PolicyBook): string {
  const known = versions.get(book);
  if (known !== undefined) return known;
  const text = JSON.stringify(book.rules.map(({ rule, stage, arms }) => [rule.id, rule.kinds, stage, arms]));
  const version = `${book.packDate}-${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;
  versions.set(book, version);
  return version;
}
const versions = new WeakMap<PolicyBook, string>();

/** `call.attestation` as `call_attestation`. Two names that would become one are refused. */
export function identifiers(names: Iterable<string>): ReadonlyMap<string, string> {
  const given = new Map<string, string>();
  const taken = new Map<string, string>();
  for (const name of names) {
    const plain = name.replaceAll(/[^A-Za-z0-9]+/g, '_');
    const identifier = /^[A-Za-z]/.test(plain) ? plain : `x_${plain}`;
    const other = taken.get(identifier);
    if (other !== undefined) throw new Error(`${name} and ${other} would both be called ${identifier}`);
    taken.set(identifier, name);
    given.set(name, identifier);
  }
  return given;
}

/** The identifier of a name that must have one. */
export function nameIn(names: ReadonlyMap<string, string>, name: string): string {
  const found = names.get(name);
  if (found === undefined) throw new Error(`no name was given to ${name}`);
  return found;
}

/** One line after a comment mark: what the rule is and where it comes from. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

/**
 * Text that no expression language can misread: everything but letters, digits and `_ . : + -` becomes `%` and its bytes.
 * Both sides of a comparison go through it, and no two texts become the same.
 */
export function plainText(text: string): string {
  return [...Buffer.from(text, 'utf8')]
    .map((byte) => {
      const letter = String.fromCharCode(byte);
      return /[A-Za-z0-9_.:+-]/.test(letter) ? letter : `%${byte.toString(16).padStart(2, '0')}`;
    })
    .join('');
}

/** Facts of the book in its order, each with the kind of value its conditions expect. */
export function shaped(
  book: PolicyBook,
  facts: KnownFacts,
): readonly (readonly [FactName, FactShape, unknown])[] {
  return [...book.facts].flatMap(([name, shape]): [FactName, FactShape, unknown][] => {
    const value = facts[name];
    return value === undefined ? [] : [[name, shape, value]];
  });
}

/** No language below has an infinity; no threshold is anywhere near. */
export function finite(value: unknown): number {
  const number = Number(value);
  return Number.isNaN(number) ? 0 : Math.min(Math.max(number, -FARTHEST), FARTHEST);
}
const FARTHEST = 1e12;

/** Facts in plain JSON: for engines that compare JSON values as they are. */
export function jsonFacts(book: PolicyBook, facts: KnownFacts): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    shaped(book, facts).map(([name, shape, value]) => [
      name,
      shape.type === 'presence' ? true : shape.type === 'number' ? finite(value) : value,
    ]),
  );
}
