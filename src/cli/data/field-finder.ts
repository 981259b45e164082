import type { Field } from "./field-lister.js";

/** Finds the members of a payload in the catalogue, step by step. */
export class FieldFinder {
  readonly #byPath: ReadonlyMap<string, Field>;

  constructor(fields: readonly Field[]) {
    this.#byPath = new Map(fields.map((field) => [field.path, field]));
  }

  /** @param at a path with `[]` for each item and `[key]` for each member of a map; `undefined` where no type leads */
  get(at: string | undefined): Field | undefined {
    return at === undefined ? undefined : this.#byPath.get(at);
  }

  /** The path of a member or an item; `undefined` where the type does not name it. */
  stepTo(at: string | undefined, key: string | number): string | undefined {
    if (at === undefined || typeof key === "number") return at && `${at}[]`;
    const owner = this.#ownerOf(at);
    if (owner === "") return key;
    return [`${owner}.${key}`, `${owner}[key]`].find((path) => this.#byPath.has(path));
  }

  /** The names of the members of an object. */
  namesIn(at: string | undefined): readonly string[] {
    const start = at && `${this.#ownerOf(at)}.`;
    return [...this.#byPath.keys()].flatMap((path) =>
      start !== undefined && path.startsWith(start) && /^\w+$/.test(path.slice(start.length))
        ? path.slice(start.length)
        : [],
    );
  }

  /** A type that contains itself is listed once. */
  #ownerOf(at: string): string {
    return this.#byPath.get(at.replace(/(\[\])+$/, ""))?.like ?? at;
  }
}
