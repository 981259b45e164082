/*
 * Lists the members of payloads by path, from JSON Schema: for docs/events, and for `cmp-webhooks events`.
 */

/** The parts of JSON Schema that describe payloads. */
export interface Node {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly (string | null)[];
  readonly examples?: readonly (string | null)[];
  readonly anyOf?: readonly Node[];
  readonly items?: Node;
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Node;
  readonly description?: string;
  readonly inferred?: string;
}

/** Interfaces by name. */
export type Nodes = Readonly<Record<string, Node>>;

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
  /** The path of the object around this one that is of the same interface, and has the same members. */
  readonly like: string | undefined;
}

/** Lists the members of interfaces. */
export class FieldLister {
  readonly #nodes: Nodes;
  /** The interfaces that have a table of their own. */
  readonly parts: readonly string[];

  /**
   * @param nodes interfaces by name
   * @param parts interfaces whose members are not listed within others
   */
  constructor(nodes: Nodes, parts: readonly string[] = []) {
    this.#nodes = nodes;
    this.parts = parts;
  }

  /**
   * The members of an interface at every depth, except within those that have a table of their own, and within one that
   * contains itself.
   *
   * @param path the path of the interface
   * @param around the interfaces that contain it, and their paths
   */
  fieldsOf(name: string, path = "", around: ReadonlyMap<string, string> = new Map()): Field[] {
    const within = new Map([...around, [name, path]]);
    const { properties = {}, required = [], additionalProperties } = nodeOf(this.#nodes, name);
    const members = Object.entries(properties).map(([key, member]) =>
      this.#member(
        path ? `${path}.${key}` : key,
        member,
        required.includes(key) ? "always" : "optional",
        within,
      ),
    );
    return additionalProperties
      ? this.#member(`${path}[key]`, additionalProperties, "any key", within)
      : members.flat();
  }

  #member(
    path: string,
    definition: Node,
    presence: Field["presence"],
    around: ReadonlyMap<string, string>,
  ): Field[] {
    const { definition: value, isNullable, brackets } = unwrap(definition);
    const target = referenceOf(value);
    const object = target !== undefined && isObject(nodeOf(this.#nodes, target)) ? target : undefined;
    const part = [...this.parts, ...around.keys()].find((name) => name === object);
    const named = target === undefined ? value : nodeOf(this.#nodes, target);
    const field: Field = {
      path,
      type: typeName(named, brackets.length / 2) + (isNullable ? " or null" : ""),
      presence,
      meaning: definition.description ?? "",
      inferred: definition.inferred,
      known: knownValuesOf(named)?.map(String) ?? [],
      part,
      like: around.get(part ?? ""),
    };
    return object !== undefined && part === undefined
      ? [field, ...this.fieldsOf(object, path + brackets, around)]
      : [field];
  }
}

/** The definition of an interface. @throws Error when there is none of that name */
export function nodeOf(nodes: Nodes, name: string): Node {
  const node = nodes[name];
  if (node === undefined) throw new Error(`${name}: not an interface of src/events`);
  return node;
}

/** The name that a reference points to, within the definitions of its document. */
function referenceOf({ $ref }: Node): string | undefined {
  return $ref?.replace(/^#\/(definitions|\$defs)\//, "");
}

/** The known values of an open enum: `examples` of a schema, or one branch of `anyOf` before it is written as one. */
export function knownValuesOf({ anyOf, examples }: Node): Node["enum"] {
  const [any, known] = anyOf ?? [];
  return examples ?? (any?.type === "string" && anyOf?.length === 2 ? known?.enum : undefined);
}

function isObject({ type }: Node): boolean {
  return type === "object";
}

interface Unwrapped {
  readonly definition: Node;
  readonly isNullable: boolean;
  /** One `[]` for each array around it. */
  readonly brackets: string;
}

function unwrap(definition: Node): Unwrapped {
  const { type, items, anyOf } = definition;
  if (type === "array" && items) {
    const inner = unwrap(items);
    return { ...inner, brackets: `[]${inner.brackets}` };
  }
  if (Array.isArray(type) && type.includes("null"))
    return { definition: { type: String(type[0]) }, isNullable: true, brackets: "" };
  const [value, nothing] = anyOf ?? [];
  return value && nothing?.type === "null"
    ? { definition: value, isNullable: true, brackets: "" }
    : { definition, isNullable: false, brackets: "" };
}

function typeName(definition: Node, depth: number): string {
  if (depth > 0) return `array of ${typeName(definition, depth - 1)}`;
  if (knownValuesOf(definition)) return "string";
  const { type } = definition;
  return typeof type === "string" ? type : (type?.join(" or ") ?? "any value");
}
