import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { listen } from "../../support/hosts.js";

/** Whether there is a Redis server to be started. Under CI there has to be one. */
export const hasRedis = findRedis();
if (!hasRedis) console.warn("Skipped what needs Redis: there is no redis-server on the PATH");

/** A Redis server of our own, which keeps what it knows in a folder. */
export class RedisServer {
  readonly port: number;
  readonly #folder: string;
  #process: ChildProcess | undefined;

  private constructor(port: number, folder: string) {
    this.port = port;
    this.#folder = folder;
  }

  /** Starts one on a free port. */
  static async start(folder: string): Promise<RedisServer> {
    const server = new RedisServer(await findFreePort(), folder);
    await server.start();
    return server;
  }

  /** Starts it again with what it knew. Every command is on the disk before it is answered. */
  async start(): Promise<void> {
    const options = ["--port", String(this.port), "--bind", "127.0.0.1", "--dir", this.#folder];
    const lasting = ["--save", "", "--appendonly", "yes", "--appendfsync", "always"];
    const child = spawn("redis-server", [...options, ...lasting], { stdio: ["ignore", "pipe", "inherit"] });
    this.#process = child;
    for await (const line of createInterface(child.stdout)) {
      if (line.includes("Ready to accept connections")) break;
    }
    child.stdout.resume();
  }

  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child === undefined || child.exitCode !== null) return;
    const exited = once(child, "exit");
    child.kill(signal);
    await exited;
  }
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  const { port } = await listen(server as never);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function findRedis(): boolean {
  try {
    execFileSync("redis-server", ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    if (process.env["CI"]) throw new Error("redis-server is not on the PATH: apt-get install redis-server");
    return false;
  }
}
