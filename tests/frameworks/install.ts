/*
 * Installs a framework in a folder outside the repository, once, and puts the example there beside the packed package.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { maxBodyBytes } from "../support/black-box.js";
import { type Packed, root } from "../support/packed.js";
import type { Framework, Variant } from "./framework.js";

/**
 * The longest that a receiver may work on a delivery, in milliseconds. Others start while one is driven; what was built
 * compiles or loads parts of itself with the first requests.
 */
export function deadlineOf({ build }: Framework): number {
  return build ? 10_000 : 4_000;
}

const examples = join(root, "examples/frameworks");

/** Installs what the example needs, unless that is there, and returns the folder. */
export function install({ name, dependencies }: Framework): string {
  const source = join(examples, name);
  const manifest = JSON.parse(readFileSync(join(source, "package.json"), "utf8"));
  Object.assign(manifest.dependencies, dependencies);
  const hash = createHash("sha256").update(JSON.stringify(manifest)).digest("hex").slice(0, 16);
  const folder = join(tmpdir(), "optimizely-cmp-webhooks-frameworks", hash);
  const done = join(folder, "installed");
  if (existsSync(done)) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const hasLock = existsSync(join(source, "package-lock.json"));
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest));
  if (hasLock) cpSync(join(source, "package-lock.json"), join(folder, "package-lock.json"));
  const args = [
    hasLock ? "ci" : "install",
    "--prefer-offline",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
  ];
  execFileSync("npm", args, { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  writeFileSync(done, "");
  return folder;
}

/** The version that is installed. A platform that has no package is run by a server of our own. */
export function versionOf(framework: Framework): string {
  if (framework.package === undefined) return framework.version ?? "";
  const file = join(install(framework), "node_modules", framework.package, "package.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).version : "not installed";
}

/** Copies the example beside what is installed, with the packed package and with the handlers of the table. */
export function prepare(framework: Framework, variant: Variant | undefined, packed: Packed): string {
  const folder = mkdtempSync(join(install(framework), "run-"));
  cpSync(join(examples, framework.name), folder, { recursive: true });
  for (const [name, text] of Object.entries(framework.files ?? {})) writeFileSync(join(folder, name), text);
  const file = join(folder, framework.file);
  const text = readFileSync(file, "utf8");
  writeFileSync(file, adapt(text, deadlineOf(framework), variant?.replace ?? []));
  const target = join(folder, "node_modules/optimizely-cmp-webhooks");
  mkdirSync(target, { recursive: true });
  cpSync(packed.folder, target, { recursive: true });
  for (const [program = "", ...args] of framework.build ?? []) {
    build(folder, program, args);
  }
  return folder;
}

/** @throws Error with what the command wrote, unless it ends with 0 */
function build(folder: string, program: string, args: readonly string[]): void {
  const command = [join(folder, "../node_modules", program), ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, {
    cwd: folder,
    encoding: "utf8",
    env: environment({}),
  });
  if (status !== 0) throw new Error(`${command.join(" ")} ended with ${status}:\n${stdout}${stderr}`);
}

/** The rest of the file is as a person copies it. */
function adapt(text: string, deadlineMs: number, changes: Variant["replace"]): string {
  const all = [
    [
      "const router = new EventRouter();\n",
      'const router = new EventRouter();\nrouter.on("task_removed", () => {\n  throw new Error("as told");\n});\nrouter.on("campaign_added", () => new Promise(() => {}));\n',
    ],
    ["createReceiver({ ", `createReceiver({ deadlineMs: ${deadlineMs}, maxBodyBytes: ${maxBodyBytes}, `],
    ...changes,
  ] as const;
  return all.reduce((before, [from, to]) => {
    if (!before.includes(from)) throw new Error(`The file must contain ${JSON.stringify(from)}`);
    return before.replace(from, () => to);
  }, text);
}

/** Without what this process was given, such as the options of npm. */
export function environment(more: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { PATH, HOME } = process.env;
  const quiet = { NEXT_TELEMETRY_DISABLED: "1", NUXT_TELEMETRY_DISABLED: "1", ASTRO_TELEMETRY_DISABLED: "1" };
  return {
    PATH,
    HOME,
    NODE_ENV: "production",
    HOST: "127.0.0.1",
    ...quiet,
    ...more,
  };
}
