import {
  type ClientRequest,
  request as httpRequest,
  type IncomingMessage,
  type RequestOptions,
} from "node:http";

/** The secret that the tests register. */
export const secret = "a-secret-of-our-own-0123456789";

/** A request as a row of a table states it. */
export interface Sent {
  readonly method?: string;
  readonly path?: string;
  /** Beside `callback-secret`; `undefined` leaves a header out, an array sends it more than once. */
  readonly headers?: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Written one by one, each in a packet of its own; with no content-length unless `headers` has one. */
  readonly chunks?: readonly (string | Uint8Array)[];
  /** Sent with its length. */
  readonly body?: string | Uint8Array;
  /** Begins the body and never ends it. */
  readonly stall?: boolean;
}

/** What the sender sees. */
export interface Seen {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** Sends a delivery with the headers that CMP sends. */
export function send(port: number, sent: Sent, options: RequestOptions = {}): Promise<Seen> {
  return new Promise((resolve, reject) => {
    const request = open(port, sent, options);
    // A refused body may end in a reset, which is no matter once the answer is here.
    request.on("error", reject);
    request.on("response", (response) => void collect(response).then(resolve, reject));
    void write(request, sent);
  });
}

/** Begins a request and leaves the body to the caller. */
export function open(port: number, sent: Sent, options: RequestOptions = {}): ClientRequest {
  const { method = "POST", path = "/" } = sent;
  const request = httpRequest({ host: "127.0.0.1", port, method, path, ...options });
  const headers = {
    "content-type": "application/json",
    "user-agent": "Welcome-Webhook/1.0",
    "accept-encoding": "gzip, deflate",
    accept: "*/*",
    "callback-secret": secret,
    "organization-id": "org-7d1f",
    ...(sent.body === undefined ? {} : { "content-length": String(Buffer.byteLength(sent.body)) }),
    ...sent.headers,
  };
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) request.setHeader(name, value);
  }
  request.setNoDelay(true);
  return request;
}

async function write(request: ClientRequest, { body, chunks = [], stall = false }: Sent): Promise<void> {
  if (body !== undefined) request.write(body);
  for (const chunk of chunks) {
    if (request.destroyed) return;
    await new Promise((resolve) => request.write(chunk, resolve));
  }
  if (stall) request.flushHeaders();
  else request.end();
}

async function collect(response: IncomingMessage): Promise<Seen> {
  const { statusCode: status = 0, headers } = response;
  let body = "";
  for await (const chunk of response.setEncoding("utf8")) {
    body += chunk;
  }
  return { status, headers, body };
}
