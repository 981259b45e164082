import { randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import { listFields } from "../data/fields.js";
import { inspect } from "../data/inspect.js";
import { Failure, messageOf } from "../failure.js";
import { createEvent, isKnownEvent } from "../library.js";
import { type RunningServer, startServer } from "../listen/server.js";
import { readPage } from "../package-files.js";
import { exportLines, importLines } from "./archive.js";
import { copyAs } from "./copy-as.js";
import { type Sender, sendOnce } from "./send.js";
import { type DeliveryStore, toReport } from "./store.js";
import { copyKinds, type EventData, type Settings, type Summary } from "./wire.js";

/** What the inspector works on. */
export interface Inspected {
  readonly store: DeliveryStore;
  readonly settings: Settings;
  readonly sender: Sender;
}

/** Never another address: the page shows what customers send. */
const host = "127.0.0.1";

/** The page loads one script. Trusted types stop text from becoming HTML, even through a fault of a library. */
const headers = new Map([
  [
    "content-security-policy",
    "default-src 'none'; script-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  ],
  ["cache-control", "no-store"],
  ["cross-origin-opener-policy", "same-origin"],
  ["cross-origin-resource-policy", "same-origin"],
  // The address holds the token.
  ["referrer-policy", "no-referrer"],
  ["x-content-type-options", "nosniff"],
]);

/** A file of deliveries is the largest that is sent. */
const maxRequestBytes = 64 * 1024 * 1024;

/** Tells a restarted inspector from the one that a page knew, whose ids are others. */
const session = randomBytes(6).toString("hex");

/** @throws Failure when the port is in use, or when the package was not built */
export async function startInspector(port: number, inspected: Inspected): Promise<RunningServer> {
  const page = readPage();
  if (page === undefined) throw new Failure("--ui: the package has no page. Run npm run build first");
  const token = randomBytes(18).toString("base64url");
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<unknown> => {
    response.setHeaders(headers);
    const { pathname, searchParams } = new URL(request.url ?? "", `http://${host}`);
    const refusal = refusalOf(request.headers, [searchParams.get("token") ?? "", token], server.port);
    if (refusal !== undefined) return response.writeHead(403).end(refusal);
    const name = `${request.method} ${pathname}`;
    if (name === "GET /feed")
      return follow(response, inspected, request.headers["last-event-id"]?.toString());
    if (name === "GET /") return response.setHeader("content-type", "text/html").end(htmlOf(token));
    if (name === "GET /page.js") return response.setHeader("content-type", "text/javascript").end(page);
    const text = await answer(name, searchParams, await readText(request), inspected);
    return response.writeHead(text === undefined ? 404 : 200, { "content-type": "text/plain" }).end(text);
  };
  const server = await startServer(
    { host, port, path: `/?token=${token}` },
    (request, response) =>
      take(request, response).catch((thrown: unknown) => response.writeHead(500).end(messageOf(thrown))),
    "--ui-port",
  );
  return server;
}

/**
 * Why a request is refused; `undefined` if it may pass. `Host` stops DNS rebinding, a foreign page whose name leads
 * here; `Origin` stops foreign pages that send; the token stops other programs, and requests that name no origin.
 */
function refusalOf(
  { host: own = "", origin }: IncomingHttpHeaders,
  tokens: readonly [given: string, expected: string],
  port: number,
): string | undefined {
  if (own !== `${host}:${port}` && own !== `localhost:${port}`)
    return "Host must be the address of the inspector";
  if (origin !== undefined && origin !== `http://${own}`) return "Origin must be the inspector itself";
  const [given, expected] = [Buffer.from(tokens[0]), Buffer.from(tokens[1])];
  const isSame = given.length === expected.length && timingSafeEqual(given, expected);
  return isSame ? undefined : "token must be the one in the address that listen printed";
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > maxRequestBytes) throw new Error(`A request must be at most ${maxRequestBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** The text of an answer, which is JSON but for copies and messages; `undefined` where there is nothing. */
function answer(
  name: string,
  query: URLSearchParams,
  body: string,
  { store, settings, sender }: Inspected,
): string | undefined | Promise<string> {
  const detail = store.get(Number(query.get("id")));
  const kind = copyKinds.find((each) => each === query.get("kind"));
  const answers = new Map<string, () => string | undefined | Promise<string>>([
    ["GET /delivery", () => JSON.stringify(detail ?? null)],
    ["GET /copy", () => detail && kind && copyAs(kind, detail, settings.target)],
    ["GET /event", () => JSON.stringify(eventOf(query.get("name") ?? ""))],
    ["GET /search", () => JSON.stringify(store.search(query.get("text") ?? ""))],
    ["GET /export", () => exportLines(store.all())],
    ["POST /import", () => importLines(body, store)],
    ["POST /check", () => JSON.stringify(toReport(inspect(body)))],
    ["POST /send", () => sendOnce(sender, store, JSON.parse(body))],
  ]);
  return answers.get(name)?.();
}

function eventOf(name: string): EventData | null {
  const event = { event_name: name };
  if (!isKnownEvent(event)) return null;
  return { fields: listFields(event.event_name), sample: createEvent(event.event_name) };
}

/** `settings` first, then `deliveries`, if only of none. A page that was cut off names the last id it has, and gets those after it. */
function follow(response: ServerResponse, { store, settings }: Inspected, last = ""): void {
  const [known, id] = last.split(":");
  const after = known === session ? Number(id) : 0;
  const send = (event: string, data: unknown, upTo: number): unknown =>
    response.write(`id: ${session}:${upTo}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  const sendRows = (rows: readonly Summary[]): unknown => send("deliveries", rows, rows.at(-1)?.id ?? after);
  response.writeHead(200, { "content-type": "text/event-stream" });
  if (after === 0) send("settings", settings, after);
  sendRows(store.since(after));
  response.on(
    "close",
    store.onAdded((added) => sendRows([added])),
  );
}

/** The token is base64url, which needs no escaping. */
function htmlOf(token: string): string {
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>CMP deliveries</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,"><script type="module" src="/page.js?token=${token}"></script><body></body>`;
}
