import type { LogRow } from './record.ts';
import type { Finding, FindingCode } from './report.ts';

/** A log shifted by one place has as many findings as records: count them all, keep enough to name the first. */
export const KEPT_FINDINGS = 100_000;

/** Collects findings and puts them in the order of the log. */
export class Findings {
  count = 0;
  readonly #kept: Finding[] = [];

  add(code: FindingCode, index: number | null, message: string, more: Partial<Finding> = {}): void {
    this.count += 1;
    if (this.#kept.length < KEPT_FINDINGS) this.#kept.push({ code, index, message, ...more });
  }

  addRecord(code: FindingCode, row: Pick<LogRow, 'id' | 'kind'>, index: number | null, detail: string): void {
    const place = index === null ? 'unsealed record' : `record ${index}`;
    this.add(code, index, `${place} (${row.id}, ${row.kind}): ${detail}`, { id: row.id, kind: row.kind });
  }

  /** Broken records come before what else is broken at the same place; unsealed ones come last. */
  inOrder(): Finding[] {
    return this.#kept.toSorted((a, b) => {
      const [placeA, placeB] = [a.index ?? Infinity, b.index ?? Infinity];
      if (placeA !== placeB) return placeA < placeB ? -1 : 1;
      return Number(a.id === undefined) - Number(b.id === undefined);
    });
  }
}
