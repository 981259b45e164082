import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { connect as connectHttp2, constants, createServer as createHttp2Server } from "node:http2";
import type { AddressInfo } from "node:net";
import type { Delivery, DeliveryReceiver } from "optimizely-cmp-webhooks";
import { toNodeHandler } from "optimizely-cmp-webhooks/node";
import { afterEach, describe, expect, test } from "vitest";
import { defer } from "../receiver/kit.js";
import { send } from "../support/client.js";
import { Client, headOf, refusing, serve as serveOn } from "../support/exchange.js";
import { type Host, listen } from "../support/listen.js";

const hosts: Host[] = [];
const failing: DeliveryReceiver = { receive: () => Promise.reject(new Error("of a receiver of one's own")) };

const serve: typeof serveOn = async (...how) => {
  const host = await serveOn(...how);
  hosts.push(host);
  return host;
};

afterEach(async () => {
  for (const host of hosts.splice(0)) await host.close();
});

test("a delivery has the method and the headers of the request, and as one those sent twice", async () => {
  const deliveries: Delivery[] = [];
  const receive: DeliveryReceiver["receive"] = (delivery) => {
    deliveries.push(delivery);
    return refusing.receive(delivery);
  };
  const { port } = await serve({ receive }, (request) => {
    if (request.method === "GET") Object.assign(request, { method: undefined });
  });
  const headers = { "set-cookie": ["a=1", "b=2"], "content-encoding": "gzip" };
  for (const method of ["PUT", "GET"]) await send(port, { method, headers }, { agent: false });

  expect(deliveries.map(({ method }) => method)).toEqual(["PUT", ""]);
  const names = ["set-cookie", "content-encoding", "organization-id", "constructor", "x-none"];
  expect(names.map((name) => deliveries[0]?.header(name))).toEqual([
    "a=1, b=2",
    "gzip",
    "org-7d1f",
    undefined,
    undefined,
  ]);
});

describe("a response", () => {
  test("that the host has begun is left to the host", async () => {
    const { port, first } = await serve(refusing, (_request, response) => response.writeHead(503));
    const seen = send(port, {}, { agent: false });
    const { response, served } = await first;
    await served.promise;
    response.end("of the host");

    expect(await seen).toMatchObject({ status: 503, body: "of the host" });
  });

  const begin = (_request: IncomingMessage, response: ServerResponse): void => {
    response.writeHead(200, { "content-length": 100 });
    response.write("begun");
  };
  test.each<[string, typeof begin]>([
    ["has begun", begin],
    [
      "has begun, on a platform that lets it begin again",
      (request, response) => {
        begin(request, response);
        response.writeHead = () => response;
      },
    ],
    [
      "has made impossible",
      (_request, response) => {
        response.writeHead = () => {
          throw new Error("of the host");
        };
      },
    ],
  ])("that the host %s is cut when the receiver fails", async (_title, prepare) => {
    const { port, first } = await serve(failing, prepare);
    const client = new Client(port, headOf(0));
    await client.closed;

    expect(client.answer).not.toContain("internal_error");
    expect(await (await first).served.promise).toBeUndefined();
  });

  test("that can be neither written nor cut rejects nothing", async () => {
    const { port, first } = await serve(failing, (_request, response) => {
      Object.assign(response, { writeHead: undefined, destroy: undefined });
    });
    new Client(port, headOf(0));

    expect(await (await first).served.promise).toBeUndefined();
  });

  test("that tells nothing of its end is not waited for", async () => {
    const written: unknown[] = [];
    const plain = {
      headersSent: false,
      socket: {},
      writeHead: (status: number) => written.push(status),
      write: () => expect.unreachable(),
      end: (text: string) => written.push(text),
      on: () => {},
    };
    const gate = defer();
    const handle = toNodeHandler(refusing);
    const host = await listen(createServer(async (request) => gate.resolve(await handle(request, plain))));
    hosts.push(host);
    new Client(host.port, headOf(0));
    await gate.promise;

    expect(written).toEqual([401, "no"]);
  });

  test("that is queued behind another one is not waited for", async () => {
    const gate = defer();
    let calls = 0;
    const receive: DeliveryReceiver["receive"] = async (delivery) => {
      if (calls++ === 0) await gate.promise;
      return refusing.receive(delivery);
    };
    const { port, first, second } = await serve({ receive });
    const client = new Client(port, headOf(0) + headOf(0));
    await (await second).served.promise;
    expect(client.answer).toBe("");
    gate.resolve();
    await (await first).served.promise;

    await expect.poll(() => client.answer.split("\r\n\r\nno")).toHaveLength(3);
  });

  test("that its sender gives up is not waited for with HTTP/2", async () => {
    const body = "x".repeat(1024 * 1024);
    const handle = toNodeHandler({ receive: async () => ({ status: 200, headers: {}, body }) });
    const served = defer<boolean>();
    const server = createHttp2Server(async (request, response) => {
      const { stream } = response;
      await handle(request, response);
      served.resolve(stream.writableFinished);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const client = connectHttp2(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    const stop = (): Promise<void> => {
      client.destroy();
      return new Promise((resolve) => server.close(() => resolve()));
    };
    hosts.push({ port: 0, close: stop });
    const stream = client.request({ ":path": "/" });
    await once(stream, "response");
    stream.close(constants.NGHTTP2_CANCEL);

    expect(await served.promise).toBe(false);
  });

  test("to HEAD has no body, and says so", async () => {
    const { port } = await serve(refusing);

    expect(await send(port, { method: "HEAD" }, { agent: false })).toMatchObject({
      status: 401,
      headers: { "content-length": "0" },
    });
  });
});
