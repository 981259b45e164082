/*
 * Many connections to one server, with one request in flight on each.
 */
import { createConnection, type Socket } from "node:net";
import { performance } from "node:perf_hooks";
import { AnswerReader } from "./response.js";

/** What a flood of requests found out. */
export interface FloodResult {
  /** By the clock, from the first request to the last answer, in milliseconds. */
  readonly elapsed: number;
  /** Times from request to answer, in milliseconds: half of all, and 99 of 100, took no longer. */
  readonly p50: number;
  readonly p99: number;
  /** One of the answers, head and body. */
  readonly sample: string;
}

/** Connections that are open, each with its next answer. */
export class Flood {
  readonly #request: Buffer;
  readonly #sockets: Socket[] = [];
  #onAnswer: (socket: Socket) => void = () => {};
  #onError: (error: Error) => void = () => {};
  #sample = "";

  constructor(request: Buffer) {
    this.#request = request;
  }

  /** Opens the connections, and has one request answered on each. */
  async open(port: number, connections: number): Promise<void> {
    for (let opened = 0; opened < connections; opened += 1) this.#sockets.push(this.#connect(port));
    await this.run(connections);
  }

  /**
   * Sends `count` requests, and waits for the last answer. It never sleeps meanwhile: to wake a sleeping process is work
   * that the kernel does at the expense of the one who writes, so a slow server, whose client sleeps more, would pay twice.
   *
   * @throws Error at an answer that is no 200, or a lost one
   */
  async run(count: number): Promise<FloodResult> {
    let isRunning = true;
    const stayAwake = (): void => {
      if (isRunning) setImmediate(stayAwake);
    };
    stayAwake();
    try {
      return await this.#send(count);
    } finally {
      isRunning = false;
    }
  }

  /** Ends all connections. */
  close(): void {
    this.#onError = () => {};
    for (const socket of this.#sockets) socket.destroy();
  }

  #send(count: number): Promise<FloodResult> {
    return new Promise((resolve, reject) => {
      const started = new Map<Socket, number>();
      const times = new Float64Array(count);
      let sent = 0;
      let answered = 0;
      const send = (socket: Socket): void => {
        if (sent === count) return;
        sent += 1;
        started.set(socket, performance.now());
        socket.write(this.#request);
      };
      this.#onError = reject;
      this.#onAnswer = (socket) => {
        times[answered] = performance.now() - (started.get(socket) ?? 0);
        answered += 1;
        if (answered === count) resolve(this.#resultOf(times, performance.now() - start));
        else send(socket);
      };
      const start = performance.now();
      for (const socket of this.#sockets) send(socket);
    });
  }

  #resultOf(times: Float64Array, elapsed: number): FloodResult {
    times.sort();
    const at = (share: number): number =>
      times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
    return { elapsed, p50: at(0.5), p99: at(0.99), sample: this.#sample };
  }

  #connect(port: number): Socket {
    const socket = createConnection({ port, host: "127.0.0.1", noDelay: true });
    const reader = new AnswerReader();
    socket.on("data", (chunk: Buffer) => {
      const answer = reader.push(chunk);
      if (!answer) return;
      this.#sample = answer.text;
      if (answer.status === 200 && !answer.closes) this.#onAnswer(socket);
      else this.#onError(new Error(`Not a 200 that keeps the connection: ${answer.text}`));
    });
    socket.on("error", (error) => this.#onError(error));
    socket.on("close", () => this.#onError(new Error("The server closed a connection")));
    return socket;
  }
}
