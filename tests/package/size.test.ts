/* The one place where sizes are measured: from the packed files, after the user's bundler. */
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../support/packed.js";
import { type Bundle, bundle } from "./bundle.js";

const name = "optimizely-cmp-webhooks";
const core = `export * from "${name}";`;
const adapters = ["node", "express", "fastify", "fetch", "koa", "lambda"];

/**
 * Bytes, minified and gzipped, with little room above what is there today, so that growth is a decision. The names and
 * shapes of 43 events take 1,700 of the core.
 */
const ceilings: Readonly<Record<string, readonly [program: string, bytes: number]>> = {
  "verifySecret alone": [`export { verifySecret } from "${name}";`, 600],
  "deliveryKey alone": [`export { deliveryKey } from "${name}";`, 600],
  "eventNames alone": [`export { eventNames } from "${name}";`, 2_000],
  "the router alone": [`export { EventRouter } from "${name}";`, 4_140],
  "the core": [core, 15_410],
  ...Object.fromEntries(
    adapters.map((adapter) => [
      `the core and ${adapter}`,
      [`${core}\nexport * from "${name}/${adapter}";`, 17_750],
    ]),
  ),
  // Registering and the names for it take a quarter of it, messages and checks of all options and arguments a third.
  "the client alone": [`export * from "${name}/client";`, 6_570],
  "contents alone": [`export * from "${name}/content";`, 1_410],
  "the core and a store": [`${core}\nexport * from "${name}/idempotency";`, 16_200],
};

test.each(Object.entries(ceilings))("%s: under its ceiling", async (subject, [program, ceiling]) => {
  const bundled = await bundle(program);
  expect(bundled.gzipped, describe(subject, bundled)).toBeLessThanOrEqual(ceiling);
});

test("the client adds less to a bundle that has the core, whose parts it shares", async () => {
  const both = await bundle(`${core}\nexport * from "${name}/client";`);
  expect(both.gzipped - (await bundle(core)).gzipped).toBeLessThanOrEqual(5_585);
});

test("README.md states no smaller size than the real one", async () => {
  const stated = Number(/is under ([\d.]+) kB/.exec(readFileSync(join(root, "README.md"), "utf8"))?.[1]);
  expect((await bundle(core)).gzipped).toBeLessThan(stated * 1000);
});

// Node takes about a millisecond for each file.
test("all code of the core is in one file", async () => {
  const { inputs } = await bundle(core);
  const files = inputs.map(([file]) => basename(file)).filter((file) => file.endsWith(".js"));
  expect(files).toEqual(["core.js"]);
});

// `setImmediate` is looked for on `globalThis`, and done without where it is missing (tests/receiver/timer-end.test.ts).
test.each(["", "fetch"])("the core %s needs nothing of Node", async (adapter) => {
  const { text } = await bundle(`${core}\nexport * from "${join(name, adapter)}";`);
  expect(text.match(/.{0,40}(["'`]node:|\b(Buffer|process|require|__dirname)\b).{0,40}/)).toBeNull();
});

test.each(adapters)("the core and %s import nothing else", async (adapter) => {
  const { text, inputs } = await bundle(`${core}\nexport * from "${name}/${adapter}";`);
  const files = inputs.map(([file]) => file);
  expect(files.filter((file) => !file.startsWith(`node_modules/${name}/dist/`))).toEqual([]);
  const unwanted =
    /\bajv\b|json-schema|fast-check|type-fest|valibot|\bzod\b|from ?"|import\(|\beval\b|Function\(/i;
  expect(text.match(unwanted)).toBeNull();
});

function describe(subject: string, { gzipped, inputs }: Bundle): string {
  const rows = inputs.map(([file, bytes]) => `${String(bytes).padStart(7)} ${file}`);
  return [`${subject}: ${gzipped} bytes after gzip; before gzip, by file:`, ...rows].join("\n");
}
