import { type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { messageOf, systemCodeOf } from "../failure.js";
import { codeOf } from "../send/hint.js";

/** One request. */
export interface Probe {
  readonly method?: "GET" | "POST";
  /** Beside those that CMP sends. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

/** The answer to a {@link Probe}. */
export interface Answer {
  /** 0 when there was none. */
  readonly status: number;
  /** The code, if it is an answer of this package; a proxy's page has none. */
  readonly code: string | undefined;
  readonly body: string;
  readonly ms: number;
  /** Why there was no answer: a system code such as `ECONNREFUSED`, or a message. */
  readonly error: string | undefined;
  /** The value of a header; empty when it is absent. */
  header(name: string): string;
}

/** How long an answer may take, in milliseconds. CMP waits 10 s by its older pages, 30 s by the newest. */
export const timeoutMs = 15_000;

/** At most so many bytes of an answer are read. */
const mostBytes = 64 * 1024;

/** The headers that CMP sends. */
const fromCmp = {
  "content-type": "application/json",
  "user-agent": "Welcome-Webhook/1.0",
  accept: "*/*",
  "accept-encoding": "gzip, deflate",
};

/** Asks on a connection of its own, and follows no redirect. Never rejects. */
export function ask(url: URL, { method = "POST", headers = {}, body = "" }: Probe): Promise<Answer> {
  const start = performance.now();
  const request = url.protocol === "https:" ? requestHttps : requestHttp;
  return new Promise((resolve) => {
    const sent = new AbortController();
    const timer = setTimeout(() => sent.abort(), timeoutMs);
    const length = method === "GET" ? {} : { "content-length": String(Buffer.byteLength(body)) };
    const asking = request(url, {
      method,
      agent: false,
      signal: sent.signal,
      headers: { ...fromCmp, ...length, ...headers },
    });
    asking.on("error", (thrown) => {
      const error = sent.signal.aborted ? `no answer within ${timeoutMs / 1_000} s` : reasonOf(thrown);
      const ms = performance.now() - start;
      resolve({ status: 0, code: undefined, body: "", ms, error, header: () => "" });
    });
    asking.on("close", () => clearTimeout(timer));
    asking.on("response", (response) => {
      collect(response, (text) => {
        const answer = { status: response.statusCode ?? 0, body: text };
        const header = (name: string): string => response.headers[name]?.toString() ?? "";
        resolve({ ...answer, code: codeOf(answer), ms: performance.now() - start, error: undefined, header });
        // The rest of a body that was refused is not sent.
        asking.destroy();
      });
    });
    asking.end(body);
  });
}

/** Reads a body to its end, or as much as is looked at. `end` may be called again. */
function collect(response: IncomingMessage, end: (text: string) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  const finish = (): void => end(Buffer.concat(chunks).toString("utf8"));
  response.on("data", (chunk: Buffer) => {
    chunks.push(chunk.subarray(0, mostBytes - size));
    size += chunk.length;
    if (size >= mostBytes) finish();
  });
  response.on("end", finish);
  response.on("error", finish);
}

function reasonOf(thrown: unknown): string {
  return systemCodeOf(thrown) ?? messageOf(thrown);
}
