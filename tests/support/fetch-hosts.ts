import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import { createApp, defineEventHandler, toNodeListener, toWebRequest } from "h3";
import { H3 } from "h3v2";
import { toNodeHandler } from "h3v2/node";
import type { DeliveryReceiver } from "optimizely-cmp-webhooks";
import { toFetchHandler } from "optimizely-cmp-webhooks/fetch";
import { type HostKind, listen } from "./listen.js";

/** The ways in which frameworks make `Request` and `Response` of what Node has. */
export const fetchHosts: readonly HostKind[] = [
  {
    name: "Fetch",
    start: (receiver) => listen(createAdaptorServer({ fetch: toFetchHandler(receiver) }) as Server),
  },
  { name: "h3 1", writesChunks: true, start: (receiver) => listen(createServer(makeH3Listener(receiver))) },
  {
    name: "h3 2",
    writesChunks: true,
    start: (receiver) => {
      const handle = toFetchHandler(receiver);
      return listen(createServer(toNodeHandler(new H3().all("/**", (event) => handle(event.req)))));
    },
  },
  {
    name: "streams",
    writesChunks: true,
    start: (receiver) => listen(createServer(makeStreamListener(receiver))),
  },
];

/** Its stream takes every byte that arrives, wanted or not, and throws at those after it was cancelled. */
function makeH3Listener(receiver: DeliveryReceiver) {
  const handle = toFetchHandler(receiver);
  return toNodeListener(createApp().use(defineEventHandler((event) => handle(toWebRequest(event)))));
}

/** As SvelteKit and Astro do it: a stream that holds its source back, and destroys it when it is cancelled. */
function makeStreamListener(receiver: DeliveryReceiver) {
  const handle = toFetchHandler(receiver);
  return async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const response = await handle(toRequest(incoming));
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    for await (const chunk of response.body ?? []) outgoing.write(chunk);
    outgoing.end();
  };
}

function toRequest(incoming: IncomingMessage): Request {
  const { method = "GET", headers } = incoming;
  const entries = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]);
  const hasBody = method !== "GET" && method !== "HEAD";
  return new Request(`http://127.0.0.1${incoming.url}`, {
    method,
    headers: entries,
    ...(hasBody ? { body: streamOf(incoming), duplex: "half" } : {}),
  });
}

function streamOf(incoming: IncomingMessage): ReadableStream<Uint8Array> {
  let isOver = false;
  return new ReadableStream<Uint8Array>({
    start(controller) {
      incoming.on("error", (cause) => {
        if (!isOver) controller.error(cause);
        isOver = true;
      });
      incoming.on("end", () => {
        if (!isOver) controller.close();
        isOver = true;
      });
      incoming.on("data", (chunk: Uint8Array) => {
        if (isOver) return;
        controller.enqueue(chunk);
        if ((controller.desiredSize ?? 0) <= 0) incoming.pause();
      });
    },
    pull: () => void incoming.resume(),
    cancel(reason) {
      isOver = true;
      incoming.destroy(reason);
    },
  });
}
