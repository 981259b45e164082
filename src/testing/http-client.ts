/*
 * Sends over HTTP. By node:http where it is, since `fetch` adds headers that CMP does not send, refuses some ports, and
 * takes five times as long; by `fetch` elsewhere.
 */
import { loadNode, type NodeAgent, type NodeClientResponse, type NodeHttp } from "./node-runtime.js";
import { type Outgoing, toRequest } from "./request.js";

/** What came back over HTTP. */
export interface HttpAnswer {
  readonly status: number;
  readonly body: string;
  /** The value of a header, asked for in lower case. */
  header(name: string): string | undefined;
}

/** A way to one URL. */
export interface HttpClient {
  /** Rejects with what kept the answer from coming. */
  send(outgoing: Outgoing, signal: AbortSignal): Promise<HttpAnswer>;
  /** Closes its connections. */
  close(): void;
}

/** What is read of an answer, in bytes; CMP has no use for any of it. */
const maxAnswerBytes = 1024 * 1024;

/** The best client there is here. */
export async function makeClient(url: string): Promise<HttpClient> {
  const http = await loadNode(url.startsWith("https:") ? "node:https" : "node:http");
  return http ? nodeClient(http, url) : fetchClient(url);
}

/** @internal A client by node:http. */
function nodeClient(http: NodeHttp, url: string): HttpClient {
  const agent = new http.Agent({ keepAlive: true });
  return {
    send: (outgoing, signal) => sendByNode(http, agent, url, outgoing, signal),
    close: () => agent.destroy(),
  };
}

function sendByNode(
  http: NodeHttp,
  agent: NodeAgent,
  url: string,
  { headers, body }: Outgoing,
  signal: AbortSignal,
): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
    const length = { "content-length": String(bytes.length) };
    const options = { method: "POST", agent, signal, headers: { ...length, ...headers } };
    const request = http.request(url, options, (response) => void collect(response).then(resolve, reject));
    request.on("error", reject);
    request.end(bytes);
  });
}

function collect(response: NodeClientResponse): Promise<HttpAnswer> {
  return new Promise((resolve, reject) => {
    const text = new AnswerText();
    const end = (): void =>
      resolve({
        status: response.statusCode ?? 0,
        body: text.end(),
        header: (name) => response.headers[name]?.toString(),
      });
    response.on("error", reject);
    response.on("end", end);
    response.on("data", (chunk) => {
      if (text.add(chunk)) return;
      end();
      response.destroy();
    });
  });
}

/** A client by `fetch`. */
export function fetchClient(url: string): HttpClient {
  return {
    async send(outgoing, signal) {
      const response = await fetch(toRequest(url, outgoing, signal));
      const body = await readText(response);
      return { status: response.status, body, header: (name) => response.headers.get(name) ?? undefined };
    },
    close() {},
  };
}

/** The body of a response as text, 1 MiB of it at the most. */
export async function readText({ body }: Response): Promise<string> {
  const text = new AnswerText();
  const reader = body?.getReader();
  for (let read = await reader?.read(); read?.value; read = await reader?.read()) {
    if (text.add(read.value)) continue;
    // Not awaited: what never ends may not end either when it is told to.
    reader?.cancel().catch(() => {});
    break;
  }
  return text.end();
}

class AnswerText {
  readonly #decoder = new TextDecoder();
  #text = "";
  #left = maxAnswerBytes;

  /** `false` when there is room for no more. */
  add(chunk: Uint8Array): boolean {
    this.#text += this.#decoder.decode(chunk.subarray(0, this.#left), { stream: true });
    this.#left -= Math.min(chunk.length, this.#left);
    return this.#left > 0;
  }

  end(): string {
    return this.#text + this.#decoder.decode();
  }
}
