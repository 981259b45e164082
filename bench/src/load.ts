/* Servers as child processes, and the load on them, which comes from a process of its own. */
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
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

  constructor(file: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}) {
    this.#child = fork(join(import.meta.dirname, file), args, { env: { ...process.env, ...env } });
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

/** A server, and the process that sends requests to it. */
export class Server {
  readonly name: string;
  readonly #server: Worker;
  readonly #sender: Worker;
  readonly #port: number;

  private constructor(name: string, server: Worker, sender: Worker, port: number) {
    this.name = name;
    this.#server = server;
    this.#sender = sender;
    this.#port = port;
  }

  /** Starts a server. @param handlers how many handlers the event has */
  static async start(name: string, sender: Worker, handlers = 1): Promise<Server> {
    const server = new Worker("server.js", [name], { HANDLERS: `${handlers}` });
    return new Server(name, server, sender, await server.hear());
  }

  stop(): Promise<void> {
    return this.#server.stop();
  }

  /** Sends four times as much as in a round, so that V8 has compiled what is hot. */
  warm(load: Load): Promise<void> {
    return this.#fire({ ...load, amount: 4 * load.amount });
  }

  /**
   * Processor time of the server for a request, in microseconds. While a server waits for its turn, V8 drops compiled code
   * of it; so a quarter as many requests go ahead, and do not count.
   */
  async cpuOf(load: Load): Promise<number> {
    await this.#fire({ ...load, amount: Math.ceil(load.amount / 4) });
    const before = await this.#server.ask<Usage>("usage");
    await this.#fire(load);
    const after = await this.#server.ask<Usage>("usage");
    if (after.handled - before.handled < load.amount)
      throw new Error(`${this.name} did not handle all requests`);
    return (after.cpu - before.cpu) / load.amount;
  }

  /** Bytes that the server allocates for a request on V8's heap. */
  async bytesOf(load: Load): Promise<number> {
    await this.#server.ask("startAllocations");
    await this.#fire(load);
    return (await this.#server.ask<number>("endAllocations")) / load.amount;
  }

  /** @throws Error unless every response is 200 */
  async #fire({ kind, length, connections = 50, amount }: Load): Promise<void> {
    const { headers, body } = deliveryOf(dialects.get(this.name) ?? "cmp", kind, length);
    const url = `http://127.0.0.1:${this.#port}${path}`;
    // It looks once in a sample whether all have been sent.
    const most = { connections: Math.min(connections, amount), amount, timeout: 60, sampleInt: 50 };
    const options: Options = { url, method: "POST", headers, body: body.toString(), ...most };
    const { "2xx": good, non2xx, errors } = await this.#sender.ask<Result>(options);
    if (good < amount || non2xx > 0 || errors > 0)
      throw new Error(`${this.name}: ${good} of ${amount} succeeded, ${non2xx} failed, ${errors} errors`);
  }
}
