/*
 * `npm run build`: writes dist. A note beside it says from which source, so that tests of the package can take it as it
 * is and need not build the same again.
 */
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { build } from "tsup";
import manifest from "../package.json" with { type: "json" };
import { shareDeclarations } from "./share-declarations.js";

const root = join(import.meta.dirname, "..");
const dist = join(root, "dist");
/** `npm ci` removes it. */
const note = join(root, "node_modules/.cache/optimizely-cmp-webhooks/dist");

/** What `npm pack` takes besides `dist`. */
export const shipped: readonly string[] = [
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

/** Whether there are declarations; they take ten times as long as the code. */
export interface BuildOptions {
  readonly declarations: boolean;
}

/** Builds into a folder, or takes what `npm run build` has made of the same source. */
export async function buildInto(outDir: string, { declarations }: BuildOptions): Promise<void> {
  if (declarations && existsSync(note) && readFileSync(note, "utf8") === state()) {
    cpSync(dist, outDir, { recursive: true });
    return;
  }
  const config = join(root, "tsup.config.ts");
  await build({ config, outDir, silent: true, ...(declarations ? {} : { dts: false }) });
  if (declarations) shareDeclarations(outDir);
}

/** A hash of everything that decides what is in the package. */
export function hashSources(): string {
  return hashOf(sources);
}

/** It tells also when somebody has changed a file of dist. */
function state(): string {
  return `${hashSources()} ${hashOf(["dist"])}\n`;
}

function hashOf(places: readonly string[]): string {
  const hash = createHash("sha256");
  for (const place of places) {
    for (const path of filesIn(place)) hash.update(`${path}\0`).update(readFileSync(join(root, path)));
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

if (process.argv[1] === import.meta.filename) {
  for (const path of [note, dist]) rmSync(path, { recursive: true, force: true });
  const hash = hashSources();
  await buildInto(dist, { declarations: true });
  mkdirSync(dirname(note), { recursive: true });
  if (hashSources() === hash) writeFileSync(note, state());
}
