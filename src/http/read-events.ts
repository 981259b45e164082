import type { Deadline } from "../deadline.js";
import { ReceiverError } from "../errors.js";
import { failureOf } from "./body-failure.js";
import { type Chunk, Chunks } from "./chunks.js";

/** A Node stream, as much of it as is needed here. */
export interface EventStream {
  readonly destroyed?: boolean;
  readonly readableEnded?: boolean;
  readonly readableDidRead?: boolean;
  readonly errored?: unknown;
  /** Of a request of HTTP/2: the sender has given it up, although "end" is told. */
  readonly aborted?: boolean;
  on(name: "data", listener: (chunk: Chunk) => void): unknown;
  on(name: "end" | "close", listener: () => void): unknown;
  on(name: "error", listener: (cause: unknown) => void): unknown;
  off(name: "data", listener: (chunk: Chunk) => void): unknown;
  pause(): unknown;
  resume?(): unknown;
}

/**
 * Reads pushed bytes: the fast way on Node, with one promise for the whole body.
 *
 * @throws ReceiverError `body_consumed` when somebody else has read of it
 */
export function readEvents<Result>(
  stream: EventStream,
  limit: number,
  deadline: Deadline,
  use: (body: Uint8Array) => Result,
): Promise<Result> {
  if (stream.readableEnded || stream.readableDidRead) throw new ReceiverError("body_consumed");
  return new Promise((resolve, reject) => {
    const chunks = new Chunks(limit, deadline);
    let reading = true;
    const fail = (error: ReceiverError): void => {
      reading = false;
      stream.off("data", take);
      stream.pause();
      reject(error);
    };
    const take = (chunk: Chunk): void => {
      const code = chunks.add(chunk);
      if (code !== undefined && reading) fail(new ReceiverError(code));
    };
    // Streams close behind their end too: an error that nobody needs takes longer than all the rest of a delivery.
    const abort = (cause?: unknown): void => {
      if (reading) fail(failureOf(cause, "body_aborted"));
    };
    // This listener stays: a stream that fails later on must find somebody listening to its "error".
    stream.on("error", abort);
    stream.on("end", () => {
      if (stream.aborted) abort();
      if (!reading) return;
      reading = false;
      try {
        resolve(use(chunks.join()));
      } catch (thrown) {
        reject(thrown);
      }
    });
    stream.on("data", take);
    deadline.watch(() => reading && fail(new ReceiverError("body_timeout")));
    begin(stream, abort);
  });
}

function begin(stream: EventStream, abort: (cause?: unknown) => void): void {
  stream.on("close", () => abort());
  // Not implied by a listener where the host has paused the stream.
  stream.resume?.();
  if (stream.destroyed) queueMicrotask(() => abort(stream.errored));
}

/** Whether it pushes its bytes, as Node's streams do. */
export function isEventStream(body: object): body is EventStream {
  return "on" in body && typeof body.on === "function";
}
