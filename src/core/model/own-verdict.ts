/**
 * What a policy of the operator's own, written in another engine's language, says about one action. It can hold back and
 * nothing else: there is no word here that would let something through.
 */
export type OwnVerdict =
  | { readonly decision: 'deny' | 'route-to-counsel'; readonly because: string }
  /** Until an instant, or for so many hours from now. */
  | { readonly decision: 'defer-until'; readonly because: string; readonly until: string | number };

/** One such policy's word about one action, as it is recorded. */
export interface OperatorWord {
  /** Among the findings it is `operator:<policy>`. */
  readonly policy: string;
  readonly title: string;
  /** The engine that evaluated it. */
  readonly engine: string;
  /** Names the very text that was evaluated, where we hold it; else where it is held. */
  readonly version: string;
  /** Nothing said is an answer: no verdicts. Whatever went wrong is `unavailable`, and never stands for it. */
  readonly answer:
    | { readonly status: 'answered'; readonly verdicts: readonly OwnVerdict[] }
    | { readonly status: 'unavailable'; readonly detail: string };
}
