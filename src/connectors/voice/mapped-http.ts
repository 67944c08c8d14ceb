import { defineMappedSurface } from '../shared/mapped/surface.ts';

/**
 * The surface for every product that has none of its own: query, form or JSON, mapped by settings. Without settings the
 * common names of call data are understood (`shared/mapped/common-names.ts`), so that many senders need none. Vendors
 * whose customers choose the fields themselves (custom webhooks of Marchex, Invoca, and many PBXs) belong here.
 *
 * There is no vendor and so no vendor page; secrets in an address follow RFC 3986, basic authentication RFC 7617, HMAC
 * RFC 2104. Written 2026-11-21.
 */
export default defineMappedSurface(
  {
    id: 'mapped-http',
    name: 'Any product, by field mapping',
    family: 'generic',
    clockToleranceSeconds: 60,
    maturity: 'documented',
    checkedHow:
      'Our own deliveries in every format and place of the secret; there is no vendor to check against',
    lastChecked: '2026-11-21',
    docs: ['https://www.rfc-editor.org/rfc/rfc2104', 'https://www.rfc-editor.org/rfc/rfc7617'],
    setup: [
      'Make up a long random text and write it into the setting accessToken of this source.',
      'In the product open its webhook settings and give it {url}; send the text as `Authorization: Bearer`, as the password of basic authentication, or in a header named in accessHeader. Where only an address can be given, paste {url}?token= followed by the text.',
      'When the product signs its deliveries with an HMAC, write its key into signingKey and its header, algorithm and encoding into signature instead.',
      'Send the id, both numbers, the direction, the outcome and the start time of a call. Custom webhooks of Marchex and Invoca let you choose the names: call_id, from, to, direction, status, start_time, duration and talk_seconds need no mapping.',
      'Where names or words differ, write them into mapping: fields.from may be `data.call.from`, items `calls[]`, answered {"field":"talk","greaterThan":0}. `ringback normalize mapped-http` shows how a saved delivery is read without settings.',
      'Ringback verifies the secret or the signature, and refuses everything while neither is set.',
    ],
  },
  {},
);
