/**
 * If this fails, a report that a vendor sends as CSV or packed in a ZIP loses rows, mixes up columns, or a broken or
 * hostile archive brings the worker down.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { archiveOf } from '../../../test/support/archive.ts';
import { readTable } from './csv.ts';
import { firstFileOf } from './zip.ts';

const isHead = (cell: string): boolean => cell === 'CALL ID';

describe('tables as text', () => {
  test('cells in quotes hold separators, line ends and quotes; lines around the table are left out', () => {
    const text = '\uFEFF"Report: calls"\r\n\r\nCALL ID,NOTE\r\n1,"a, ""b""\r\nc"\r\n\r\n2,\r\n"© 2026"\r\n';
    expect(readTable(text, isHead)).toEqual([
      { 'CALL ID': '1', NOTE: 'a, "b"\r\nc' },
      { 'CALL ID': '2', NOTE: '' },
    ]);
  });

  test('tabs, semicolons, a missing last line end, and a quote that never closes', () => {
    expect(readTable('CALL ID\tNOTE\n1\tx', isHead)).toEqual([{ 'CALL ID': '1', NOTE: 'x' }]);
    expect(readTable('CALL ID,NOTE\n1,"x', isHead)).toEqual([{ 'CALL ID': '1', NOTE: 'x' }]);
    expect(readTable('CALL ID;NOTE\n1;"x;y"\n', isHead)).toEqual([{ 'CALL ID': '1', NOTE: 'x;y' }]);
    expect(readTable('nothing here', isHead)).toBeNull();
  });

  test('any table comes back as it was written', () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 8 }).map((text) => text.trim());
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { maxLength: 8 }), (rows) => {
        const full = rows.filter(([a, b]) => a !== '' || b !== '');
        const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
        const lines = full.map(([a, b]) => `${quote(a)},${quote(b)}`);
        const text = ['CALL ID,NOTE', ...lines].join('\r\n');
        expect(readTable(text, isHead)).toEqual(full.map(([a, b]) => ({ 'CALL ID': a, NOTE: b })));
      }),
    );
  });
});

describe('the first file of an archive', () => {
  const csv = Buffer.from('CALL ID,NOTE\r\n1,x\r\n');

  test.each([0, 8])('method %i', (method) => {
    expect(firstFileOf(archiveOf(csv, method), 1000)?.toString()).toBe(csv.toString());
  });

  test('one that unpacks to too much, is cut off or is none is refused', () => {
    const bomb = archiveOf(Buffer.alloc(100_000), 8);
    expect(firstFileOf(bomb, 1000)).toBeNull();
    expect(firstFileOf(archiveOf(csv, 0), 5)).toBeNull();
    expect(firstFileOf(csv, 1000)).toBeNull();
    expect(firstFileOf(new Uint8Array(), 1000)).toBeNull();
  });

  test('no change of its bytes throws', () => {
    const good = archiveOf(csv, 8);
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(255), fc.nat(good.length), (at, byte, length) => {
        const bad = Buffer.from(good);
        bad[at] = byte;
        expect(() => firstFileOf(bad.subarray(0, length), 1000)).not.toThrow();
      }),
    );
  });
});
