import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** Whether there is a Redis on this machine that the tests can start. */
export const hasRedis = spawnSync("redis-server", ["--version"]).status === 0;

/** A Redis of our own. */
export interface RedisServer {
  readonly port: number;
  /** Ends it at once, and removes what it left. */
  stop(): Promise<void>;
}

/**
 * Starts a Redis that listens on a free port of the loopback address, and keeps nothing on the disk.
 *
 * @param more further options of its command line
 */
export async function startRedis(...more: string[]): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), "redis-"));
  // Another process may take the port that was free a moment ago: then Redis ends, and another port is tried.
  for (let attempt = 0; attempt < 5; attempt++) {
    const port = await findPort();
    const child = spawn("redis-server", [...argumentsFor(port, folder), ...more], {
      stdio: ["ignore", "pipe", "ignore"],
    });
    const kill = (): void => void child.kill("SIGKILL");
    process.once("exit", kill);
    if (await isReady(child)) return { port, stop: () => stop(child, kill, folder) };
    process.off("exit", kill);
  }
  throw new Error("redis-server did not start");
}

function argumentsFor(port: number, folder: string): string[] {
  const options = { port, bind: "127.0.0.1", save: "", appendonly: "no", dir: folder, daemonize: "no" };
  return Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
}

/** A port of the loopback address that is free now. */
export async function findPort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}

async function isReady({ stdout }: ChildProcess): Promise<boolean> {
  if (stdout === null) return false;
  for await (const line of createInterface(stdout)) {
    if (line.includes("Ready to accept connections")) {
      stdout.resume();
      return true;
    }
  }
  return false;
}

async function stop(child: ChildProcess, kill: () => void, folder: string): Promise<void> {
  process.off("exit", kill);
  const ended = once(child, "exit");
  if (child.exitCode === null && child.signalCode === null) {
    kill();
    await ended;
  }
  rmSync(folder, { recursive: true, force: true });
}
