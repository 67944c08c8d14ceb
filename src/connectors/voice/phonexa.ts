import { defineMappedSurface } from '../shared/mapped/surface.ts';

/**
 * Phonexa Call Logic: postbacks are addresses that the customer writes himself with the vendor's tokens in them, sent as
 * GET or POST. The list of tokens is shown only inside an account; https://phonexa.com and https://help.phonexa.com were
 * looked at on 2026-11-21 without finding it in public. So we choose the parameter names and the setup says which token
 * goes where. UNVERIFIED. Call Logic resells calls: a buyer's `accepted` is not an answer, so only talk time is one.
 */
export default defineMappedSurface(
  {
    id: 'phonexa',
    name: 'Phonexa Call Logic',
    family: 'call-tracking',
    clockToleranceSeconds: 90,
    maturity: 'documented',
    checkedHow:
      'Unverified: the vendor shows its tokens only inside an account; the parameter names are ours',
    lastChecked: '2026-11-21',
    docs: ['https://phonexa.com/call-logic/'],
    setup: [
      'Make up a long random text and write it into the setting accessToken of this source.',
      'In Phonexa open the campaign in Call Logic and add a postback for finished calls.',
      'Paste {url}?token=TEXT&call_id=...&caller_number=...&dialed_number=...&start_time=...&talk_seconds=...&status=... and put the text and, from the list of tokens that Phonexa shows, the token of each value in place of the dots.',
      'Write the time zone of the account into mapping.zone.',
      'Make a call that nobody answers and look at Health: what could not be read is named there, and words that Ringback does not know go into mapping.statuses.',
      'Ringback verifies the token. Phonexa signs nothing.',
    ],
  },
  {
    answered: { field: 'talk_seconds', greaterThan: 0 },
    statuses: { accepted: 'unknown', sold: 'unknown', rejected: 'unknown' },
  },
);
