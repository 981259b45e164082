/*
 * The programs that are measured, bundled for plain Node: the loader of tsx would cost them memory and time.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { build } from "esbuild";

/** Where everything goes that is made by a run. */
export const buildFolder: string = join(import.meta.dirname, "../.build");

/** Programs by name, and their sources. */
const programs = {
  server: "children/server.ts",
  inside: "children/inside.ts",
  importing: "children/importing.ts",
  "import-profile": "children/import-profile.ts",
  "in-flight": "children/in-flight.ts",
  generator: "load/generator.ts",
} as const;

/** A program that is started as a child. */
export type ProgramName = keyof typeof programs;

/** The file of a program. */
export const fileOf = (program: ProgramName): string => join(buildFolder, `${program}.js`);

/** Bundles all programs. Packages stay outside, and so do contestants that are not asked for. */
export async function buildChildren(): Promise<void> {
  await build({
    entryPoints: Object.entries(programs).map(([out, source]) => ({
      in: join(import.meta.dirname, source),
      out,
    })),
    outdir: buildFolder,
    bundle: true,
    splitting: true,
    chunkNames: "chunk-[name]-[hash]",
    packages: "external",
    platform: "node",
    target: "node20",
    format: "esm",
    logLevel: "error",
  });
  await mkdir(buildFolder, { recursive: true });
  await writeFile(join(buildFolder, "package.json"), '{ "type": "module" }\n');
  await writeFile(join(buildFolder, "empty.js"), "export {};\n");
  const emptyPackage = join(buildFolder, "node_modules/empty-package");
  await mkdir(emptyPackage, { recursive: true });
  await writeFile(
    join(emptyPackage, "package.json"),
    '{ "type": "module", "exports": { ".": "./index.js" } }\n',
  );
  await writeFile(join(emptyPackage, "index.js"), "export {};\n");
}
