/**
 * Whether it is bytes of any kind; an `ArrayBuffer` is what `request.arrayBuffer()` gives. Not by `instanceof`: jest runs
 * tests in a realm of their own, with another `ArrayBuffer`.
 */
export function isBytes(value: unknown): value is Uint8Array | ArrayBuffer {
  return ArrayBuffer.isView(value) || tagOf(value) === "[object ArrayBuffer]";
}

/** What kind of object of the language it is, of any realm. */
function tagOf(value: unknown): string {
  return Object.prototype.toString.call(value);
}

/**
 * Whether it can be waited for. Asked by `then` and never by `instanceof`: `globalThis.Promise` may be replaced, and a
 * promise that is not recognised would be taken for a value.
 */
export function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  const isHolder = (typeof value === "object" && value !== null) || typeof value === "function";
  return isHolder && "then" in value && typeof value.then === "function";
}

/**
 * What came, for the messages `X must be Y, received Z`: short, and for a secret never the value itself. Nobody waits for
 * a promise that is refused, and its rejection must not end the process.
 */
export function describeValue(value: unknown): string {
  if (typeof value === "string")
    return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}...` : value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return "a function";
  if (typeof value !== "object" || value === null) return String(value);
  if (!isPromiseLike(value)) return Array.isArray(value) ? "an array" : "an object";
  // Not of other objects with a `then`: it begins the queries of some libraries.
  if (tagOf(value) === "[object Promise]") Promise.resolve(value).then(undefined, () => {});
  return "a promise";
}

/** The same of a value that must be an object: a string in its place may be an address with a password. */
export function describeObject(value: unknown): string {
  // Such as an environment variable that is not set, behind a default of "".
  return value === "" ? "an empty string" : typeof value === "string" ? "a string" : describeValue(value);
}

/**
 * Refuses an option that does not exist: a misspelt name would leave its default in force without notice.
 *
 * @param owner what the options are for, such as `"createReceiver"`
 * @throws TypeError that names the option, and those that there are
 */
export function requireKnownOptions(owner: string, options: unknown, names: readonly string[]): void {
  if (!isRecord(options)) {
    throw new TypeError(`options of ${owner} must be an object, received ${describeValue(options)}`);
  }
  for (const name of Object.keys(options)) {
    if (names.includes(name)) continue;
    throw new TypeError(
      `options of ${owner} must be of ${names.join(", ")}, received ${describeValue(name)}`,
    );
  }
}

/**
 * Whether an option that has two words has the second.
 *
 * @throws TypeError when it has neither; `undefined` is the first
 */
export function isSecond(name: string, value: string | undefined, first: string, second: string): boolean {
  if (value === undefined || value === first || value === second) return value === second;
  throw new TypeError(`${name} must be "${first}" or "${second}", received ${describeValue(value)}`);
}

/** @throws TypeError when it is not an integer from 1 to `most` */
export function requireCount(name: string, value: number, most: number): number {
  if (Number.isInteger(value) && value > 0 && value <= most) return value;
  const bound = typeof value === "number" && value > most ? ` of at most ${most}` : "";
  throw new TypeError(`${name} must be a positive integer${bound}, received ${describeValue(value)}`);
}

/** An object as `JSON.parse` makes it. */
export interface JsonRecord {
  readonly [member: string]: unknown;
}

/** Whether it is an object, and neither an array nor `null`. */
export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The member of that name that `holder` itself has. What a payload lacks must not be found on a prototype. */
export function ownMember(holder: unknown, name: string): unknown {
  return isRecord(holder) && Object.hasOwn(holder, name) ? holder[name] : undefined;
}

/** Whether it is an object with methods of these names, its own or inherited. */
export function hasMethods<Name extends string>(
  value: unknown,
  ...names: readonly Name[]
): value is Record<Name, () => unknown> {
  if (typeof value !== "object" || value === null) return false;
  return names.every((name) => typeof Reflect.get(value, name) === "function");
}

/** The `code` of an error; `undefined` of what cannot be looked at, such as a proxy that throws. */
export function codeOf(error: unknown): unknown {
  try {
    return typeof error === "object" && error !== null && "code" in error ? error.code : undefined;
  } catch {
    return undefined;
  }
}

/** @throws TypeError when it is no function */
export function requireFunction(name: string, value: unknown): void {
  if (typeof value === "function") return;
  throw new TypeError(`${name} must be a function, received ${describeValue(value)}`);
}

/**
 * What a function of the user's returned, or its promise was fulfilled with.
 *
 * @throws TypeError when it is the iterator of a generator function, whose body never ran
 */
export function requireRun(name: string, result: unknown): unknown {
  if (typeof result !== "object" || result === null || !isGenerator(result)) return result;
  throw new TypeError(
    `${name} must be a function or an async function, received a generator function, whose body never ran`,
  );
}

/** By its methods: compilers for older languages make objects of their own. Other iterators have no `throw`. */
function isGenerator(result: object): boolean {
  const isIterable = Symbol.asyncIterator in result || Symbol.iterator in result;
  return isIterable && hasMethods(result, "next", "throw", "return");
}
