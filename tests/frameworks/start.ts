/*
 * Starts the example of a framework with the packed package, as a person would who copied its file.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { secret } from "../support/black-box.js";
import type { Framework, Variant } from "./framework.js";
import { environment } from "./install.js";

/** A server at work. */
export interface Started {
  readonly url: string;
  /** What it has written so far. */
  output(): string;
  stop(): Promise<void>;
}

/** Words in the arguments of a framework that stand for files of this project. */
const places = new Map([
  ["tsx", import.meta.resolve("tsx")],
  ...["lambda", "azure", "netlify"].map((platform): [string, string] => [
    `${platform}-bridge`,
    fileURLToPath(new URL(`${platform}-bridge.ts`, import.meta.url)),
  ]),
]);

/** How often a server is asked whether it listens, and how long that is in all: three minutes. */
const attempts = { count: 1_800, everyMs: 100 };

/** Starts the server, and waits until it takes connections. */
export async function start(
  framework: Framework,
  variant: Variant | undefined,
  folder: string,
): Promise<Started> {
  const port = await findPort();
  const { file, path = "/webhooks/cmp", program, args = ["--import", "tsx", file] } = framework;
  const protocol = variant?.protocol ?? framework.protocol ?? "http";
  const binary = program ? join(folder, "../node_modules", program) : process.execPath;
  const given = args.map((arg) => places.get(arg) ?? arg);
  const child = spawn(binary, given, {
    cwd: folder,
    env: environment({ PORT: String(port), CMP_WEBHOOK_SECRET: secret }),
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
  return { url: `${protocol}://127.0.0.1:${port}${path}`, output: () => output, stop };
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
