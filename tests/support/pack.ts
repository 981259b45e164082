/*
 * The package as npm would publish it, installed in a folder of its own. Tests of what users import, and of the command
 * line, run on it. It is built once for each state of the source and of the tools: the folder is named by a hash of all
 * that goes into the package, so processes that run at the same time share it. Nothing in it leads to another folder,
 * which may change or go.
 */
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type BuildOptions, buildInto, hashSources, shipped } from "../../scripts/build.js";
import { type Packed, readPacked, root } from "./packed.js";
import { npm } from "./run.js";
import { onShelf } from "./shelf.js";

/** Builds, packs and installs the package, unless it is there for this state of the source. */
export async function pack(options: BuildOptions): Promise<Packed> {
  const hash = hashSources();
  const kind = options.declarations ? "typed" : "plain";
  const project = await onShelf(`packed-${kind}-${hash}`, async (draft) => {
    await make(draft, options);
    // Otherwise later runs would take a mixture of two states for the one that they ask for.
    if (hashSources() !== hash) throw new Error("The source changed while it was packed. Run it again");
  });
  return readPacked(project);
}

async function make(draft: string, options: BuildOptions): Promise<void> {
  const stage = join(draft, "stage");
  for (const path of shipped) cpSync(join(root, path), join(stage, path), { recursive: true });
  await buildInto(join(stage, "dist"), options);
  const report = await npm(["pack", "--json", "--ignore-scripts", "--pack-destination", draft], stage);
  const [packed] = JSON.parse(report.slice(report.indexOf("[")));
  rmSync(stage, { recursive: true });
  writeFileSync(join(draft, "packed.json"), JSON.stringify(packed));
  writeFileSync(join(draft, "package.json"), '{ "private": true }');
  writeFileSync(join(draft, "tsconfig.json"), JSON.stringify({ compilerOptions: { paths: packedPaths() } }));
  await npm(["install", "--no-save", "--no-package-lock", packed.filename], draft);
  // The one optional peer that an entry imports; a user of that entry has installed it. Without it this fails.
  const peer = "node_modules/@opentelemetry/api";
  cpSync(join(root, peer), join(draft, peer), { recursive: true, dereference: true });
}

/** For programs outside of the folder that tsx runs: the names of the entries lead to the packed files. */
function packedPaths(): Readonly<Record<string, readonly string[]>> {
  const { name, exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const entries = Object.keys(exports).filter((entry) => exports[entry].import !== undefined);
  const pathOf = (entry: string): string => `./${join("node_modules", name, exports[entry].import.default)}`;
  return Object.fromEntries(entries.map((entry) => [`${name}${entry.slice(1)}`, [pathOf(entry)]]));
}
