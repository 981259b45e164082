import { build } from "esbuild";
import { expect, test } from "vitest";
import { coreFile } from "../../scripts/core-file.js";
import config from "../../tsup.config.js";

const configs = Array.isArray(config) ? config : [];

/** The modules of src that esbuild builds into the files of the entries. */
async function modulesOf(name: string): Promise<readonly string[]> {
  const found = configs.find((each) => typeof each === "object" && Object.hasOwn(Object(each.entry), name));
  const { metafile } = await build({
    entryPoints: Object(found?.entry),
    plugins: name === "core" ? [] : [coreFile],
    bundle: true,
    write: false,
    metafile: true,
    splitting: true,
    format: "esm",
    platform: "node",
    packages: "external",
    outdir: "dist",
    logLevel: "error",
  });
  return Object.keys(metafile.inputs).filter((path) => path.startsWith("src/"));
}

// Two copies of a module do not know each other's classes and maps. scripts/core-modules.ts needs a line for it.
test("no module of the core is built into another file as well", async () => {
  const [core, others] = [await modulesOf("core"), new Set(await modulesOf("cli"))];
  expect(core.length).toBeGreaterThan(30);
  expect(core.filter((path) => others.has(path))).toEqual([]);
});
