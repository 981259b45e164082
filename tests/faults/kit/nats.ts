import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** Whether there is a NATS server that the tests can start. Under CI there must be one. */
export const hasNats: boolean = spawnSync("nats-server", ["--version"]).status === 0;
const missing = "there is no nats-server on the PATH (apt-get install nats-server)";
if (!hasNats && process.env["CI"]) throw new Error(missing);
if (!hasNats) console.warn(`Skipped: all tests of NATS JetStream, as ${missing}`);

/** A NATS server of our own with JetStream, which keeps what it knows in a folder. */
export class NatsServer {
  /** 0 until it has chosen one. */
  port = 0;
  readonly #folder: string;
  #process: ChildProcess | undefined;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** Starts one on a free port. */
  static async start(folder: string): Promise<NatsServer> {
    const server = new NatsServer(folder);
    await server.start();
    return server;
  }

  /** Starts it again, on the same port and with what it knew. */
  async start(): Promise<void> {
    const port = String(this.port || -1);
    const options = ["-a", "127.0.0.1", "-p", port, "-js", "-sd", this.#folder];
    const child = spawn("nats-server", options, { stdio: ["ignore", "ignore", "pipe"] });
    this.#process = child;
    for await (const line of createInterface(child.stderr)) {
      this.port = Number(/client connections on 127\.0\.0\.1:(\d+)/.exec(line)?.[1] ?? this.port);
      if (line.includes("Server is ready")) return void child.stderr.resume();
    }
    throw new Error("nats-server did not start");
  }

  async stop(): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  }
}
