/**
 * If this fails: the key of a record would not be the HMAC that other implementations compute, or one record's key would
 * open another record.
 */
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openPersonal, recordKey, sealPersonal } from './audit-subject.ts';

const keys = fc.uint8Array({ minLength: 32, maxLength: 32 });

it('derives the key of a record by HMAC-SHA256', () => {
  fc.assert(
    fc.property(keys, fc.uuid(), (key, id) => {
      expect(recordKey(key, id)).toEqual(
        createHmac('sha256', key).update(`ringback/audit/v1/${id}`).digest(),
      );
    }),
  );
});

it('opens what it sealed, and nothing that was moved, changed or sealed for somebody else', () => {
  fc.assert(
    fc.property(keys, fc.string(), fc.nat(), (key, text, at) => {
      const sealed = sealPersonal(key, 'tenant', 'record', text);
      expect(openPersonal(key, 'tenant', 'record', sealed)).toBe(text);
      expect(() => openPersonal(key, 'tenant', 'other', sealed)).toThrow();
      expect(() => openPersonal(key, 'other', 'record', sealed)).toThrow();
      expect(() =>
        openPersonal(
          key.map((byte) => byte ^ 1),
          'tenant',
          'record',
          sealed,
        ),
      ).toThrow();
      const bytes = Buffer.from(sealed, 'base64');
      bytes[at % bytes.length] = (bytes[at % bytes.length] ?? 0) ^ 1;
      expect(() => openPersonal(key, 'tenant', 'record', bytes.toString('base64'))).toThrow();
    }),
  );
});
