import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { expect, test } from "vitest";

/*
 * Which folder, or file of src itself, may import values from which; files of one folder may import one another.
 * A place that is not named here may import no values: a new arrow is a word in this table. Types follow the bounds of
 * `mayName` below.
 */
const allowed: Readonly<Record<string, readonly string[]>> = {
  "index.ts": ["errors.ts", "router.ts", "receiver/", "secret/", "payload/", "idempotency/"],
  "receiver/": [
    "deadline.ts",
    "errors.ts",
    "signal.ts",
    "values.ts",
    "secret/",
    "payload/",
    "idempotency/",
    "http/",
    "typescript-event-target",
  ],
  "secret/": ["errors.ts", "values.ts"],
  "payload/": ["errors.ts", "values.ts", "generated/"],
  "idempotency/": ["errors.ts", "values.ts", "generated/"],
  "http/": ["errors.ts", "values.ts"],
  "dispatch/": ["values.ts"],
  "errors.ts": ["values.ts"],
  "deadline.ts": ["errors.ts", "signal.ts"],
  "signal.ts": ["values.ts"],
  // A router must know which names are CMP's, to refuse a handler that would never run.
  "router.ts": ["dispatch/", "payload/", "signal.ts", "values.ts"],
  "adapters/": ["values.ts", "http/"],
  "client/": ["generated/", "signal.ts", "values.ts"],
  "content/": ["values.ts"],
  "opentelemetry/": ["@opentelemetry/api", "optimizely-cmp-webhooks", "values.ts"],
  "testing/": ["payload/", "signal.ts", "values.ts"],
  "cli/": [
    ...["node:", "adapters/", "client/", "payload/", "receiver/", "router.ts", "secret/", "testing/"],
    // The inspector: its server, and its page.
    ...["preact", "preact/hooks", "cli/inspector/page/style.css"],
  ],
};

/** Node's own modules: the testing kit loads them on demand, so that its other parts run everywhere. */
const loadsOnDemand = ["testing/node-runtime.ts"];

/** These are built around the core, which does not know them. */
const outer = ["adapters/", "client/", "content/", "opentelemetry/", "testing/", "cli/"];

/** Whose types the folders may name beside their own and the core's. */
const lenders: Readonly<Record<string, readonly string[]>> = {
  "testing/": ["adapters/"],
  "cli/": ["client/", "testing/"],
};

const root = join(import.meta.dirname, "../../src");
const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) => /\.tsx?$/.test(file));

test.each(files)("%s imports what its layer may, and nothing else", (file) => {
  const { values, types, dynamic } = importsOf(file);
  const place = placeOf(file);
  const foreign = values.map(placeOf).filter((target) => target !== place);
  expect(foreign.filter((target) => !allowed[place]?.includes(target))).toEqual([]);
  expect(types.filter((target) => !mayName(file, target))).toEqual([]);
  if (!loadsOnDemand.includes(file)) expect(dynamic).toBeNull();
});

test("every place of the table exists", () => {
  expect(files.map(placeOf)).toEqual(expect.arrayContaining(Object.keys(allowed)));
});

test("every arrow of the table is used", () => {
  for (const [place, targets] of Object.entries(allowed)) {
    const inPlace = files.filter((file) => placeOf(file) === place);
    const used = new Set(inPlace.flatMap((file) => importsOf(file).values.map(placeOf)));
    expect(
      targets.filter((target) => !used.has(target)),
      place,
    ).toEqual([]);
  }
});

test("the files of src itself are few", () => {
  expect(files.filter((file) => !file.includes("/")).length).toBeLessThanOrEqual(6);
});

/** The folder that a file is in, with a slash; a file of src itself, or a package, is a place of its own. */
function placeOf(target: string): string {
  if (target.startsWith("node:")) return "node:";
  return target.includes("/") && /\.tsx?$/.test(target) ? target.replace(/\/.*/, "/") : target;
}

/** Events know nothing but events; the core does not know what is built around it; no package lends a type. */
function mayName(file: string, target: string): boolean {
  if (file.startsWith("cli/") && target.startsWith("node:")) return true;
  if (file.startsWith("cli/inspector/") && /^preact\b/.test(target)) return true;
  if (!files.includes(target)) return false;
  if (file.startsWith("events/")) return target.startsWith("events/");
  const lent = lenders[outer.find((folder) => file.startsWith(folder)) ?? ""] ?? [];
  return outer.every(
    (folder) => !target.startsWith(folder) || file.startsWith(folder) || lent.includes(folder),
  );
}

function importsOf(file: string) {
  const text = readFileSync(join(root, file), "utf8");
  const found = [...text.matchAll(/^(?:im|ex)port\b\s*(type\b)?([^"'`;=:]*?)(?:\bfrom\s*)?"([^"]+)";/gm)];
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
