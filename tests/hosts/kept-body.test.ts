import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import fastify from "fastify";
import type { Delivery, DeliveryBody, DeliveryReceiver } from "optimizely-cmp-webhooks";
import { toFastifyPlugin } from "optimizely-cmp-webhooks/fastify";
import { toNodeHandler } from "optimizely-cmp-webhooks/node";
import { afterEach, describe, expect, test } from "vitest";
import { defer } from "../receiver/kit.js";
import { Client, headOf, refusing } from "../support/exchange.js";
import { type Host, listen } from "../support/listen.js";

const hosts: Host[] = [];

afterEach(async () => {
  for (const host of hosts.splice(0)) await host.close();
});

/** A receiver of one's own, and the first delivery that it is given. */
function takeOne(): { receiver: DeliveryReceiver; taken: Promise<Delivery> } {
  const { promise, resolve } = defer<Delivery>();
  const receive: DeliveryReceiver["receive"] = (delivery) => {
    resolve(delivery);
    return refusing.receive(delivery);
  };
  return { receiver: { receive }, taken: promise };
}

/** The delivery that comes of `text`, behind a host that has done something with the request. */
async function deliver(
  text: string,
  ahead: (request: IncomingMessage) => Promise<unknown>,
): Promise<Delivery> {
  const { receiver, taken } = takeOne();
  const handle = toNodeHandler(receiver);
  const host = await listen(
    createServer(async (request, response) => {
      await ahead(request);
      await handle(request, response);
    }),
  );
  hosts.push(host);
  new Client(host.port, text);
  return taken;
}

test("a body that is empty stays empty when it has been read", async () => {
  const { body } = await deliver(headOf(0), (request) => once(request.resume(), "end"));

  expect(body).toBe("");
});

test("a body whose getter throws fails with what it threw", async () => {
  const cause = new SyntaxError("of the host");
  const delivery = await deliver(`${headOf(2)}{}`, (request) => {
    const get = (): never => {
      throw cause;
    };
    Object.defineProperty(request, "body", { get });
    return once(request.resume(), "end");
  });

  expect(() => delivery.body).toThrow(
    expect.objectContaining({ message: "request.body must be readable, but it throws", cause, status: 400 }),
  );
});

describe("a body that somebody reads is lost", () => {
  test.each<[string, (request: IncomingMessage) => unknown, string]>([
    [
      "the request is destroyed",
      (request) => request.destroy(),
      "The connection closed before the body was read",
    ],
    ["the request fails", (request) => request.emit("error", new Error("of the host")), "of the host"],
  ])("when %s", async (_title, fail, message) => {
    let received: IncomingMessage | undefined;
    const { body }: { body: DeliveryBody } = await deliver(`${headOf(10)}{}`, (request) => {
      received = request;
      return once(request, "data");
    });
    if (received) fail(received);

    await expect(body).rejects.toThrow(message);
  });

  test("when nothing keeps it: a stream that has been read is none", async () => {
    const { receiver, taken } = takeOne();
    const app = fastify();
    app.addHook("preHandler", (request, _reply, done) => void request.raw.resume().on("end", () => done()));
    app.register(toFastifyPlugin(receiver));
    await app.inject({ method: "POST", url: "/", payload: "{}" });

    expect((await taken).body).toBeUndefined();
    await app.close();
  });
});
