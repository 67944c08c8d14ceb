/** What was found about a duty of a location or its vendors, and what it stops while it is not kept. */
import type { ActionKind } from '../gate/input.ts';

export interface DutyEffect {
  readonly decision: 'deny' | 'route-to-counsel';
  readonly queue?: 'counsel' | 'operations';
  readonly kinds: readonly ActionKind[];
}

export interface DutyFinding {
  readonly duty: string;
  /** `due`: kept, but something has to be done soon. */
  readonly state: 'met' | 'due' | 'missing';
  readonly because: string;
  /** Null where it stops nothing. */
  readonly effect: DutyEffect | null;
}

/** The findings of one location as they are stored: when, by which rules, on which facts. */
export interface DutyRecord {
  readonly locationId: string;
  readonly evaluatedAt: string;
  readonly version: number;
  readonly packDate: string;
  readonly facts: unknown;
  readonly findings: readonly DutyFinding[];
}
