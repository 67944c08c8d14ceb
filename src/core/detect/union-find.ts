/** Disjoint sets over 0..n-1. Joining only ever merges, which is what makes correlation independent of arrival order. */
export class UnionFind {
  readonly #parent: Int32Array;

  constructor(size: number) {
    this.#parent = Int32Array.from({ length: size }, (_, index) => index);
  }

  find(index: number): number {
    let root = index;
    while (this.#at(root) !== root) root = this.#at(root);
    let step = index;
    while (step !== root) {
      const next = this.#at(step);
      this.#parent[step] = root;
      step = next;
    }
    return root;
  }

  /** True when the two were apart until now. The smaller index stays the root. */
  join(a: number, b: number): boolean {
    const left = this.find(a);
    const right = this.find(b);
    if (left === right) return false;
    this.#parent[Math.max(left, right)] = Math.min(left, right);
    return true;
  }

  /** Members of each set, in ascending order of their first member. */
  groups(): readonly (readonly number[])[] {
    const byRoot = new Map<number, number[]>();
    for (let index = 0; index < this.#parent.length; index += 1) {
      const root = this.find(index);
      const members = byRoot.get(root);
      if (members === undefined) byRoot.set(root, [index]);
      else members.push(index);
    }
    return [...byRoot.values()];
  }

  #at(index: number): number {
    return this.#parent[index] ?? index;
  }
}
