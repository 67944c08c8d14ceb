/**
 * If this fails: the demo would not start, would change between two starts, or would carry a number that could belong
 * to a person.
 */
import { describe, expect, it } from 'vitest';
import { DEMO_EXCEPTIONS, demoOrganisation } from './demo-organisation.ts';

const make = () => demoOrganisation({ today: '2026-11-21', secret: (key) => `secret-of-${key}` });

describe('the demo organisation', () => {
  const config = make();
  const locations = config.banners.flatMap((banner) => banner.locations);

  it('is simulated, has two brands and 87 shops in at least four zones and many states', () => {
    expect(config.tenant.simulated).toBe(true);
    expect(config.banners).toHaveLength(2);
    expect(locations).toHaveLength(87);
    expect(new Set(locations.map((location) => location.zone)).size).toBeGreaterThanOrEqual(4);
    expect(new Set(locations.map((location) => location.address.state)).size).toBeGreaterThanOrEqual(25);
  });

  it('is the same every time', () => {
    expect(make()).toEqual(config);
  });

  it('uses fictional numbers only, each once', () => {
    const numbers = locations.flatMap((location) => location.numbers.map((number) => number.number));
    expect(numbers.every((number) => /^\+1[2-9]\d\d55501\d\d$/.test(number))).toBe(true);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it('has the shops that are not ready, by the names the guides use', () => {
    const keys = new Set(locations.map((location) => location.key));
    expect(keys.size).toBe(87);
    for (const key of Object.values(DEMO_EXCEPTIONS).flat()) expect(keys).toContain(key);
    const modes = Map.groupBy(locations, (location) => location.textback.mode);
    expect(modes.get('shadow')).toHaveLength(6);
    expect(modes.get('off')).toHaveLength(1);
    expect(locations.filter((location) => location.greetingNotice === undefined)).toHaveLength(1);
    expect(locations.filter((location) => location.sender?.brandStatus !== 'verified')).toHaveLength(1);
  });

  it('can do every service it offers with the reps it has', () => {
    for (const location of locations) {
      const skills = new Set(location.reps.flatMap((rep) => rep.skills));
      for (const service of location.services)
        for (const skill of service.skills) expect(skills).toContain(skill);
    }
  });

  it('closes on Thanksgiving', () => {
    expect(
      locations[0]?.exceptions.filter((day) => day.note === 'Thanksgiving').map((day) => day.date),
    ).toEqual(['2026-11-26', '2027-11-25']);
  });
});
