import { DECISION_PREFIX, outcomeOf } from '../core/audit/decision-record.ts';
import { firstDifference } from '../core/audit/difference.ts';
import { readRecords, type AuditEntry } from '../store/audit-read.ts';
import type { Pipeline } from './context.ts';
import { REPLAYERS, type Replayer } from './replayers.ts';

/**
 * Makes every recorded decision of a period again, from its recorded facts and by the code of this build, and reports
 * where the outcome is another. Nothing is called and nothing is written. Zero differences means: what was decided
 * follows from what was known, by the rules named.
 */
export interface ReplayPeriod {
  /** Tenant time, inclusive. */
  readonly from?: string;
  /** Tenant time, exclusive. */
  readonly to?: string;
}

export interface ReplayDifference {
  readonly id: string;
  readonly index: number | null;
  readonly kind: string;
  readonly attemptId: string | null;
  readonly occurredAt: string;
  readonly version: number;
  /** Where the outcomes first part. */
  readonly path: string;
  readonly recorded: unknown;
  readonly derived: unknown;
}

export interface ReplayReport {
  /** Decisions derived again by the version that made them. */
  readonly checked: number;
  readonly differenceCount: number;
  /** The first hundred. */
  readonly differences: readonly ReplayDifference[];
  /** Decisions of kinds this build cannot derive, by kind. */
  readonly unknownKinds: Readonly<Record<string, number>>;
  /** Decisions about people who were erased: their facts are gone. */
  readonly erased: number;
  /** Decisions whose facts cannot be read: see `ringback audit verify`. */
  readonly unreadable: number;
  /** Made by another version of the code or its data, by kind and version: how many come out the same all the same. */
  readonly otherVersions: Readonly<Record<string, { readonly same: number; readonly different: number }>>;
}

export interface ReplayOptions {
  readonly replayers?: ReadonlyMap<string, Replayer>;
  readonly onProgress?: (read: number) => void;
}

export async function replay(
  pipeline: Pipeline,
  tenantId: string,
  period: ReplayPeriod = {},
  options: ReplayOptions = {},
): Promise<ReplayReport> {
  const tally = new Tally(options.replayers ?? REPLAYERS);
  let after: AuditEntry | undefined;
  let read = 0;
  for (;;) {
    const filter = {
      ...period,
      decisionsOnly: true,
      limit: BATCH,
      ...(after === undefined ? {} : { after }),
    };
    const entries = await pipeline.store.tx(tenantId, (tx) =>
      readRecords(tx, pipeline.keeper, tenantId, filter),
    );
    for (const entry of entries) tally.take(entry);
    read += entries.length;
    options.onProgress?.(read);
    after = entries.at(-1);
    if (entries.length < BATCH || after === undefined) return tally.report();
  }
}

const BATCH = 500;
const SHOWN = 100;

class Tally {
  readonly #replayers: ReadonlyMap<string, Replayer>;
  readonly #differences: ReplayDifference[] = [];
  readonly #unknownKinds: Record<string, number> = {};
  readonly #otherVersions: Record<string, { same: number; different: number }> = {};
  #checked = 0;
  #differenceCount = 0;
  #erased = 0;
  #unreadable = 0;

  constructor(replayers: ReadonlyMap<string, Replayer>) {
    this.#replayers = replayers;
  }

  take(entry: AuditEntry): void {
    if (entry.personalState === 'erased') {
      this.#erased += 1;
      return;
    }
    const replayer = this.#replayers.get(entry.kind);
    if (replayer === undefined) {
      this.#unknownKinds[entry.kind] = (this.#unknownKinds[entry.kind] ?? 0) + 1;
      return;
    }
    const version = entry.body['version'];
    if (entry.personal === null || !('facts' in entry.personal) || typeof version !== 'number') {
      this.#unreadable += 1;
      return;
    }
    const outcome = outcomeOf(entry);
    const recorded = replayer.reshape === undefined ? outcome : replayer.reshape(outcome);
    const derived = deriveSafely(replayer, entry.personal['facts']);
    const difference = firstDifference(recorded, derived);
    const other = otherVersion(replayer, version, recorded, derived);
    if (other !== null) {
      const key = `${entry.kind.slice(DECISION_PREFIX.length)} ${other}`;
      const count = (this.#otherVersions[key] ??= { same: 0, different: 0 });
      count[difference === null ? 'same' : 'different'] += 1;
      return;
    }
    this.#checked += 1;
    if (difference === null) return;
    this.#differenceCount += 1;
    if (this.#differences.length >= SHOWN) return;
    const { id, index, kind, attemptId, occurredAt } = entry;
    this.#differences.push({ id, index, kind, attemptId, occurredAt, version, ...difference });
  }

  report(): ReplayReport {
    return {
      checked: this.#checked,
      differenceCount: this.#differenceCount,
      differences: this.#differences,
      unknownKinds: this.#unknownKinds,
      erased: this.#erased,
      unreadable: this.#unreadable,
      otherVersions: this.#otherVersions,
    };
  }
}

/** A judgement that now throws on facts it once decided on is a difference like any other. */
function deriveSafely(replayer: Replayer, facts: unknown): unknown {
  try {
    return replayer.derive(facts);
  } catch (error) {
    return { threw: error instanceof Error ? error.message : String(error) };
  }
}

/** Names the version or data of the record when it is not this build's; null when it is. */
function otherVersion(
  replayer: Replayer,
  version: number,
  recorded: unknown,
  derived: unknown,
): string | null {
  if (version !== replayer.version) return `v${version}`;
  if (replayer.basis === undefined) return null;
  const [then, now] = [replayer.basis(recorded), replayer.basis(derived)];
  return then === now ? null : `v${version} on ${then}`;
}
