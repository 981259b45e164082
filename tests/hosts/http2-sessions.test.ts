import { once } from "node:events";
import { connect, createServer, type Http2Server } from "node:http2";
import type { AddressInfo } from "node:net";
import fastify from "fastify";
import type { Receiver } from "optimizely-cmp-webhooks";
import { toFastifyPlugin } from "optimizely-cmp-webhooks/fastify";
import { closeServer, toNodeHandler } from "optimizely-cmp-webhooks/node";
import { expect, test } from "vitest";
import { defer } from "../receiver/kit.js";
import { secret } from "../support/client.js";
import { record, taskAdded } from "../support/recorder.js";

/** A host with a route of its own, at `/other`, that answers when `finish` is fulfilled. */
type Make = (
  receiver: Receiver,
  begin: () => void,
  finish: Promise<void>,
) => Http2Server | Promise<Http2Server>;

const hosts: readonly (readonly [string, Make])[] = [
  [
    "node:http2",
    (receiver, begin, finish) => {
      const handle = toNodeHandler(receiver);
      return createServer(async (request, response) => {
        if (request.url === "/") return handle(request, response);
        begin();
        await finish;
        response.end("of the host");
      });
    },
  ],
  [
    "Fastify",
    async (receiver, begin, finish) => {
      const app = fastify({ http2: true });
      app.register(toFastifyPlugin(receiver), { path: "/" });
      app.get("/other", async () => {
        begin();
        await finish;
        return "of the host";
      });
      await app.ready();
      return app.server as unknown as Http2Server;
    },
  ],
];

test.each(hosts)(
  "%s: a stop lets a request of the host end on the session of a delivery",
  async (_name, make) => {
    const { receiver } = record();
    const [begun, finish] = [defer(), defer()];
    const server = await make(receiver, () => begun.resolve(), finish.promise);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const client = connect(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const told = once(client, "goaway");
    const delivery = client.request({ ":method": "POST", ":path": "/", "callback-secret": secret });
    delivery.end(taskAdded);
    await once(delivery.resume(), "close");
    const other = client.request({ ":path": "/other" });
    await begun.promise;
    const stopped = closeServer(server, receiver, { timeoutMs: 60_000 });
    expect(await Promise.race([told.then(() => "told to go away"), stopped])).toBe("told to go away");
    finish.resolve();
    let body = "";
    for await (const text of other.setEncoding("utf8")) body += text;

    expect([body, await stopped]).toEqual(["of the host", true]);
    client.destroy();
  },
);
