/*
 * The package as npm would publish it, installed in a folder of its own. Tests of what users import, and of the command
 * line, run on it. It is built once for each state of the source and of the tools: the folder is named by a hash of all
 * that goes into the package, so processes that run at the same time share it. Nothing in it leads to another folder,
 * which may change or go.
 */
import { createHash } from "node:crypto";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "tsup";
import manifest from "../../package.json" with { type: "json" };
import { shareDeclarations } from "../../scripts/share-declarations.js";
import { type Packed, readPacked, root } from "./packed.js";
import { npm } from "./run.js";
import { onShelf } from "./shelf.js";

/** What to build. */
export interface PackOptions {
  /** Whether the package contains its declarations, which take ten times as long as the code. */
  readonly declarations: boolean;
}

/** What `npm pack` takes besides `dist`. */
const shipped = [
  ...["package.json", "README.md", "LICENSE"],
  ...manifest.files.filter((path) => path !== "dist"),
];

/** Everything that decides what is in the package. npm writes the first when it has installed all tools. */
const sources = [
  "node_modules/.package-lock.json",
  ...["src", "scripts", "tsup.config.ts", "tests/support/pack.ts"],
  ...["package-lock.json", "tsconfig.json", "tsconfig.src.json", "tsconfig.page.json"],
  ...shipped,
];

/** Builds, packs and installs the package, unless it is there for this state of the source. */
export async function pack(options: PackOptions): Promise<Packed> {
  const hash = hashSources(options);
  const project = await onShelf(`packed-${hash}`, async (draft) => {
    await make(draft, options);
    // Otherwise later runs would take a mixture of two states for the one that they ask for.
    if (hashSources(options) !== hash)
      throw new Error("The source changed while it was packed. Run it again");
  });
  return readPacked(project);
}

async function make(draft: string, { declarations }: PackOptions): Promise<void> {
  const stage = join(draft, "stage");
  for (const path of shipped) cpSync(join(root, path), join(stage, path), { recursive: true });
  const outDir = join(stage, "dist");
  const config = join(root, "tsup.config.ts");
  await build({ config, outDir, silent: true, ...(declarations ? {} : { dts: false }) });
  if (declarations) shareDeclarations(outDir);
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

function hashSources(options: PackOptions): string {
  const hash = createHash("sha256").update(JSON.stringify(options));
  for (const source of sources) {
    for (const path of filesIn(source)) hash.update(`${path}\0`).update(readFileSync(join(root, path)));
  }
  return hash.digest("hex").slice(0, 16);
}

function filesIn(path: string): string[] {
  // Other package managers do not write the list of what is installed.
  if (!existsSync(join(root, path))) return [];
  if (!statSync(join(root, path)).isDirectory()) return [path];
  const entries = readdirSync(join(root, path), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}
