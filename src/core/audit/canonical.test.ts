/**
 * If this fails: the same record could hash to two values, replay would see differences that are none, or a caller's odd
 * text would cost a record.
 */
import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from './canonical.ts';
import { checkRecord } from './check/record.ts';
import { firstDifference } from './difference.ts';
import { leafHash, leafText } from './leaf.ts';

describe('canonical JSON', () => {
  it('sorts members by UTF-16 code units and writes numbers and strings as RFC 8785 says', () => {
    // A surrogate pair sorts before U+F8FF, although its code point is higher.
    const value = { '\uf8ff': 1, '\u00df': 2, '\t': 3, b: 4, '\ud83d\ude97': 5, B: 6, '10': 7, '9': 8 };
    expect(canonicalJson(value)).toBe(
      '{"\\t":3,"10":7,"9":8,"B":6,"b":4,"\u00df":2,"\ud83d\ude97":5,"\uf8ff":1}',
    );
    expect(canonicalJson([0.1 + 0.2, 1e21, 1e20, 5e-7, 2.5, -0, 'a/\u0001"\\'])).toBe(
      '[0.30000000000000004,1e+21,100000000000000000000,5e-7,2.5,0,"a/\\u0001\\"\\\\"]',
    );
  });

  it('is the same for the same value in any order, and after a trip through JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
        expect(canonicalJson(shuffled(value))).toBe(text);
      }),
    );
  });

  it('says what the reference library says, also of keys that JavaScript would put into another order', () => {
    const keys = fc.oneof(fc.string(), fc.nat(120).map(String), fc.constantFrom('__proto__', 'toJSON', '01'));
    const values = fc.letrec((tie) => ({
      value: fc.oneof(fc.jsonValue(), fc.array(tie('value')), fc.dictionary(keys, tie('value'))),
    })).value;
    fc.assert(
      fc.property(values, (value) => {
        expect(canonicalJson(value)).toBe(canonicalize(value));
      }),
      { numRuns: 300 },
    );
  });

  it('takes any string at all without throwing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 0xd800, max: 0xdfff }), (text, half) => {
        const odd = `${text}${String.fromCharCode(half)}`;
        expect((JSON.parse(canonicalJson({ odd })) as { odd: string }).odd.isWellFormed()).toBe(true);
      }),
    );
    expect(canonicalJson(undefined)).toBe('null');
    expect(canonicalJson({ a: NaN, b: [Infinity, undefined] })).toBe('{"a":null,"b":[null,null]}');
  });

  it('is accepted by the verifier, which canonicalises by code of its own', () => {
    const [id, tenantId, at] = ['r', 't', '2026-11-20T18:00:00.000Z'];
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (body) => {
        const leaf = leafText({ v: 1, id, tenant: tenantId, kind: 'k', at, body });
        const row = {
          index: 0,
          id,
          tenantId,
          kind: 'k',
          attemptId: null,
          subjectId: null,
          occurredAt: at,
          leaf,
        };
        expect(checkRecord({ ...row, leafHash: leafHash(leaf) }, undefined)).toBeNull();
        const spaced = leaf.replace('"kind":', '"kind": ');
        expect(checkRecord({ ...row, leaf: spaced, leafHash: leafHash(spaced) }, undefined)?.code).toBe(
          'malformed-record',
        );
      }),
    );
  });
});

describe('differences', () => {
  it('are found where they are, and only there', () => {
    expect(firstDifference({ a: 1, b: { c: [1, 2] } }, { b: { c: [1, 2] }, a: 1 })).toBeNull();
    expect(firstDifference({ a: undefined }, {})).toBeNull();
    expect(firstDifference({ a: 1, b: { c: [1, 2] } }, { a: 1, b: { c: [1, 3] } })).toEqual({
      path: 'b.c.1',
      recorded: 2,
      derived: 3,
    });
    expect(firstDifference({ go: false, code: 'x' }, { go: true })).toEqual({
      path: 'go',
      recorded: false,
      derived: true,
    });
    expect(firstDifference(undefined, { a: 1 })).toEqual({ path: '', recorded: null, derived: { a: 1 } });
    expect(firstDifference({ a: null }, {})).toEqual({ path: '', recorded: { a: null }, derived: {} });
    expect(firstDifference([], {})).not.toBeNull();
  });
});

function shuffled(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shuffled);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, member]) => [name, shuffled(member)]),
  );
}
