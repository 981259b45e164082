import type { NodeRequest } from "../../adapters/node-http.js";
import type { NodeServerResponse } from "../node-runtime.js";
import type { ApiAnswer, ApiRequest, Part } from "./exchange.js";
import { answerOf, type Faults } from "./faults.js";

/** A request that the fake CMP was sent, and what it answered. */
export interface CmpApiRequest {
  /** The HTTP method, in capitals. */
  readonly method: string;
  /** Path, and query if any. */
  readonly url: string;
  /** The `authorization` header. */
  readonly authorization: string | undefined;
  /** The body: JSON that was parsed, or text. */
  readonly body: unknown;
  /** The status of the answer; 0 when none was sent. */
  readonly status: number;
}

/** The most that is read of a request, in characters. */
const longestBody = 8 * 2 ** 20;

/** Reads requests, and sends what the parts answer; or what a fault says. */
export function createListener(parts: readonly Part[], faults: Faults, requests: CmpApiRequest[]) {
  return async (message: NodeRequest, response: NodeServerResponse): Promise<void> => {
    const request = await read(message);
    const fault = faults.take(request);
    const isLost = fault?.kind === "lose";
    const answer = fault && !isLost ? answerOf(fault) : answerBy(parts, request);
    const status = isLost || fault?.kind === "hang" ? 0 : answer.status;
    const { method, body, header } = request;
    requests.push({ method, url: message.url ?? "", authorization: header("authorization"), body, status });
    if (isLost) response.destroy();
    else if (fault?.kind !== "hang") send(response, answer, fault?.kind === "cut");
  };
}

function answerBy(parts: readonly Part[], request: ApiRequest): ApiAnswer {
  for (const part of parts) {
    const answer = part(request);
    if (answer) return answer;
  }
  return { status: 404 };
}

function send(response: NodeServerResponse, { status, headers, body = "" }: ApiAnswer, isCut: boolean): void {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const type = text.startsWith("<") ? "text/html" : "application/json";
  const length = String(new TextEncoder().encode(text).length + Number(isCut));
  response.writeHead(status, { "content-type": type, "content-length": length, ...headers });
  if (!isCut) return void response.end(text);
  response.write(text);
  response.destroy();
}

async function read(message: NodeRequest): Promise<ApiRequest> {
  const { pathname, searchParams } = new URL(message.url ?? "/", "http://127.0.0.1");
  const text = await new Promise<string>((resolve) => {
    const decoder = new TextDecoder();
    let read = "";
    message.on("data", (chunk) => {
      if (read.length < longestBody) read += decoder.decode(chunk, { stream: true });
    });
    message.on("end", () => resolve(read));
    message.on("error", () => resolve(read));
  });
  return {
    method: message.method ?? "",
    path: pathname,
    query: searchParams,
    body: parse(text),
    header: (name) => message.headers[name]?.toString(),
  };
}

function parse(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
