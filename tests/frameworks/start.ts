/*
 * Starts the example of a framework with the packed package, as a person would who copied its file.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { deadlineMs, maxBodyBytes, secret } from "../support/black-box.js";
import { type Packed, root } from "../support/packed.js";
import type { Framework, Variant } from "./hosts.js";

/** A server at work. */
export interface Started {
  readonly url: string;
  /** What it has written so far. */
  output(): string;
  stop(): Promise<void>;
}

const examples = join(root, "examples/frameworks");
/** Words in the arguments of a framework that stand for files of this project. */
const places = new Map([
  ["tsx", import.meta.resolve("tsx")],
  ["lambda-bridge", fileURLToPath(new URL("lambda-bridge.ts", import.meta.url))],
]);

/** How often a server is asked whether it listens, and how long that is in all: a minute. */
const attempts = { count: 600, everyMs: 100 };

/** Installs what the example needs, unless that is there, and returns the folder. */
export function install({ name }: Framework): string {
  const source = join(examples, name);
  const manifest = readFileSync(join(source, "package.json"));
  const hash = createHash("sha256").update(manifest).digest("hex").slice(0, 16);
  const folder = join(tmpdir(), "optimizely-cmp-webhooks-frameworks", hash);
  const done = join(folder, "installed");
  if (existsSync(done)) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const hasLock = existsSync(join(source, "package-lock.json"));
  for (const file of ["package.json", ...(hasLock ? ["package-lock.json"] : [])]) {
    cpSync(join(source, file), join(folder, file));
  }
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
  if (framework.package === "") return "recorded events";
  const file = join(install(framework), "node_modules", framework.package, "package.json");
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")).version : "not installed";
}

/** Copies the example beside what is installed, with the packed package and with the handlers of the table. */
export function prepare(framework: Framework, variant: Variant | undefined, packed: Packed): string {
  const folder = mkdtempSync(join(install(framework), "run-"));
  cpSync(join(examples, framework.name), folder, { recursive: true });
  const file = join(folder, framework.file);
  writeFileSync(file, adapt(readFileSync(file, "utf8"), variant?.replace ?? []));
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
function adapt(text: string, changes: Variant["replace"]): string {
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

/** Starts the server, and waits until it takes connections. */
export async function start(framework: Framework, folder: string): Promise<Started> {
  const port = await findPort();
  const { file, path = "/webhooks/cmp", program, args = ["--import", "tsx", file] } = framework;
  const binary = program ? join(folder, "../node_modules", program) : process.execPath;
  const given = args.map((arg) => places.get(arg) ?? arg);
  const child = spawn(binary, given, {
    cwd: folder,
    env: environment({ PORT: String(port) }),
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      output = (output + text).slice(-20_000);
    });
  }
  const stop = (): Promise<void> => end(child);
  try {
    await waitUntilOpen(port, child);
  } catch (cause) {
    await stop();
    throw new Error(`${framework.name} does not listen:\n${output}`, { cause });
  }
  return { url: `http://127.0.0.1:${port}${path}`, output: () => output, stop };
}

/** Without what this process was given, such as the options of npm. */
function environment(more: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { PATH, HOME } = process.env;
  const quiet = { NEXT_TELEMETRY_DISABLED: "1", NUXT_TELEMETRY_DISABLED: "1", ASTRO_TELEMETRY_DISABLED: "1" };
  return {
    PATH,
    HOME,
    NODE_ENV: "production",
    HOST: "127.0.0.1",
    CMP_WEBHOOK_SECRET: secret,
    ...quiet,
    ...more,
  };
}

/** A port that nobody has now: many frameworks do not say which one they took of their own. */
function findPort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

async function waitUntilOpen(port: number, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < attempts.count; attempt++) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error("It has ended");
    if (await isOpen(port)) return;
    await delay(attempts.everyMs);
  }
  throw new Error("Its time is up");
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: "127.0.0.1" });
    const tell = (open: boolean): void => {
      socket.destroy();
      resolve(open);
    };
    socket.on("connect", () => tell(true)).on("error", () => tell(false));
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = new Promise((resolve) => child.once("close", resolve));
  child.kill("SIGKILL");
  await closed;
}
