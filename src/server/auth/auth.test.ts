/** If this fails: passwords can be guessed without end, or a good one is refused. */
import { describe, expect, it } from 'vitest';
import { rateLimit } from './rate-limit.ts';
import { hashPassword, hashToken, newToken, passwordFits } from './secrets.ts';

describe('passwords and tokens', () => {
  it('fit only themselves, also when typed with composed or decomposed accents', async () => {
    const stored = await hashPassword('caf\u00e9 au lait');
    expect(stored).not.toContain('caf');
    expect(await passwordFits('cafe\u0301 au lait', stored)).toBe(true);
    expect(await passwordFits('cafe au lait', stored)).toBe(false);
    expect(await passwordFits('anything', null)).toBe(false);
    expect(await passwordFits('anything', 'scrypt$broken')).toBe(false);
  });

  it('are different each time and named by their kind', () => {
    const [one, two] = [newToken('rbk'), newToken('rbk')];
    expect(one).toMatch(/^rbk_[\w-]{43}$/);
    expect(one).not.toBe(two);
    expect(hashToken(one)).toHaveLength(32);
  });
});

describe('the rate limit', () => {
  const at = (seconds: number): Date => new Date(Date.UTC(2026, 10, 20) + seconds * 1000);

  it('stops after the failures of a window, and opens when the oldest has left it', () => {
    const limit = rateLimit({ failures: 3, windowMs: 60_000 });
    for (const second of [0, 10, 20]) {
      expect(limit.waitMs('ana', at(second))).toBe(0);
      limit.failed('ana', at(second));
    }
    expect(limit.waitMs('ana', at(21))).toBe(39_000);
    expect(limit.waitMs('ben', at(21))).toBe(0);
    expect(limit.waitMs('ana', at(60.001))).toBe(0);
    limit.failed('ana', at(61));
    limit.forget('ana');
    expect(limit.waitMs('ana', at(62))).toBe(0);
  });
});
