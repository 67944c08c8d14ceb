/**
 * If this fails: somebody on an imported stop list could be texted, or one bad line of a customer list could stop the
 * whole import or vanish without a word.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine, readCsv } from './csv.ts';
import { readContacts, readSuppressions } from './people-csv.ts';

describe('CSV', () => {
  it('reads back what it writes, whatever the cells', () => {
    const cell = fc
      .string({ maxLength: 20 })
      .map((text) => text.replaceAll('\r', '').trim())
      .filter((text) => !/^[=@+\-'\t]/.test(text));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constant('x'), cell, cell), { minLength: 1, maxLength: 8 }),
        (rows) => {
          const text = csvLine(['a', 'b', 'c']) + rows.map((row) => csvLine(row)).join('');
          expect(readCsv(text).rows.map((row) => row.cells)).toEqual(rows);
        },
      ),
    );
  });

  it('makes a formula plain text, and leaves numbers alone', () => {
    expect(csvLine(['=HYPERLINK("x")', '+15125550101', '-5', '+cmd'])).toBe(
      `"'=HYPERLINK(""x"")",+15125550101,-5,'+cmd\r\n`,
    );
  });
});

describe('contacts', () => {
  it('keeps the good lines and names each bad one by its line', () => {
    const text = [
      '\uFEFFPhone Number;Name;Email;Existing customer',
      '(512) 555-0101;"Ruiz; Ana";ana@example.com;yes',
      'not a number;Ben;;',
      '+15125550102;Chloe;not-an-address;',
      '+15125550103;"Two\nlines";;no',
      '+15125550104;Dee;;perhaps',
    ].join('\r\n');
    const { good, bad } = readContacts(text);
    expect(good).toEqual([
      { line: 2, phone: '+15125550101', name: 'Ruiz; Ana', email: 'ana@example.com', existingCustomer: true },
      { line: 5, phone: '+15125550103', name: 'Two\nlines', existingCustomer: false },
    ]);
    expect(bad.map((each) => [each.line, each.message])).toEqual([
      [3, 'phone: missing, or not a phone number'],
      [4, 'email: not an e-mail address'],
      [7, 'existing_customer: neither yes nor no'],
    ]);
  });

  it('refuses a file whose columns it does not know, by the column', () => {
    expect(readContacts('phone,nmae\n+15125550101,x').bad).toEqual([
      { line: 1, message: 'there is no column "nmae" here', remedy: 'Did you mean "name"?' },
    ]);
    expect(readContacts('name\nx').bad[0]?.message).toBe('there is no column "phone"');
    expect(readContacts('phone,name\n+15125550101,"open').bad).toMatchObject([
      { line: 2, message: 'a quote is opened here and never closed' },
    ]);
  });
});

describe('suppressions', () => {
  it('takes a bare list of numbers as people who said stop to every brand', () => {
    expect(readSuppressions('number\n+15125550101\n5125550102\n', ['acme']).good).toEqual([
      { line: 2, phone: '+15125550101', kind: 'opted-out', banner: null, date: null },
      { line: 3, phone: '+15125550102', kind: 'opted-out', banner: null, date: null },
    ]);
  });

  it('reads kind, brand and date, and refuses what it cannot place', () => {
    const { good, bad } = readSuppressions(
      'phone,kind,banner,date\n+15125550101,DNC,acme,2026-01-02\n+15125550102,stop,acmee,\n+15125550103,maybe,,\n+15125550104,stop,all,yesterday',
      ['acme'],
    );
    expect(good).toEqual([
      { line: 2, phone: '+15125550101', kind: 'do-not-contact', banner: 'acme', date: '2026-01-02' },
    ]);
    expect(bad.map((each) => each.line)).toEqual([3, 4, 5]);
    expect(bad[0]?.remedy).toBe('Did you mean "acme"?');
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) =>
        Array.isArray(readSuppressions(`phone\n${text}`, []).bad),
      ),
    );
  });
});
