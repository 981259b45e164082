import type { Field } from "./field-lister.js";

/** A member of an event that its type does not name: CMP may add members without notice. */
export interface UnknownField {
  /** Where, from the event on: `data.task.priority`. */
  readonly path: string;
  /** The kind of its value: `string`, `object` and so on. */
  readonly kind: string;
}

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
    // A sender's own name may have dots and brackets.
    const path = `${owner}.${/^\w+$/.test(key) ? key : ""}`.replace(/^\./, "");
    return [path, `${owner}[key]`].find((each) => this.#byPath.has(each));
  }

  /** `object` or `array`, where that is the type of a value; the event itself is an object. */
  kindOf(at: string): string | undefined {
    if (at === "") return "object";
    const [brackets = ""] = /(\[\])*$/.exec(at) ?? [];
    const type = this.#byPath.get(at.slice(0, at.length - brackets.length))?.type ?? "";
    return /^(object|array)\b/.exec(type.slice(("array of ".length * brackets.length) / 2))?.[0];
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
