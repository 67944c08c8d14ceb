/**
 * What every judgement of the core returns: the outcome and everything needed to argue about it later. The facts are
 * what the judgement read, so feeding them to the same version again must give the same outcome (`ringback replay`).
 */
export interface Decision<Outcome, Facts = unknown> {
  /** Which judgement: `detect`, `answer`, `gate`, `compose`, `reply`, `book`, `follow`, `notify`. */
  readonly kind: string;
  /** Version of the code that decided; raised whenever the same facts may give another outcome. */
  readonly version: number;
  readonly facts: Facts;
  readonly outcome: Outcome;
  readonly confidence: number;
  /** One sentence that a shop owner understands. */
  readonly explanation: string;
  readonly citations: readonly string[];
}
