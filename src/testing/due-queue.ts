/** What is due later, the earliest first (a binary heap; of those due at once the first that came is the first out). */
export class DueQueue<Item> {
  readonly #heap: { readonly due: number; readonly order: number; readonly item: Item }[] = [];
  #order = 0;

  /** When the earliest is due; `Infinity` when there is none. */
  get nextDue(): number {
    return this.#heap[0]?.due ?? Infinity;
  }

  /** Puts an item in. */
  push(due: number, item: Item): void {
    const heap = this.#heap;
    let index = heap.push({ due, order: this.#order++, item }) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!this.#isBefore(index, parent)) return;
      this.#swap(index, parent);
      index = parent;
    }
  }

  /** Takes the earliest out. */
  pop(): Item | undefined {
    const heap = this.#heap;
    this.#swap(0, heap.length - 1);
    const item = heap.pop()?.item;
    let index = 0;
    for (;;) {
      const left = index * 2 + 1;
      const least = this.#isBefore(left + 1, left) ? left + 1 : left;
      if (!this.#isBefore(least, index)) return item;
      this.#swap(least, index);
      index = least;
    }
  }

  #isBefore(left: number, right: number): boolean {
    const one = this.#heap[left];
    const other = this.#heap[right];
    if (!one || !other) return false;
    return one.due === other.due ? one.order < other.order : one.due < other.due;
  }

  #swap(left: number, right: number): void {
    const one = this.#heap[left];
    const other = this.#heap[right];
    if (!one || !other) return;
    this.#heap[left] = other;
    this.#heap[right] = one;
  }
}
