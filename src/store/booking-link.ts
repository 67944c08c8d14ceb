import type { Keeper } from './keeper.ts';

/**
 * The public address of one booking's calendar file: the booking's id and a keyed fingerprint of it, so that nobody can
 * guess another person's. No row holds it; it stays the same for as long as the instance key does.
 */
const TAG_BYTES = 16;

export function bookingToken(keeper: Keeper, bookingId: string): string {
  const id = Buffer.from(bookingId.replaceAll('-', ''), 'hex');
  return Buffer.concat([id, tagOf(keeper, bookingId)]).toString('base64url');
}

/** The booking a token names, or null when it was not made here. */
export function bookingOfToken(keeper: Keeper, token: string): string | null {
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length !== 16 + TAG_BYTES || bytes.toString('base64url') !== token) return null;
  const hex = bytes.subarray(0, 16).toString('hex');
  const id = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
  return tagOf(keeper, id).equals(bytes.subarray(16)) ? id : null;
}

function tagOf(keeper: Keeper, bookingId: string): Buffer {
  return keeper.fingerprint(bookingId.toLowerCase(), 'booking-link').subarray(0, TAG_BYTES);
}
