import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { expect, test } from "vitest";

/*
 * Which file may import values from which; types may be imported within the bounds of the tests below.
 * A file that is not named here may import no values: a new arrow is a line in this table.
 */
const allowed: Readonly<Record<string, readonly string[]>> = {
  "index.ts": [
    "catalog.ts",
    "delivery-key.ts",
    "errors.ts",
    "parse.ts",
    "receiver.ts",
    "router.ts",
    "secret.ts",
    "standard-schema.ts",
  ],
  "receiver.ts": ["lifecycle.ts", "options.ts", "outcome.ts", "passage.ts", "traffic.ts"],
  "passage.ts": [
    "body.ts",
    "claim.ts",
    "context.ts",
    "deadline.ts",
    "errors.ts",
    "gate.ts",
    "parse.ts",
    "reply.ts",
  ],
  "context.ts": ["gate.ts"],
  "outcome.ts": ["catalog.ts", "errors.ts", "reply.ts"],
  "claim.ts": ["errors.ts"],
  "gate.ts": ["errors.ts", "secret.ts"],
  "options.ts": ["delivery-key.ts", "secret.ts"],
  "parse.ts": ["bytes.ts", "catalog.ts", "errors.ts", "fits.ts"],
  "fits.ts": ["shape.ts"],
  "body.ts": ["bytes.ts", "errors.ts"],
  "deadline.ts": ["errors.ts"],
  "lifecycle.ts": ["typescript-event-target"],
  // A router must know which names are CMP's, so as to refuse a handler that would never run.
  "router.ts": ["catalog.ts"],
  "catalog.ts": ["delivery-key.ts", "generated/shapes.ts"],
  "standard-schema.ts": ["catalog.ts", "fits.ts"],
  "adapters/node.ts": ["adapters/node-http.ts"],
  "adapters/express.ts": ["adapters/node-http.ts"],
  "adapters/fastify.ts": ["adapters/node-http.ts"],
  // The one file of the program that takes anything from outside of its folder.
  "cli/library.ts": [
    "adapters/node-http.ts",
    "catalog.ts",
    "optimizely-cmp-webhooks",
    "optimizely-cmp-webhooks/testing",
    "parse.ts",
    "shape.ts",
    "testing/deep-partial.ts",
    "testing/nearest.ts",
  ],
};

/** Node's own modules: the program needs them, and the testing kit on demand. */
const loadsOnDemand = ["testing/node-runtime.ts"];

/** Whatever is in one of these folders is unknown outside of it. In the last three, files may import one another. */
const outer = ["adapters/", "stores/", "testing/", "cli/", "client/"];
const [, , ...loose] = outer;

/** Whose types the folders may name beside their own and the core's. */
const lenders: Readonly<Record<string, readonly string[]>> = {
  "testing/": ["adapters/"],
  "cli/": ["testing/"],
};

const root = join(import.meta.dirname, "../../src");
const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));

test.each(files)("%s imports what its layer may, and nothing else", (file) => {
  const { values, types, dynamic } = importsOf(file);
  const folder = loose.find((name) => file.startsWith(name));
  const outside = values.filter((target) => !folder || !target.startsWith(folder));
  const foreign = outside.filter((target) => folder !== "cli/" || !target.startsWith("node:"));
  expect(foreign).toEqual(allowed[file] ?? []);
  expect(types.filter((target) => !mayName(file, target))).toEqual([]);
  if (!loadsOnDemand.includes(file)) expect(dynamic).toBeNull();
});

test("every file of the table exists", () => {
  expect(files).toEqual(expect.arrayContaining(Object.keys(allowed)));
});

/** Events know nothing but events; the core does not know what is built around it; no package lends a type. */
function mayName(file: string, target: string): boolean {
  if (file.startsWith("cli/") && target.startsWith("node:")) return true;
  if (!files.includes(target)) return false;
  if (file.startsWith("events/")) return target.startsWith("events/");
  const lent = lenders[outer.find((folder) => file.startsWith(folder)) ?? ""] ?? [];
  return outer.every(
    (folder) => !target.startsWith(folder) || file.startsWith(folder) || lent.includes(folder),
  );
}

function importsOf(file: string) {
  const text = readFileSync(join(root, file), "utf8");
  const found = [...text.matchAll(/^(?:im|ex)port\b\s*(type\b)?([^"'`;=]*?)(?:\bfrom\s*)?"([^"]+)";/gm)];
  const targets = (wanted: boolean): string[] => {
    const matches = found.filter(
      ([, type, names = ""]) => (type !== undefined || hasOnlyTypes(names)) === wanted,
    );
    return [...new Set(matches.map(([, , , target = ""]) => resolve(file, target)))].sort();
  };
  return { values: targets(false), types: targets(true), dynamic: text.match(/\b(import|require)\s*\(/) };
}

/** For instance `{ type Handler, type HandlerContext }`. */
function hasOnlyTypes(names: string): boolean {
  return /^\s*\{(\s*type\s[^,{}]+,?)+\s*\}\s*$/.test(names);
}

function resolve(file: string, target: string): string {
  return target.startsWith(".") ? posix.join(posix.dirname(file), target.replace(/\.js$/, ".ts")) : target;
}
