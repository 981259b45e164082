/* What is in the package, and what publint and attw think of it. Wants a build: `npm run check:package`. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inTemporaryFolder, Report, root, run } from "./shell.js";
import { packInto } from "./tarball.js";

const maxUnpackedSize = 800_000;

/** What the package holds at its top, and nothing else. */
const contents = ["CHANGELOG.md", "LICENSE", "README.md", "dist", "package.json", "schemas"];

const report = new Report();

inTemporaryFolder((folder) => {
  const { path, files, unpackedSize } = packInto(folder);
  report.line(
    `${unpackedSize} bytes unpacked, of ${maxUnpackedSize} at most`,
    unpackedSize > maxUnpackedSize ? "The package is too large." : "",
  );
  report.line(`the package holds ${contents.join(", ")}`, differenceOf(files));
  report.line("every file of package.json is in the package", missingOf(files));
  for (const [name, args] of [
    ["publint", ["run", path, "--strict"]],
    ["attw", [path, "--profile", "node16", "--no-emoji", "--format", "ascii"]],
  ] as const) {
    const { ok, output } = run(join(root, "node_modules/.bin", name), args, folder);
    report.line(name, ok ? "" : output);
  }
});
report.close();

function differenceOf(files: readonly string[]): string {
  const top = [...new Set(files.map((file) => file.split("/", 1)[0]))].sort();
  return top.join() === contents.join() ? "" : `It holds ${top.join(", ")}.`;
}

/** What `exports` and its elders name and nobody built, and what was built and nobody can reach. */
function missingOf(files: readonly string[]): string {
  const { main, module, types, exports, bin } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const named = new Set(targetsIn([main, module, types, exports, bin]));
  const entries = files.filter((file) => /^dist\/\w+\.(c?js|d\.c?ts)$/.test(file));
  return [
    ...[...named]
      .filter((path) => !files.some((file) => fits(file, path)))
      .map((path) => `${path} is missing`),
    ...entries.filter((path) => !named.has(path)).map((path) => `${path} is in no export`),
  ].join("\n");
}

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
