/**
 * The counter beside the reply box runs in the browser, the bill is made by the carrier, and the server's count is what
 * the Gate reads. If this fails, people see another number of texts than they pay for.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { countSegments as serverCount } from '../../src/core/gate/segments.ts';
import { countSegments } from '../../web/src/lib/segments.ts';

describe('the segment counter of the dashboard', () => {
  const alphabet = fc.constantFrom(...Array.from('aZ 09@£€[]{}^~|\\\n"\'éñÜ¿ßçćЖ你😀👍🏽–’“'));

  test('counts as the server counts', () => {
    fc.assert(
      fc.property(fc.array(alphabet, { maxLength: 500 }), (letters) => {
        const text = letters.join('');
        const server = serverCount(text);
        const browser = countSegments(text);
        expect(browser.segments).toBe(server.segments);
        expect(browser.encoding).toBe(server.encoding);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['', 0],
    ['a'.repeat(160), 1],
    ['a'.repeat(161), 2],
    ['a'.repeat(306), 2],
    ['a'.repeat(307), 3],
    ['€'.repeat(80), 1],
    ['€'.repeat(81), 2],
    ['你'.repeat(70), 1],
    ['你'.repeat(71), 2],
  ])('%#: takes %i', (text, segments) => {
    expect(countSegments(text).segments).toBe(segments);
  });
});
