/*
 * The package as npm would publish it, installed in a folder of its own. Tests of what users import, and of the command
 * line, run on it. It is built once for each state of the source: the folder is named by a hash of all that goes into
 * the package, so processes that run at the same time share it.
 */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "tsup";
import { shareDeclarations } from "../../scripts/share-declarations.js";
import { type Packed, readPacked, root } from "./packed.js";

/** What to build. */
export interface PackOptions {
  /** Whether the package contains its declarations, which take ten times as long as the code. */
  readonly declarations: boolean;
}

/** Everything that decides what is in the package. */
const sources = [
  ...["src", "schemas", "tsup.config.ts", "scripts/notices.ts", "scripts/share-declarations.ts"],
  ...["tests/support/pack.ts", "package.json", "package-lock.json", "tsconfig.json", "tsconfig.src.json"],
  ...["README.md", "CHANGELOG.md", "LICENSE"],
];

/** What `npm pack` takes besides `dist`. */
const shipped = ["package.json", "schemas", "README.md", "CHANGELOG.md", "LICENSE"];

const shelf = join(tmpdir(), "optimizely-cmp-webhooks-packed");
const maxAgeMs = 6 * 60 * 60 * 1_000;

/** Builds, packs and installs the package, unless it is there for this state of the source. */
export async function pack(options: PackOptions): Promise<Packed> {
  const project = join(shelf, hashSources(options));
  if (!existsSync(project)) await make(project, options);
  return readPacked(project);
}

async function make(project: string, { declarations }: PackOptions): Promise<void> {
  mkdirSync(shelf, { recursive: true });
  removeOld();
  const draft = mkdtempSync(join(shelf, "draft-"));
  try {
    const stage = join(draft, "stage");
    for (const path of shipped) cpSync(join(root, path), join(stage, path), { recursive: true });
    const outDir = join(stage, "dist");
    const config = join(root, "tsup.config.ts");
    await build({ config, outDir, silent: true, ...(declarations ? {} : { dts: false }) });
    if (declarations) shareDeclarations(outDir);
    const report = npm(["pack", "--json", "--ignore-scripts", "--pack-destination", draft], stage);
    const [packed] = JSON.parse(report.slice(report.indexOf("[")));
    rmSync(stage, { recursive: true });
    writeFileSync(join(draft, "packed.json"), JSON.stringify(packed));
    writeFileSync(join(draft, "package.json"), '{ "private": true }');
    npm(["install", "--offline", "--no-save", "--no-package-lock", packed.filename], draft);
    publish(draft, project);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

/** Another process may have been quicker: what it made is the same. */
function publish(draft: string, project: string): void {
  try {
    renameSync(draft, project);
  } catch (error) {
    if (!existsSync(project)) throw error;
  }
}

/** Removes what no run uses any more: the packages of earlier states of the source. */
function removeOld(): void {
  for (const name of readdirSync(shelf)) {
    const path = join(shelf, name);
    const { mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: Number.POSITIVE_INFINITY };
    if (mtimeMs < Date.now() - maxAgeMs) rmSync(path, { recursive: true, force: true });
  }
}

function hashSources(options: PackOptions): string {
  const hash = createHash("sha256").update(JSON.stringify(options));
  for (const source of sources) {
    for (const path of filesIn(source)) hash.update(`${path}\0`).update(readFileSync(join(root, path)));
  }
  return hash.digest("hex").slice(0, 16);
}

function filesIn(path: string): string[] {
  if (!statSync(join(root, path)).isDirectory()) return [path];
  const entries = readdirSync(join(root, path), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}

function npm(args: readonly string[], cwd: string): string {
  const quiet = ["--no-audit", "--no-fund", "--loglevel=error"];
  // Only what it wrote to stdout is wanted; what goes wrong is in the error that is thrown.
  return execFileSync("npm", [...args, ...quiet], {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
}
