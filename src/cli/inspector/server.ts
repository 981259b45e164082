import { randomBytes, timingSafeEqual } from "node:crypto";
import { getRequestListener } from "@hono/node-server";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { secureHeaders } from "hono/secure-headers";
import { type SSEStreamingApi, streamSSE } from "hono/streaming";
import { inspect } from "../data/inspect.js";
import { Failure, messageOf } from "../failure.js";
import { createEvent, isKnownEvent } from "../library.js";
import { type RunningServer, startServer } from "../listen/server.js";
import { readPage, readSchema } from "../package-files.js";
import { exportLines, importLines } from "./archive.js";
import { copyAs } from "./copy-as.js";
import { type Sender, sendOnce } from "./send.js";
import { type DeliveryStore, toReport } from "./store.js";
import { copyKinds, type SendRequest, type Settings, type Summary } from "./wire.js";

/** What the inspector works on. */
export interface Inspected {
  readonly store: DeliveryStore;
  readonly settings: Settings;
  readonly sender: Sender;
}

/** Never another address: the page shows what customers send. */
const host = "127.0.0.1";

/** The page loads one script. Trusted types stop text from becoming HTML, even through a fault of a library. */
const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/** A file of deliveries is the largest that is sent. */
const maxRequestBytes = 64 * 1024 * 1024;

/** Tells a restarted inspector from the one that a page knew, whose ids are others. */
const session = randomBytes(6).toString("hex");

/** @throws Failure when the port is in use, or when the package was not built */
export async function startInspector(port: number, inspected: Inspected): Promise<RunningServer> {
  const page = readPage();
  if (page === undefined) throw new Failure("--ui: the package has no page. Run npm run build first");
  const token = randomBytes(18).toString("base64url");
  const app = new Hono();
  app.onError((error, c) => c.text(messageOf(error), 500));
  app.use(secureHeaders({ strictTransportSecurity: false }), bodyLimit({ maxSize: maxRequestBytes }));
  app.use(async (c, next) => {
    c.header("content-security-policy", contentSecurityPolicy);
    const reason = refusalOf(c, token, server.port);
    return reason === undefined ? await next() : c.text(reason, 403);
  });
  app.get("/", (c) => c.html(htmlOf(token)));
  app.get("/page.js", (c) => c.body(page, 200, { "content-type": "text/javascript; charset=utf-8" }));
  addReading(app, inspected);
  addWriting(app, inspected);
  const place = { host, port, path: `/?token=${token}` };
  const server = await startServer(place, getRequestListener(app.fetch), "--ui-port");
  return server;
}

/**
 * Why a request is refused; `undefined` if it may pass. `Host` stops DNS rebinding, a foreign page whose name leads
 * here; `Origin` stops foreign pages that send; the token stops other programs, and requests that name no origin.
 */
function refusalOf({ req }: Context, token: string, port: number): string | undefined {
  const own = req.header("host") ?? "";
  if (own !== `${host}:${port}` && own !== `localhost:${port}`)
    return "Host must be the address of the inspector";
  const origin = req.header("origin");
  if (origin !== undefined && origin !== `http://${own}`) return "Origin must be the inspector itself";
  const [given, expected] = [Buffer.from(req.query("token") ?? ""), Buffer.from(token)];
  const isSame = given.length === expected.length && timingSafeEqual(given, expected);
  return isSame ? undefined : "token must be the one in the address that listen printed";
}

function addReading(app: Hono, inspected: Inspected): void {
  const { store, settings } = inspected;
  const deliveryOf = (c: Context) => store.get(Number(c.req.param("id")));
  app.get("/feed", (c) => streamSSE(c, (to) => follow(to, inspected, c.req.header("last-event-id"))));
  app.get("/deliveries/:id", (c) => c.json(deliveryOf(c) ?? null));
  app.get("/deliveries/:id/copy/:kind", (c) => {
    const detail = deliveryOf(c);
    const kind = copyKinds.find((each) => each === c.req.param("kind"));
    return detail && kind ? c.text(copyAs(kind, detail, settings.target)) : c.notFound();
  });
  app.get("/events/:name", (c) => {
    const event = { event_name: c.req.param("name") };
    if (!isKnownEvent(event)) return c.json(null);
    return c.json({ schema: readSchema(event.event_name), sample: createEvent(event.event_name) });
  });
  app.get("/search", (c) => c.json(store.search(c.req.query("text") ?? "")));
  app.get("/export", (c) => c.body(exportLines(store.all()), 200, { "content-disposition": "attachment" }));
}

function addWriting(app: Hono, { store, sender }: Inspected): void {
  app.post("/import", async (c) => c.text(importLines(await c.req.text(), store)));
  app.post("/check", async (c) => c.json(toReport(inspect(await c.req.text()))));
  app.post("/send", async (c) => {
    const { target, body, replayOf } = await c.req.json<SendRequest>();
    const origin = replayOf === undefined ? undefined : store.get(replayOf);
    const text = body ?? origin?.body;
    if (typeof text !== "string") return c.text("There is no body to send", 400);
    return c.text(await sendOnce(sender, store, String(target), text, origin?.organization));
  });
}

/** `settings` first, then `deliveries`. A page that was cut off names the last id it has, and gets those after it. */
async function follow(stream: SSEStreamingApi, { store, settings }: Inspected, last = ""): Promise<void> {
  const [known, id] = last.split(":");
  const after = known === session ? Number(id) : 0;
  const send = (event: string, data: unknown, upTo: number): Promise<void> =>
    stream.writeSSE({ id: `${session}:${upTo}`, event, data: JSON.stringify(data) });
  let sent = send(after === 0 ? "settings" : "again", settings, after);
  const sendRows = (rows: readonly Summary[]): void => {
    sent = sent.then(() => send("deliveries", rows, rows.at(-1)?.id ?? after));
  };
  sendRows(store.since(after));
  stream.onAbort(store.onAdded((added) => sendRows([added])));
  await new Promise<void>((resolve) => stream.onAbort(resolve));
}

/** The token is base64url, which needs no escaping. */
function htmlOf(token: string): string {
  return `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>CMP deliveries</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,"><script type="module" src="/page.js?token=${token}"></script><body></body>`;
}
