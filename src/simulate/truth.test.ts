/** If this fails: `ringback simulate` reports texts as missing that rightly wait for the morning. */
import { describe, expect, it } from 'vitest';
import { demoOrganisation } from './demo-organisation.ts';
import { loadShops, planLoad } from './truth.ts';

const shops = loadShops(demoOrganisation({ today: '2026-11-21', secret: () => 'secret-of-this-test' }));

describe('load with known truth', () => {
  it('asks only people and shops where it is day', () => {
    // 8:30 in New York, 5:30 in Los Angeles; a Wednesday.
    const plan = planLoad(shops, new Date('2026-11-18T13:30:00Z'), { seed: 3, attempts: 40 });
    expect(plan).toHaveLength(40);
    const western = ['WA', 'OR', 'CA', 'NV', 'AZ', 'HI'];
    expect(plan.filter(({ shop }) => western.includes(shop.config.address.state))).toEqual([]);
  });

  it('says so when it is night everywhere', () => {
    expect(() => planLoad(shops, new Date('2026-11-18T09:00:00Z'), { seed: 3, attempts: 40 })).toThrow(
      /move the simulated clock/,
    );
  });
});
