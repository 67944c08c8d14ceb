/**
 * STOP anywhere wins everywhere (policy `crossBannerOptOut`): which opt-out on any brand's ledger reaches a message of
 * one brand. A person who later tells that very brand START, or signs with it, has spoken for that brand alone
 * (catalogue 5: state is kept per person and brand): older opt-outs elsewhere no longer reach it, newer ones do, and the
 * other brands stay stopped. "Never contact me" and a wrong number elsewhere are not lifted by a START here.
 */
import { foldConsent, type ConsentFold, type OptOutOnFile } from './consent-fold.ts';
import type { ConsentEvent, ConsentState } from '../model/consent.ts';

export interface ConsentReach {
  /** State towards this brand by its own ledger. */
  readonly own: ConsentFold;
  /** The opt-out that reaches this brand, its own before another's. */
  readonly optOut: OptOutOnFile | null;
  /** The brand whose ledger holds it. */
  readonly optOutBannerId: string | null;
  /** What this person may be told by this brand: an opt-out elsewhere counts as one here. */
  readonly state: ConsentState;
  /** START towards this brand would lift what reaches it. */
  readonly startLifts: boolean;
  /** Since the opt-out here another brand was told START: a STOP said again is news to that brand. */
  readonly wokenElsewhere: boolean;
}

export function consentReach(
  ledger: readonly (ConsentEvent & { readonly bannerId: string })[],
  bannerId: string,
  options: { readonly crossBanner: boolean; readonly at?: string },
): ConsentReach {
  const own = foldConsent(
    ledger.filter((event) => event.bannerId === bannerId),
    options.at,
  );
  const elsewhere =
    options.crossBanner && own.optOut === null ? stopElsewhere(ledger, bannerId, own, options.at) : null;
  const optOut = own.optOut ?? elsewhere?.optOut ?? null;
  const stoppedHere = ['OPTED_OUT', 'CLARIFY_PENDING', 'DNC_INTERNAL', 'BLOCKED'].includes(own.state);
  return {
    own,
    optOut,
    optOutBannerId: own.optOut === null ? (elsewhere?.bannerId ?? null) : bannerId,
    state: elsewhere !== null && !stoppedHere ? 'OPTED_OUT' : own.state,
    startLifts:
      own.state === 'OPTED_OUT' ||
      own.state === 'CLARIFY_PENDING' ||
      (elsewhere !== null &&
        !stoppedHere &&
        elsewhere.state !== 'DNC_INTERNAL' &&
        elsewhere.state !== 'BLOCKED'),
    wokenElsewhere: ledger.some(
      (event) =>
        event.bannerId !== bannerId &&
        (event.kind === 're-opted-in' || event.kind === 'written-consent') &&
        Date.parse(event.occurredAt) >= instantOf(own.optOut?.at),
    ),
  };
}

interface Elsewhere {
  readonly bannerId: string;
  readonly optOut: OptOutOnFile;
  readonly state: ConsentState;
}

/** The hardest to lift first: "never contact me" before a plain STOP, then the latest. */
function stopElsewhere(
  ledger: readonly (ConsentEvent & { readonly bannerId: string })[],
  bannerId: string,
  own: ConsentFold,
  at: string | undefined,
): Elsewhere | null {
  const spokeHereAt = Math.max(instantOf(own.reOptIn?.at), instantOf(own.writtenConsentAt));
  const others = [...new Set(ledger.map((event) => event.bannerId))].filter((id) => id !== bannerId);
  const stops = others.flatMap((id): Elsewhere[] => {
    const { optOut, state } = foldConsent(
      ledger.filter((event) => event.bannerId === id),
      at,
    );
    if (optOut === null) return [];
    const hard = state === 'DNC_INTERNAL' || state === 'BLOCKED';
    return hard || Date.parse(optOut.at) > spokeHereAt ? [{ bannerId: id, optOut, state }] : [];
  });
  const rank = ({ state, optOut }: Elsewhere): number =>
    (state === 'DNC_INTERNAL' || state === 'BLOCKED' ? 1e15 : 0) + Date.parse(optOut.at);
  return stops.toSorted((a, b) => rank(b) - rank(a))[0] ?? null;
}

function instantOf(at: string | undefined): number {
  return at === undefined ? Number.NEGATIVE_INFINITY : Date.parse(at);
}
