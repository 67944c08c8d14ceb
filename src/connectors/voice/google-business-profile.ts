import { asObject } from '../shared/body.ts';
import { defineMappedSurface } from '../shared/mapped/surface.ts';

/**
 * Google Business Profile: calls that began with the call button of a profile. Google tells nobody about one: call history
 * and the Business Calls API were withdrawn in 2023, and the Performance API only counts CALL_CLICKS per day. What is heard
 * here is what the tracking number in the profile, or a script of the shop, posts in common field names.
 * https://developers.google.com/my-business/content/sunset-dates and
 * https://developers.google.com/my-business/reference/performance/rest/v1/locations/getDailyMetricsTimeSeries, read
 * 2026-11-21. UNVERIFIED: there is no format of Google's to check against.
 */
export default defineMappedSurface(
  {
    id: 'google-business-profile',
    name: 'Google Business Profile',
    family: 'click-to-call',
    clockToleranceSeconds: 60,
    maturity: 'documented',
    checkedHow: 'Unverified: Google sends no calls; common field names, corrected by the setting mapping',
    lastChecked: '2026-11-21',
    docs: [
      'https://developers.google.com/my-business/content/sunset-dates',
      'https://developers.google.com/my-business/reference/performance/rest/v1/locations/getDailyMetricsTimeSeries',
    ],
    setup: [
      'In the Business Profile make a tracking number the primary phone and keep the real one as additional phone.',
      "If the number's vendor is in this list, connect that vendor: its source names the profile by the number dialled.",
      'Otherwise make up a long random text as accessToken and have the vendor post every call to {url} with it.',
      'Where its field names are not understood, say in mapping where they are. Ringback checks the token.',
    ],
  },
  { attribution: { source: ['source', 'source_name', 'lead_source'] } },
  onlyCalls,
);

/** Insights and daily metrics are sums: no call is in them. */
function onlyCalls(body: unknown): unknown {
  const object = asObject(body);
  const sums = [
    'aggregateMetrics',
    'metricType',
    'timeSeries',
    'multiDailyMetricTimeSeries',
    'businessCallsInsights',
  ];
  return object !== null && sums.some((name) => object[name] !== undefined) ? [] : body;
}
