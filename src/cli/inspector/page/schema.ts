/** The part of JSON Schema that the package's schemas use. */
export interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly examples?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
}

/** One member of an event, as its type has it. */
export interface Member {
  /** For instance `string or null`, `array of object`. */
  readonly type: string;
  /** The doc comment. */
  readonly about: string;
  /** No source shows it; the doc comment says so too. */
  readonly isInferred: boolean;
  readonly isOptional: boolean;
  /** Values that are known; there may be others. */
  readonly values: readonly string[];
  /** With references followed and `null` taken off. */
  readonly schema: Schema;
}

/** Looks up the types, doc comments and certainty of members in the schema of one event. */
export class SchemaReader {
  readonly #root: Schema;
  /** The event as a whole. */
  readonly event: Member;

  constructor(root: Schema) {
    this.#root = root;
    this.event = this.#toMember(root, false);
  }

  /** The member of an object, or the item of an array; `undefined` where the type does not name it. */
  member({ schema }: Member, key: string | number): Member | undefined {
    if (typeof key === "number") return schema.items && this.#toMember(schema.items, false);
    const { properties = {}, required = [], additionalProperties: others } = schema;
    const own = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (own !== undefined) return this.#toMember(own, !required.includes(key));
    return typeof others === "object" ? this.#toMember(others, true) : undefined;
  }

  /** A description beside a reference is that of the member, and counts before that of the type. */
  #toMember(given: Schema, isOptional: boolean): Member {
    const outer = this.#resolve(given);
    const branches = (outer.anyOf ?? [outer]).map((branch) => this.#resolve(branch));
    const schema = branches.find(({ type }) => type !== "null") ?? outer;
    const about = given.description ?? outer.description ?? "";
    const values = schema.enum ?? schema.examples ?? ("const" in schema ? [schema.const] : []);
    const types = branches.flatMap(({ type }) => type ?? "any");
    return {
      type: types.map((type) => this.#typeOf(type, schema)).join(" or "),
      about,
      isInferred: /\bInferred\b/.test(about),
      isOptional,
      values: values.map(String),
      schema,
    };
  }

  #typeOf(type: string, { items }: Schema): string {
    const inner = items && this.#resolve(items).type;
    return type === "array" && inner !== undefined ? `array of ${inner}` : type;
  }

  #resolve(schema: Schema): Schema {
    const name = schema.$ref?.replace("#/$defs/", "");
    return (name === undefined ? undefined : this.#root.$defs?.[name]) ?? schema;
  }
}
