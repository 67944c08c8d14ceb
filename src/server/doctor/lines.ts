import type { SourceHealth } from '../api/schemas/health.ts';

/** How one source stands with its vendor, for programs. */
export interface VendorReport extends SourceHealth {
  readonly organisation: string;
  /** What a person has to do at the vendor; empty while nothing is. */
  readonly toDo: readonly string[];
}

/** One line of the doctor: fine, to be fixed (with how), or worth knowing. */
export interface DoctorLine {
  readonly area: string;
  readonly name: string;
  readonly state: 'ok' | 'fix' | 'note';
  readonly detail: string;
  readonly how?: string;
  /** What to do, one after the other. */
  readonly steps?: readonly string[];
  /** On the first line about a source: all that is known of how it stands. */
  readonly vendor?: VendorReport;
}

export const ok = (area: string, name: string, detail: string): DoctorLine => ({
  area,
  name,
  state: 'ok',
  detail,
});

export const note = (area: string, name: string, detail: string, how?: string): DoctorLine => ({
  area,
  name,
  state: 'note',
  detail,
  ...(how !== undefined && { how }),
});

export const fix = (area: string, name: string, detail: string, how: string): DoctorLine => ({
  area,
  name,
  state: 'fix',
  detail,
  how,
});
