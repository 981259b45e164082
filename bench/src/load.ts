/* Servers as child processes, and the load on them, which comes from a process of its own. */
import { type ChildProcess, type ForkOptions, fork } from "node:child_process";
import { once } from "node:events";
import { cpus } from "node:os";
import { join } from "node:path";
import type { Options, Result } from "autocannon";
import { type Dialect, deliveryOf, type Kind } from "./bodies.js";
import { path } from "./handlers.js";
import type { Usage } from "./server.js";

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

/** A program of this folder in a process of its own, which answers each order with a message. */
export class Worker {
  readonly #child: ChildProcess;

  constructor(file: string, core: number, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}) {
    const options = { env: { ...process.env, ...env }, ...placeOn(core) };
    this.#child = fork(join(import.meta.dirname, file), args, options);
  }

  /** The next message. */
  async hear<Answer>(): Promise<Answer> {
    const [answer] = await once(this.#child, "message", { signal: AbortSignal.timeout(120_000) });
    return answer;
  }

  ask<Answer>(order: string | object): Promise<Answer> {
    this.#child.send(order);
    return this.hear();
  }

  /** Ends the process. */
  async stop(): Promise<void> {
    this.#child.disconnect();
    await once(this.#child, "exit");
  }
}

/** Has a process stay on one core, where the system can do that. */
function placeOn(core: number): ForkOptions {
  if (process.platform !== "linux") return {};
  return { execPath: "taskset", execArgv: ["--cpu-list", `${core}`, process.execPath] };
}

/**
 * Servers in processes of their own, and one process that sends requests to all of them at the same time. All servers
 * share one core, and the sender has another: what disturbs one server disturbs the others.
 */
export class Field {
  readonly #names: readonly string[];
  readonly #servers: readonly Worker[];
  readonly #ports: readonly number[];
  readonly #sender = new Worker("sender.js", cpus().length - 1);

  private constructor(names: readonly string[], servers: readonly Worker[], ports: readonly number[]) {
    this.#names = names;
    this.#servers = servers;
    this.#ports = ports;
  }

  /** Starts the servers. @param handlers how many handlers the event has */
  static async start(names: readonly string[], handlers: number): Promise<Field> {
    const servers = names.map((name) => new Worker("server.js", 0, [name], { HANDLERS: `${handlers}` }));
    return new Field(names, servers, await Promise.all(servers.map((server) => server.hear<number>())));
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#servers, this.#sender].map((worker) => worker.stop()));
  }

  /** Processor time of each server for a request, in microseconds. */
  async cpuOf(load: Load): Promise<readonly number[]> {
    const before = await this.#askAll<Usage>("usage");
    await this.fire(load);
    const after = await this.#askAll<Usage>("usage");
    return after.map(({ cpu, handled }, at) => {
      const { cpu: start = 0, handled: first = 0 } = before[at] ?? {};
      if (handled - first < load.amount) throw new Error(`${this.#names[at]} did not handle all requests`);
      return (cpu - start) / load.amount;
    });
  }

  /** Bytes that each server allocates for a request on V8's heap. */
  async bytesOf(load: Load): Promise<readonly number[]> {
    await this.#askAll("startAllocations");
    await this.fire(load);
    return (await this.#askAll<number>("endAllocations")).map((bytes) => bytes / load.amount);
  }

  /** Sends so many requests to each server. @throws Error unless every response is 200 */
  async fire({ kind, length, connections = 50, amount }: Load): Promise<void> {
    // It looks once in a sample whether all have been sent.
    const most = { connections: Math.min(connections, amount), amount, timeout: 60, sampleInt: 50 };
    const orders = this.#names.map((name, at): Options => {
      const { headers, body } = deliveryOf(dialects.get(name) ?? "cmp", kind, length);
      const url = `http://127.0.0.1:${this.#ports[at]}${path}`;
      return { url, method: "POST", headers, body: body.toString(), ...most };
    });
    for (const [at, result] of (await this.#sender.ask<Result[]>(orders)).entries()) {
      const { "2xx": good, non2xx, errors } = result;
      if (good < amount || non2xx > 0 || errors > 0)
        throw new Error(
          `${this.#names[at]}: ${good} of ${amount} succeeded, ${non2xx} failed, ${errors} errors`,
        );
    }
  }

  #askAll<Answer>(order: string): Promise<Answer[]> {
    return Promise.all(this.#servers.map((server) => server.ask<Answer>(order)));
  }
}
