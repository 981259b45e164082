/*
 * The least code that does the work on Node's own server, and what others are set against: nobody would do with less.
 * It has no limits, no deadline, and trusts that bodies are JSON.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { handled, ignored, isSecret, json, type LooseEvent, mismatch } from "./by-hand.js";
import type { Serve } from "./contestant.js";
import { listen, makeHandlers } from "./shared.js";

type Handlers = ReturnType<typeof makeHandlers>;

function receive(handlers: Handlers, request: IncomingMessage, response: ServerResponse): void {
  if (request.method !== "POST") {
    response.writeHead(405).end();
    return;
  }
  if (!isSecret(request.headers["callback-secret"])) {
    response.writeHead(401, { ...json, "content-length": mismatch.length }).end(mismatch);
    return;
  }
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", async () => {
    const event: LooseEvent = JSON.parse(Buffer.concat(chunks).toString());
    const handler = handlers.get(event.event_name);
    await handler?.(event);
    const answer = handler ? handled : ignored;
    response.writeHead(handler ? 200 : 202, { ...json, "content-length": answer.length }).end(answer);
  });
}

/** `http.createServer` and a function. */
export const serve: Serve = (tally) => {
  const handlers = makeHandlers(tally);
  return listen(createServer((request, response) => receive(handlers, request, response)));
};
