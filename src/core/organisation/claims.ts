/** A contradiction that no single field shows: what a schema cannot see. */
export interface Problem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly remedy?: string;
  /** Point at the name of the setting, not at its value. */
  readonly atKey?: boolean;
}

/** Things that may be claimed once, and who claimed them first. */
export class Claims {
  readonly #what: string;
  readonly #owners = new Map<string, string>();

  constructor(what: string) {
    this.#what = what;
  }

  claim(value: unknown, path: readonly PropertyKey[], owner: string): Problem[] {
    if (typeof value !== 'string') return [];
    const first = this.#owners.get(value);
    if (first === undefined) {
      this.#owners.set(value, owner);
      return [];
    }
    const message =
      first === owner && this.#what === 'number'
        ? `${value} is listed twice`
        : `${this.#what} ${value} is already claimed by ${first}`;
    return [
      {
        path,
        message,
        remedy:
          this.#what === 'number'
            ? 'One number belongs to one location.'
            : `Give each ${this.#what} its own key.`,
      },
    ];
  }

  has(value: string): boolean {
    return this.#owners.has(value);
  }

  values(): Iterable<string> {
    return this.#owners.keys();
  }
}
