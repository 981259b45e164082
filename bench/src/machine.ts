/*
 * What a run has to tell of the machine and of what was measured.
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { arch, cpus, platform, release, totalmem } from "node:os";
import { join } from "node:path";
import type { Results } from "./results.js";

/** The machine as Node sees it. */
export function describeMachine(): Results["machine"] {
  const all = cpus();
  return {
    cpu: all[0]?.model.trim() ?? "unknown",
    cores: all.length,
    memoryBytes: totalmem(),
    system: `${platform()} ${release()} ${arch()}`,
    node: process.version,
  };
}

const packages = [
  "optimizely-cmp-webhooks",
  "@hono/node-server",
  "@linear/sdk",
  "@octokit/webhooks",
  "express",
  "fastify",
  "hono",
  "standardwebhooks",
  "stripe",
  "esbuild",
  "typescript",
];

/** The versions that are installed, by package. */
export function readVersions(): Readonly<Record<string, string>> {
  const modules = join(import.meta.dirname, "../node_modules");
  return Object.fromEntries(
    packages.map((name) => {
      const { version } = JSON.parse(readFileSync(join(modules, name, "package.json"), "utf8"));
      return [name, String(version)];
    }),
  );
}

/** Whether the package was changed after it was built. */
export function isBuildOld(): boolean {
  const root = join(import.meta.dirname, "../..");
  const changed = (path: string): number => statSync(path).mtimeMs;
  const sources = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" });
  const newest = Math.max(...sources.map((name) => changed(join(root, "src", name))));
  return newest > changed(join(root, "dist/index.js"));
}
