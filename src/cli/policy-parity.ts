/** Asks an engine every worked case and compares the whole decision, finding by finding, with the native one. */
import { isDeepStrictEqual } from 'node:util';
import { evaluateGate } from '../core/gate/gate.ts';
import { policyCases, type PolicyCase } from '../core/policy/cases.ts';
import { decideBy } from '../core/policy/engine-gate.ts';
import type { PolicyBook } from '../core/policy/policy-book.ts';
import type { EngineSession } from '../pipeline/policy-desk.ts';

export interface Parity {
  readonly engine: string;
  /** Rule id, or `(examples)`, to how many of its cases came out the same. */
  readonly rows: ReadonlyMap<string, { agreed: number; total: number }>;
  readonly agreed: number;
  readonly total: number;
  readonly disagreements: readonly string[];
}

const EXAMPLES = '(examples)';

export async function parityOf(
  engine: string,
  session: EngineSession,
  book: PolicyBook,
  cases: readonly PolicyCase[] = policyCases(),
): Promise<Parity> {
  const rows = new Map<string, { agreed: number; total: number }>();
  const disagreements: string[] = [];
  const rules = book.rules.map(({ rule }) => rule);
  for (const one of cases) {
    const key = one.example ? EXAMPLES : one.of;
    const row = rows.get(key) ?? { agreed: 0, total: 0 };
    rows.set(key, row);
    row.total += 1;
    const answer = await session.consult(one.input, 10_000);
    const native = evaluateGate(one.input, rules);
    const problem =
      answer.status === 'answered'
        ? compare(book, one, answer.arms, native)
        : `not answered: ${answer.detail}`;
    if (problem === null) row.agreed += 1;
    else disagreements.push(`${one.of}, ${one.say}: ${problem}`);
  }
  const sum = (field: 'agreed' | 'total'): number =>
    [...rows.values()].reduce((all, row) => all + row[field], 0);
  return { engine, rows, agreed: sum('agreed'), total: sum('total'), disagreements };
}

function compare(
  book: PolicyBook,
  { input }: PolicyCase,
  arms: Readonly<Record<string, string>>,
  native: ReturnType<typeof evaluateGate>,
): string | null {
  const { decision, unanswered } = decideBy(book, input, arms);
  if (unanswered.length > 0) return `no answer for ${unanswered.join(', ')}`;
  if (isDeepStrictEqual(decision, native)) return null;
  const differing = native.findings.filter(
    (finding, index) => !isDeepStrictEqual(finding, decision.findings[index]),
  );
  return `${native.decision} natively, ${decision.decision} there; differs in ${differing.map(({ rule }) => rule).join(', ')}`;
}

/** One line per rule, one column per engine, and the sum that must be 100%. */
export function parityTable(parities: readonly Parity[]): string {
  const names = [...new Set(parities.flatMap(({ rows }) => [...rows.keys()]))];
  const width = Math.max(...names.map((name) => name.length), 5);
  const columns = parities.map(({ engine }) => Math.max(engine.length, 9));
  const line = (name: string, cells: readonly string[]): string =>
    [name.padEnd(width), ...cells.map((cell, index) => cell.padStart(columns[index] ?? 0))].join('  ');
  return [
    line(
      'rule',
      parities.map(({ engine }) => engine),
    ),
    ...names.map((name) =>
      line(
        name,
        parities.map(({ rows }) => {
          const row = rows.get(name);
          return row === undefined ? '-' : `${row.agreed}/${row.total}`;
        }),
      ),
    ),
    line(
      'all',
      parities.map(({ agreed, total }) => `${agreed}/${total}`),
    ),
    line(
      '',
      parities.map(({ agreed, total }) => `${total === 0 ? '0' : ((100 * agreed) / total).toFixed(1)}%`),
    ),
    '',
  ].join('\n');
}
