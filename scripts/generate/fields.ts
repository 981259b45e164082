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
  /** Where it is, such as `data.assets.articles[].title`. */
  readonly path: string;
  /** What it is, such as `string or null`. */
  readonly type: string;
  /** Whether it is there whenever the object around it is, or stands for every member of a map. */
  readonly presence: "always" | "optional" | "any key";
  /** What its comment says. */
  readonly meaning: string;
  /** By which analogy it is inferred, if it is. */
  readonly inferred: string | undefined;
  /** The values that are known, of what may have others as well. */
  readonly known: readonly string[];
  /** The interface with a table of its own in which its members are. */
  readonly part: string | undefined;
}

/** What is not listed again in every payload: interfaces of some size that several events share. */
const leastFields = 10;

/** Lists the members of interfaces. */
export class FieldLister {
  readonly #definitions: Definitions;
  /** The interfaces that have a table of their own, in the order in which they are met. */
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

  /** The members of an interface, and theirs, down to the interfaces that have a table of their own. */
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

  /** Also of what contains itself, since every interface on the way is met once only. */
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
  /** `[]` for each array around it. */
  readonly brackets: string;
}

function unwrap(definition: Definition): Unwrapped {
  const { type, items, anyOf } = definition;
  if (type === "array" && items) {
    const inner = unwrap(items);
    return { ...inner, brackets: `[]${inner.brackets}` };
  }
  if (Array.isArray(type)) return { definition: { type: type[0] ?? "" }, isNullable: true, brackets: "" };
  const [value, nothing] = anyOf ?? [];
  return value && nothing?.type === "null"
    ? { definition: value, isNullable: true, brackets: "" }
    : { definition, isNullable: false, brackets: "" };
}

function typeName(definition: Definition, depth: number): string {
  if (depth > 0) return `array of ${typeName(definition, depth - 1)}`;
  if (valuesOfOpenEnum(definition)) return "string";
  return typeof definition.type === "string" ? definition.type : "any value";
}
