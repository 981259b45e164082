/*
 * Lists the members of payloads, each by its path.
 */
import { reachedFrom, valuesOfOpenEnum } from "./schemas.js";
import {
  type Definition,
  type Definitions,
  definitionOf,
  eventsIn,
  type Source,
  targetOf,
} from "./source.js";

/** A member of a payload. */
export interface Field {
  /** For instance `data.assets.articles[].title`. */
  readonly path: string;
  /** For instance `string or null`. */
  readonly type: string;
  /** Whether every such object has it; `any key` for the members of a map. */
  readonly presence: "always" | "optional" | "any key";
  /** Its comment. */
  readonly meaning: string;
  /** The analogy that it is inferred by; `undefined` if a source shows it. */
  readonly inferred: string | undefined;
  /** The known values of an open enum. */
  readonly known: readonly string[];
  /** The interface whose own table has the members of this one. */
  readonly part: string | undefined;
}

/** Interfaces that several events share have a table of their own if they have so many members. */
const leastFields = 10;

/** Lists the members of interfaces. */
export class FieldLister {
  readonly #definitions: Definitions;
  /** The interfaces that have a table of their own, in the order of the events. */
  readonly parts: readonly string[];

  constructor(source: Source) {
    this.#definitions = source.definitions;
    const reached = eventsIn(source).map(({ interfaceName }) => [
      ...reachedFrom(source.definitions, definitionOf(source.definitions, interfaceName)),
    ]);
    const uses = new Map<string, number>();
    for (const name of reached.flat()) uses.set(name, (uses.get(name) ?? 0) + 1);
    this.parts = [...uses].filter(([name, count]) => count > 1 && this.#isLarge(name)).map(([name]) => name);
  }

  /** The members of an interface at every depth, except within interfaces that have a table of their own. */
  fieldsOf(name: string, path = ""): Field[] {
    const { properties = {}, required = [], additionalProperties } = definitionOf(this.#definitions, name);
    const members = Object.entries(properties).map(([key, member]) =>
      this.#member(path ? `${path}.${key}` : key, member, required.includes(key) ? "always" : "optional"),
    );
    return additionalProperties
      ? this.#member(`${path}[key]`, additionalProperties, "any key")
      : members.flat();
  }

  #member(path: string, definition: Definition, presence: Field["presence"]): Field[] {
    const { definition: value, isNullable, brackets } = unwrap(definition);
    const target = targetOf(value);
    const object =
      target !== undefined && isObject(definitionOf(this.#definitions, target)) ? target : undefined;
    const part = object !== undefined && this.parts.includes(object) ? object : undefined;
    const named = target === undefined ? value : definitionOf(this.#definitions, target);
    const field: Field = {
      path,
      type: typeName(named, brackets.length / 2) + (isNullable ? " or null" : ""),
      presence,
      meaning: definition.description ?? "",
      inferred: definition.inferred,
      known: valuesOfOpenEnum(named)?.map(String) ?? [],
      part,
    };
    return object !== undefined && part === undefined
      ? [field, ...this.fieldsOf(object, path + brackets)]
      : [field];
  }

  /** Counts each interface once, so it ends for an interface that contains itself. */
  #isLarge(name: string): boolean {
    const definition = definitionOf(this.#definitions, name);
    const within = [name, ...reachedFrom(this.#definitions, definition)];
    const sizes = [...new Set(within)].map(
      (each) => Object.keys(definitionOf(this.#definitions, each).properties ?? {}).length,
    );
    return isObject(definition) && sizes.reduce((sum, size) => sum + size, 0) >= leastFields;
  }
}

function isObject({ type }: Definition): boolean {
  return type === "object";
}

interface Unwrapped {
  readonly definition: Definition;
  readonly isNullable: boolean;
  /** One `[]` for each array around it. */
  readonly brackets: string;
}

function unwrap(definition: Definition): Unwrapped {
  const { type, items, anyOf } = definition;
  if (type === "array" && items) {
    const inner = unwrap(items);
    return { ...inner, brackets: `[]${inner.brackets}` };
  }
  if (Array.isArray(type) && type.includes("null"))
    return { definition: { type: type[0] ?? "" }, isNullable: true, brackets: "" };
  const [value, nothing] = anyOf ?? [];
  return value && nothing?.type === "null"
    ? { definition: value, isNullable: true, brackets: "" }
    : { definition, isNullable: false, brackets: "" };
}

function typeName(definition: Definition, depth: number): string {
  if (depth > 0) return `array of ${typeName(definition, depth - 1)}`;
  if (valuesOfOpenEnum(definition)) return "string";
  const { type } = definition;
  return Array.isArray(type) ? type.join(" or ") : (type ?? "any value");
}
