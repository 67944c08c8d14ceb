import { isAlias, isMap, isPair, isScalar, LineCounter, parseDocument, type Document } from 'yaml';
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { z } from 'zod';
import type { Issue } from '../model/errors.ts';
import { TenantConfig } from '../model/organisation.ts';
import { didYouMean } from './did-you-mean.ts';
import type { Problem } from './claims.ts';
import { organisationProblems, type KnownConnectors } from './rules.ts';
import { knownKeysAt } from './schema-tree.ts';

/** One thing that is wrong with the file, where a person can find it. */
export interface ConfigIssue extends Issue {
  /** From 1; absent when the problem is not at one place of the file. */
  readonly line?: number;
  readonly column?: number;
}

export type ParsedConfig =
  | { readonly ok: true; readonly config: TenantConfig }
  | { readonly ok: false; readonly issues: readonly ConfigIssue[] };

/** Larger than the YAML of five thousand locations. */
export const MAX_CONFIG_CHARS = 20_000_000;

/**
 * `ringback.yaml` to a configuration, or every problem of the file at once, by line. Never throws, whatever the text.
 * No value of a setting is ever repeated in a message: it may be a secret that was written in the clear.
 */
export function parseConfig(text: string, connectors?: KnownConnectors): ParsedConfig {
  if (text.length > MAX_CONFIG_CHARS)
    return failed([{ path: '', message: 'the file is larger than 20 million characters' }]);
  const lines = new LineCounter();
  const document = parseDocument(text.replace(/^\uFEFF/, ''), {
    lineCounter: lines,
    prettyErrors: false,
    version: '1.2',
    // Its warnings would print pieces of the file to the terminal.
    logLevel: 'error',
  });
  const at = (offset: number): { line: number; column: number } => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  if (document.errors.length > 0) {
    return failed(
      document.errors.map((error) => ({
        path: '',
        message: wordsOf(error.code, error.message),
        ...at(error.pos[0]),
      })),
    );
  }
  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 1000 });
  } catch {
    return failed([
      { path: '', message: 'the file repeats its own parts too often', remedy: 'Write the aliases out.' },
    ]);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return failed([
      {
        path: '',
        message: 'the file is empty or not a list of settings',
        remedy: 'Start from examples/ringback.yaml.',
        line: 1,
        column: 1,
      },
    ]);
  }
  const parsed = TenantConfig.safeParse(value);
  const problems = [
    ...(parsed.success ? [] : parsed.error.issues.flatMap((issue) => schemaProblems(issue, value))),
    ...organisationProblems(value, connectors),
  ];
  if (parsed.success && problems.length === 0) return { ok: true, config: parsed.data };
  const issues = problems.map((problem): ConfigIssue => {
    const offset = offsetOf(document, problem.path, problem.atKey === true);
    return {
      path: problem.path.map(String).join('.'),
      message: problem.message,
      ...(problem.remedy !== undefined && { remedy: problem.remedy }),
      ...(offset !== null && at(offset)),
    };
  });
  return failed(issues.sort((a, b) => (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0)));
}

/** `line 12, column 5, banners.0.name: ...` for people who read a terminal. */
export function describeIssue(issue: ConfigIssue): string {
  const place = issue.line === undefined ? '' : `line ${issue.line}, column ${issue.column ?? 1}: `;
  const path = issue.path === '' ? '' : `${issue.path}: `;
  return `${place}${path}${issue.message}${issue.remedy === undefined ? '' : `. ${issue.remedy}`}`;
}

function failed(issues: readonly ConfigIssue[]): ParsedConfig {
  return { ok: false, issues };
}

/** The library quotes the text around an error, which may hold a secret; these are our words for the common ones. */
function wordsOf(code: string, message: string): string {
  switch (code) {
    case 'DUPLICATE_KEY':
      return 'this setting is given twice; the second would silently win';
    case 'TAB_AS_INDENT':
      return 'a tab is used to indent; YAML wants spaces';
    case 'BAD_INDENT':
      return 'the indentation does not fit the lines around it';
    case 'MULTIPLE_DOCS':
      return 'the file holds more than one document (a line of three dashes)';
    case 'MISSING_CHAR':
      return 'a quote or bracket is not closed';
    case 'UNRESOLVED_ALIAS':
      return 'an alias (*name) points to nothing; put text that begins with * in quotes';
    default:
      return `the YAML cannot be read (${code.toLowerCase().replaceAll('_', ' ')})${message.includes('{') ? '; put text with braces in quotes' : ''}`;
  }
}

function schemaProblems(issue: z.core.$ZodIssue, value: unknown): Problem[] {
  const { path } = issue;
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => {
        const meant = didYouMean(key, knownKeysAt(path));
        return {
          path: [...path, key],
          atKey: true,
          message: `there is no setting "${printable(key)}" here`,
          remedy:
            meant === null ? `Known here: ${knownKeysAt(path).join(', ')}.` : `Did you mean "${meant}"?`,
        };
      });
    case 'invalid_value': {
      const options = issue.values.map(String);
      const written = valueAt(value, path);
      const meant = typeof written === 'string' ? didYouMean(written, options) : null;
      return [
        {
          path,
          message:
            written === undefined
              ? `missing; one of ${options.join(', ')}`
              : `must be one of ${options.join(', ')}`,
          ...(meant !== null && { remedy: `Did you mean "${meant}"?` }),
        },
      ];
    }
    case 'invalid_type':
      return [
        {
          path,
          message: valueAt(value, path) === undefined ? 'missing' : `must be ${article(issue.expected)}`,
        },
      ];
    case 'too_small':
    case 'too_big':
    case 'invalid_format':
    case 'custom':
    default:
      return [{ path, ...hintFor(issue.message, valueAt(value, path)) }];
  }
}

function hintFor(message: string, written: unknown): { readonly message: string; readonly remedy?: string } {
  if (message.startsWith('an IANA time zone')) {
    const meant =
      typeof written === 'string' ? didYouMean(written, Intl.supportedValuesOf('timeZone')) : null;
    return {
      message: 'this time zone does not exist',
      remedy: meant === null ? 'Write a zone such as America/Chicago.' : `Did you mean "${meant}"?`,
    };
  }
  if (message.startsWith('an E.164 number')) {
    const number =
      typeof written === 'string' || typeof written === 'number'
        ? parsePhoneNumberFromString(String(written), 'US')
        : undefined;
    return {
      message: 'not a phone number in the form +13105550142',
      ...(number?.isPossible() === true && { remedy: `Write "${number.number}".` }),
    };
  }
  return {
    message:
      message.startsWith('Too') || message.startsWith('Invalid')
        ? message.charAt(0).toLowerCase() + message.slice(1)
        : `must be ${message}`,
  };
}

function article(expected: string): string {
  return expected === 'array'
    ? 'a list'
    : expected === 'object'
      ? 'a group of settings'
      : expected === 'int'
        ? 'a whole number'
        : `a ${expected}`;
}

function printable(key: string): string {
  return key.length > 60 ? `${key.slice(0, 59)}…` : key;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, step) =>
      typeof at === 'object' && at !== null ? (at as Record<PropertyKey, unknown>)[step] : undefined,
    value,
  );
}

/** Where in the text the nearest existing part of a path stands; for an unknown or doubled key, the key itself. */
function offsetOf(document: Document.Parsed, path: readonly PropertyKey[], atKey: boolean): number | null {
  for (let length = path.length; length >= 0; length -= 1) {
    const part = path.slice(0, length).map((step) => (typeof step === 'symbol' ? step.description : step));
    const last = part.at(-1);
    const parent: unknown = length === 0 ? null : document.getIn(part.slice(0, -1), true);
    const map = isAlias(parent) ? parent.resolve(document) : parent;
    if (isMap(map)) {
      const pair = map.items.find(
        (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(last),
      );
      const key = pair?.key;
      if (isScalar(key) && key.range != null && (atKey || pair?.value == null)) return key.range[0];
    }
    const node: unknown = length === 0 ? document.contents : document.getIn(part, true);
    const range =
      typeof node === 'object' && node !== null && 'range' in node
        ? (node.range as readonly number[] | null | undefined)
        : null;
    if (range?.[0] !== undefined) return range[0];
  }
  return null;
}
