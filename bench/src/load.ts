/* Servers as child processes, and the load on them by autocannon, in a process of its own. */
import { type ChildProcess, execFile, fork } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Dialect, deliveryOf, type Kind } from "./bodies.js";
import { path } from "./handlers.js";
import type { Usage } from "./server.js";

const run = promisify(execFile);
const autocannon = createRequire(import.meta.url).resolve("autocannon/autocannon.js");

/** The vendor whose deliveries a server reads, where that is not CMP. */
const dialects: ReadonlyMap<string, Dialect> = new Map([
  ["octokit", "github"],
  ["linear", "linear"],
  ["express stripe", "stripe"],
  ["express standardwebhooks", "standard"],
]);

/** A series of requests. */
export interface Load {
  readonly kind?: Kind;
  /** Bytes of the body, about. */
  readonly length?: number;
  readonly connections?: number;
  /** How many requests. */
  readonly amount: number;
}

/** A server in a process of its own. */
export class Server {
  readonly name: string;
  readonly #child: ChildProcess;
  readonly #port: number;

  private constructor(name: string, child: ChildProcess, port: number) {
    this.name = name;
    this.#child = child;
    this.#port = port;
  }

  /** Starts a server. @param handlers how many handlers the event has */
  static async start(name: string, handlers = 1): Promise<Server> {
    const file = join(import.meta.dirname, "server.js");
    const child = fork(file, [name], { env: { ...process.env, HANDLERS: `${handlers}` } });
    const [port] = await once(child, "message", { signal: AbortSignal.timeout(30_000) });
    return new Server(name, child, port);
  }

  /** Ends the process. */
  async stop(): Promise<void> {
    this.#child.disconnect();
    await once(this.#child, "exit");
  }

  /** Processor time of the server for a request, in microseconds. */
  async cpuOf(load: Load): Promise<number> {
    const before: Usage = await this.#ask("usage");
    await this.#fire(load);
    const after: Usage = await this.#ask("usage");
    if (after.handled - before.handled < load.amount)
      throw new Error(`${this.name} did not handle all requests`);
    return (after.cpu - before.cpu) / load.amount;
  }

  /** Bytes that the server allocates for a request on V8's heap. */
  async bytesOf(load: Load): Promise<number> {
    await this.#ask("startAllocations");
    await this.#fire(load);
    return (await this.#ask<number>("endAllocations")) / load.amount;
  }

  async #ask<Answer>(order: string): Promise<Answer> {
    this.#child.send(order);
    const [answer] = await once(this.#child, "message", { signal: AbortSignal.timeout(30_000) });
    return answer;
  }

  /** @throws Error unless every response is 200 */
  async #fire({ kind, length, connections = 50, amount }: Load): Promise<void> {
    const { headers, body } = deliveryOf(dialects.get(this.name) ?? "cmp", kind, length);
    const file = join(tmpdir(), `cmp-webhooks-bench-${process.pid}.json`);
    await writeFile(file, body);
    const lines = Object.entries(headers).flatMap(([name, value]) => ["-H", `${name}: ${value}`]);
    const most = ["-c", `${Math.min(connections, amount)}`, "-a", `${amount}`, "-t", "60"];
    const url = `http://127.0.0.1:${this.#port}${path}`;
    const args = [autocannon, "-m", "POST", "-j", "-n", ...most, ...lines, "-i", file, url];
    const { stdout } = await run(process.execPath, args, { timeout: 120_000, maxBuffer: 1e8 });
    const { "2xx": good, non2xx, errors } = JSON.parse(stdout);
    if (good < amount || non2xx > 0 || errors > 0) {
      throw new Error(
        `${this.name}: ${good} of ${amount} requests succeeded, ${non2xx} failed, ${errors} errors`,
      );
    }
  }
}
