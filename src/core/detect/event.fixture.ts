import { expect } from 'vitest';
import type { AttemptView } from '../model/attempt.ts';
import type { CallEvent } from '../model/call-event.ts';
import { detect } from './detect.ts';
import type { DetectOptions } from './options.ts';

/** Shorthand for the tests of detection: events that differ only in what a test is about. */
export const CUSTOMER = '+13105550142';
export const SHOP = '+12125550100';
export const TRACKING = '+12125550133';
export const REP = '+12125550171';
/** Friday 20 November 2026, 13:00 in New York, plus seconds. */
export const at = (seconds: number): string =>
  new Date(Date.UTC(2026, 10, 20, 18) + seconds * 1000).toISOString();

let serial = 0;
export function event(
  over: Partial<CallEvent> & { readonly disposition: CallEvent['disposition'] },
): CallEvent {
  serial += 1;
  return {
    surface: 'twilio',
    eventId: `e${serial}`,
    callId: 'CA1',
    linkedCallIds: [],
    direction: 'inbound',
    from: CUSTOMER,
    fromWithheld: false,
    to: SHOP,
    occurredAt: at(0),
    timePrecision: 's',
    final: over.disposition !== 'in_progress',
    attribution: {},
    ...over,
  };
}

export function only(events: readonly CallEvent[], options: DetectOptions = {}): AttemptView {
  const views = detect(events, options);
  expect(views).toHaveLength(1);
  const [view] = views;
  if (view === undefined) throw new Error('no attempt');
  return view;
}
export const classes = (view: AttemptView): string[] => view.classes.map((finding) => finding.class);
