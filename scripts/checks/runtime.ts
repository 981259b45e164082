/*
 * Runs the packed package, imported and required, in a folder where nothing else is installed: on the Node that runs
 * this, and on the newer ones that are named. Wants a build: `npm run check:runtime`, or with `-- 22 24`.
 */
import { cpSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { inTemporaryFolder, npm, Report, root, run } from "./shell.js";
import { packInto } from "./tarball.js";

const scripts = ["smoke.mjs", "smoke.cjs", "mixed.mjs"];

const report = new Report();
inTemporaryFolder((folder) => {
  const consumer = join(folder, "consumer");
  cpSync(join(root, "tests/consumers/run"), consumer, { recursive: true });
  npm(["install", "--no-save", "--no-package-lock", "--prefix", consumer, packInto(folder).path], consumer);
  const installed = readdirSync(join(consumer, "node_modules")).filter((name) => !name.startsWith("."));
  const others = installed.filter((name) => name !== "optimizely-cmp-webhooks");
  report.line("the package is all that is installed", others.join(", "));
  const binaries = [
    process.execPath,
    ...process.argv.slice(2).map((version) => installNode(version, folder)),
  ];
  for (const binary of binaries) {
    const version = run(binary, ["--version"], consumer).output;
    for (const script of scripts) {
      const { ok, output } = run(binary, ["--throw-deprecation", script], consumer);
      report.line(`${script} on Node ${version}`, ok ? "" : output);
    }
  }
});
report.close();

/** A package of npm that holds the program itself, so that nothing has to run to install it. */
function installNode(version: string, folder: string): string {
  const name = `node-${process.platform}-${process.arch}`;
  const prefix = join(folder, `node-${version}`);
  mkdirSync(prefix);
  npm(["install", "--no-save", "--no-package-lock", "--prefix", prefix, `${name}@${version}`], prefix);
  return join(prefix, "node_modules", name, "bin/node");
}
