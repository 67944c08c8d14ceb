/**
 * How well the keyword classifier reads a set of labelled lines: what it misses, what it silences for nothing, and what
 * it asks about.
 */
import { classifyKeyword, type KeywordVerdict } from '../../src/core/gate/keyword-classification.ts';
import type { LabelledLine } from './labelled-lines.ts';

export interface Miss {
  readonly line: LabelledLine;
  readonly verdict: KeywordVerdict;
}
export interface Score {
  readonly lines: number;
  readonly exact: Share;
  /** Opt-outs, exact ones included, that stop the texts. */
  readonly recall: Share;
  /** Opt-outs that neither stop the texts nor pause them for the one question. */
  readonly unheard: Share;
  /** Lines about something else, START and HELP that stop the texts. */
  readonly falseOptOuts: Share;
  /** Lines about something else that make us ask for nothing. */
  readonly needlessQuestions: Share;
  readonly ambiguousAsked: Share;
  /** Ambiguous lines that neither pause nor stop. */
  readonly ambiguousUnheard: Share;
  readonly wrongNumberBlocked: Share;
  readonly keywordsAnswered: Share;
  /** Opt-outs whose scope was read as narrower than it was meant. */
  readonly scopeTooNarrow: Share;
  readonly scopeRight: Share;
  readonly misses: readonly Miss[];
}
export interface Share {
  readonly hits: number;
  readonly of: number;
}

export function score(lines: readonly LabelledLine[]): Score {
  const judged = lines.map((line) => ({ line, verdict: classifyKeyword({ text: line.text }) }));
  const where = (...labels: readonly LabelledLine['label'][]): readonly Miss[] =>
    judged.filter(({ line }) => labels.includes(line.label));
  const share = (among: readonly Miss[], test: (miss: Miss) => boolean): Share => ({
    hits: among.filter(test).length,
    of: among.length,
  });
  const optOuts = where('exact', 'opt-out');
  const scoped = optOuts.filter(({ verdict }) => verdict.classification === 'revocation');
  const elsewhere = where('not-consent', 'start', 'start-request', 'help');
  return {
    lines: lines.length,
    exact: share(where('exact'), ({ verdict }) => stops(verdict) && verdict.method === 'exact'),
    recall: share(optOuts, ({ verdict }) => stops(verdict)),
    unheard: share(optOuts, ({ verdict }) => !stops(verdict) && !asks(verdict)),
    falseOptOuts: share(elsewhere, ({ verdict }) => stops(verdict)),
    needlessQuestions: share(elsewhere, ({ verdict }) => asks(verdict)),
    ambiguousAsked: share(where('ambiguous'), ({ verdict }) => asks(verdict)),
    ambiguousUnheard: share(where('ambiguous'), ({ verdict }) => !asks(verdict) && !stops(verdict)),
    wrongNumberBlocked: share(where('wrong-number'), ({ verdict }) => verdict.effect === 'BLOCKED'),
    keywordsAnswered: share(
      where('start', 'help'),
      ({ line, verdict }) => verdict.effect === (line.label === 'help' ? 'HELP' : 'RE_OPTED_IN'),
    ),
    scopeTooNarrow: share(scoped, ({ line, verdict }) => tooNarrow(line, verdict)),
    scopeRight: share(scoped, ({ line, verdict }) => (verdict.scope ?? 'all') === (line.scope ?? 'all')),
    misses: judged.filter(({ line, verdict }) => !asLabelled(line, verdict)),
  };
}

const stops = (verdict: KeywordVerdict): boolean =>
  verdict.effect === 'OPTED_OUT' || verdict.effect === 'BLOCKED';
const asks = (verdict: KeywordVerdict): boolean => verdict.effect === 'CLARIFY_PENDING';

function tooNarrow(line: LabelledLine, verdict: KeywordVerdict): boolean {
  const breadth = { marketing: 0, reminders: 0, all: 1, contact: 2 };
  const meant = line.scope ?? 'all';
  const read = verdict.scope ?? 'all';
  return breadth[read] < breadth[meant] || (breadth[meant] === 0 && breadth[read] === 0 && read !== meant);
}

function asLabelled(line: LabelledLine, verdict: KeywordVerdict): boolean {
  switch (line.label) {
    case 'exact':
      return verdict.effect === 'OPTED_OUT' && verdict.method === 'exact';
    case 'opt-out':
      return stops(verdict) && !tooNarrow(line, verdict);
    case 'ambiguous':
      return asks(verdict);
    case 'wrong-number':
      return verdict.effect === 'BLOCKED';
    case 'start':
      return verdict.effect === 'RE_OPTED_IN';
    case 'help':
      return verdict.effect === 'HELP';
    case 'narrow':
      return asks(verdict) || (verdict.scope ?? 'all') !== 'all' || verdict.effect === 'NONE';
    case 'start-request':
    case 'not-consent':
      return verdict.effect === 'NONE';
  }
}

/** For people: `562 of 565 (99.5 %)`. */
export function percent(share: Share): string {
  const value = share.of === 0 ? 100 : (share.hits / share.of) * 100;
  return `${String(share.hits)} of ${String(share.of)} (${value.toFixed(2)} %)`;
}
