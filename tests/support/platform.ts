/*
 * Runs before each file. Files of one worker share its globals, and a server of Hono replaces these two for good; so each
 * file begins with those of Node.
 */
const key = Symbol.for("platform of the tests");
const own: { Request: typeof Request; Response: typeof Response } = Reflect.get(globalThis, key) ?? {
  Request,
  Response,
};
Reflect.set(globalThis, key, own);

for (const [name, value] of Object.entries(own)) {
  Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
}
