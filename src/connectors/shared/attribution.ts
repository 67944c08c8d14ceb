import { textOf } from './body.ts';
import { present } from './event.ts';

/**
 * Marketing attribution from vendors that have no fields of their own for it but carry what the operator's page put
 * there: metadata, variables, custom parameters. Only well-known names are read; the first record that has one wins.
 */
export function attributionIn(...records: readonly unknown[]): Record<string, string> {
  const fields = Object.entries(NAMES).map(([ours, theirs]) => [ours, find(records, theirs)] as const);
  return present(Object.fromEntries(fields));
}

const NAMES = {
  utmSource: ['utm_source', 'utmSource'],
  utmMedium: ['utm_medium', 'utmMedium'],
  utmCampaign: ['utm_campaign', 'utmCampaign'],
  utmTerm: ['utm_term', 'utmTerm'],
  utmContent: ['utm_content', 'utmContent'],
  gclid: ['gclid'],
  fbclid: ['fbclid'],
  msclkid: ['msclkid'],
  ttclid: ['ttclid'],
  liFatId: ['li_fat_id', 'liFatId'],
  landingPage: ['landing_page', 'landing_page_url', 'landingPage'],
  referrer: ['referrer', 'referring_url'],
} as const;

function find(records: readonly unknown[], names: readonly string[]): string | null {
  for (const record of records) {
    if (typeof record !== 'object' || record === null) continue;
    for (const name of names) {
      const value = Object.hasOwn(record, name) ? (record as Record<string, unknown>)[name] : undefined;
      const text = textOf(value, 2000);
      if (text !== null) return text;
    }
  }
  return null;
}
