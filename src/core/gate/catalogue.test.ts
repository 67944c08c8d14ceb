/** If this fails, counsel who looks for a rule by the name the trade uses, or by a wrong one, does not find it. */
import { expect, it } from 'vitest';
import actionRules from './data/action-rules.json' with { type: 'json' };
import { CATALOGUE, catalogueEntry, searchCatalogue } from './catalogue.ts';

it('holds every entry of the regulation catalogue, once', () => {
  expect(CATALOGUE.map((item) => item.id).toSorted()).toEqual(actionRules.sectionOrder.toSorted());
  expect(CATALOGUE).toHaveLength(110);
});

it.each([
  ['24-18', 'fcc-24-24-revocation'],
  ['reg s-k', 'sec-reg-s-p'],
  ['3.4.1', 'pci-sad-storage'],
  ['7-year irs', 'ret-irs'],
  ['article 22', 'gdpr-art-22'],
  ['longest wins', 'retention-resolver'],
  ['one-to-one', 'imc-v-fcc-one-to-one'],
])('finds %s', (query, id) => {
  expect(searchCatalogue(query).map((item) => item.id)).toContain(id);
});

it('says what an entry is for', () => {
  expect(catalogueEntry('robocall-mitigation-db')?.runs).toBe('vendor');
  expect(catalogueEntry('casl')?.runs).toBe('action');
  expect(catalogueEntry('nothing')).toBeUndefined();
});
