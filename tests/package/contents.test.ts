/* What is in the tarball, and what publint and attw think of it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { readPacked } from "../support/packed.js";
import { run } from "../support/run.js";

const { project, folder, tarball, files, unpackedSize } = readPacked(inject("packed"));

test("the package is at most 1 MB unpacked", () => {
  expect(unpackedSize).toBeLessThanOrEqual(1_000_000);
});

test("the package contains these at its top, and nothing else", () => {
  const top = [...new Set(files.map((file) => file.split("/", 1)[0]))].sort();
  expect(top).toEqual(["CHANGELOG.md", "LICENSE", "README.md", "dist", "docs", "package.json", "schemas"]);
});

test("every file that package.json names is in the package, and every built file is named", () => {
  const { main, module, types, exports, bin, typesVersions } = manifest;
  const named = new Set(targetsIn([main, module, types, exports, bin, typesVersions]));
  expect([...named].filter((path) => !files.some((file) => fits(file, path)))).toEqual([]);
  const entries = files.filter((file) => /^dist\/\w+\.(c?js|d\.c?ts)$/.test(file));
  expect(entries.filter((path) => !named.has(path))).toEqual(["dist/core.cjs", "dist/core.js"]);
});

test("compilers that do not read exports find the same files, by typesVersions", () => {
  const expected = Object.entries(manifest.exports).flatMap(([entry, target]) => {
    const name = entry.slice(2);
    if (name === "" || name === "package.json") return [];
    return [[name, [typeof target === "string" ? target : target.require.types]] as const];
  });
  expect(manifest.typesVersions["*"]).toEqual(Object.fromEntries(expected));
});

test("the program has a long and a short name", () => {
  expect(manifest.bin).toEqual({
    "optimizely-cmp-webhooks": "./dist/cli.js",
    "cmp-webhooks": "./dist/cli.js",
  });
  expect(readFileSync(join(folder, "dist/cli.js"), "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
});

test("the package needs no other package", () => {
  expect(Object.keys(manifest)).not.toContain("dependencies");
});

test.each([
  ["publint", ["run", tarball, "--strict"]],
  ["attw", [tarball, "--no-emoji", "--format", "ascii"]],
])("%s finds nothing", async (name, args) => {
  const { code, output } = await run(join(inject("tools"), "node_modules/.bin", name), args, project);
  expect(code, output).toBe(0);
});

/** A `*` in an export stands for anything, slashes included. */
function fits(file: string, pattern: string): boolean {
  const [head = "", tail] = pattern.split("*");
  return tail === undefined ? file === pattern : file.startsWith(head) && file.endsWith(tail);
}

/** The paths at the ends of a tree of conditions, without their "./". */
function targetsIn(tree: unknown): string[] {
  if (typeof tree === "string") return [tree.replace("./", "")];
  return Object.values(tree ?? {}).flatMap(targetsIn);
}
