import { asObject } from '../shared/body.ts';
import { defineMappedSurface } from '../shared/mapped/surface.ts';

/**
 * Apple Business Connect: calls that began with the call button of a place card in Maps, Siri or Wallet. Apple tells nobody
 * about one: its API manages locations and showcases, and insights only count taps. What is heard here is what the tracking
 * number on the card, or a script of the shop, posts in common field names.
 * https://businessconnect.apple.com/docs/api and https://support.apple.com/guide/apple-business-connect, read 2026-11-21.
 * UNVERIFIED: there is no format of Apple's to check against.
 */
export default defineMappedSurface(
  {
    id: 'apple-business-connect',
    name: 'Apple Business Connect',
    family: 'click-to-call',
    clockToleranceSeconds: 60,
    maturity: 'documented',
    checkedHow: 'Unverified: Apple sends no calls; common field names, corrected by the setting mapping',
    lastChecked: '2026-11-21',
    docs: ['https://businessconnect.apple.com/docs/api'],
    setup: [
      'In Apple Business Connect give the location a tracking number as its phone.',
      "If the number's vendor is in this list, connect that vendor: its source names the place card by the number dialled.",
      'Otherwise make up a long random text as accessToken and have the vendor post every call to {url} with it.',
      'Where its field names are not understood, say in mapping where they are. Ringback checks the token.',
    ],
  },
  { attribution: { source: ['source', 'source_name', 'lead_source'] } },
  onlyCalls,
);

/** Insights are sums of taps: no call is in them. */
function onlyCalls(body: unknown): unknown {
  const object = asObject(body);
  const sums = ['insights', 'actions', 'locationInsights'];
  return object !== null && sums.some((name) => object[name] !== undefined) ? [] : body;
}
