import type { MissedCallClass } from '../core/model/attempt.ts';

/**
 * What the Simulator page may do, for organisations marked SIMULATED only. The server knows this port; the simulator
 * behind it is put in by the composition root.
 */
export interface Simulator {
  readonly state: (tenantId: string) => Promise<SimulatorView>;
  /** Rings a shop and hangs up: the surfaces' webhooks go through the real door. */
  readonly ring: (tenantId: string, wish: RingWish, door: Door) => Promise<RingReport>;
  /** The texts on one on-screen phone, oldest first. */
  readonly handset: (tenantId: string, number: string) => Promise<readonly HandsetText[]>;
  readonly text: (
    tenantId: string,
    text: { readonly from: string; readonly to: string; readonly body: string },
  ) => Promise<readonly HandsetText[]>;
  /** Starts to move the clock and returns at once; `state` tells how far it got. */
  readonly fastForward: (
    tenantId: string,
    seconds: number,
  ) => Promise<{ readonly target: string; readonly running: boolean }>;
  /** Where each simulated vendor posts, and with which secret: for `ringback simulate` and for people with curl. */
  readonly sources: (tenantId: string) => Promise<readonly SimulatedSource[]>;
  /** What the virtual carrier really took, after a position in its book; counted by it and not by us. */
  readonly carried: (tenantId: string, after: number, limit: number) => Promise<readonly CarriedText[]>;
}

/** The webhook door of this installation: verifies, stores, answers. */
export type Door = (request: {
  readonly sourceKey: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}) => Promise<{ readonly status: number }>;

export interface SimulatorView {
  readonly now: string;
  readonly offsetMs: number;
  readonly surfaces: readonly { readonly id: string; readonly name: string }[];
  readonly classes: readonly {
    readonly id: MissedCallClass;
    readonly name: string;
    readonly description: string;
  }[];
  readonly locations: readonly {
    readonly key: string;
    readonly name: string;
    readonly number: string;
    readonly zone: string;
    readonly mode: 'live' | 'shadow' | 'off';
    readonly brand: string;
    /** When a text may next go to a caller of the shop's own area: now, later, or null for not in the next ten days. */
    readonly textsFrom: string | null;
  }[];
  readonly callers: readonly {
    readonly number: string;
    readonly label: string;
    readonly description: string;
  }[];
  readonly forwarding: {
    readonly running: boolean;
    readonly progress: number;
    readonly target: string | null;
  } | null;
  readonly history: { readonly running: boolean; readonly progress: number };
}

export interface RingWish {
  readonly surfaces: readonly string[];
  readonly locationKey: string;
  /** Null for a withheld number. */
  readonly caller: string | null;
  readonly class: MissedCallClass;
  readonly voicemail?: string;
}

export interface RingReport {
  readonly attemptIds: readonly string[];
  readonly startedAt: string;
  readonly endedAt: string;
  readonly deliveries: readonly {
    readonly surface: string;
    readonly at: string;
    readonly status: number;
    readonly what: string;
  }[];
}

export interface HandsetText {
  readonly id: string;
  readonly direction: 'to-handset' | 'from-handset';
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly at: string;
}

export interface SimulatedSource {
  readonly key: string;
  readonly surface: string;
  readonly path: string;
  /** The address that signatures must cover, when the operator configured a public one. */
  readonly url: string | null;
  readonly secret: string;
}

export interface CarriedText {
  readonly position: number;
  readonly from: string;
  readonly to: string;
  readonly body: string;
  readonly at: string;
  readonly clientReference: string | null;
}
