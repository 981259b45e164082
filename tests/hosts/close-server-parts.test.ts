import { once } from "node:events";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { closeServer, toNodeHandler } from "optimizely-cmp-webhooks/node";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { idle, makeResponse, Stage } from "./server-stage.js";

/** As a stop sees it; the last look is at the end. */
const looks = (count: number) => vi.advanceTimersByTimeAsync(25 * count);

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "setInterval", "clearInterval"] });
});

afterEach(() => {
  vi.useRealTimers();
});

describe("what nothing shows is cut off", () => {
  /** Has the adapter see a request of HTTP/2, which the host has answered by itself. */
  const bring = (stream: object): Promise<void> => {
    const handler = toNodeHandler({ receive: async () => ({ status: 200, headers: {}, body: "" }) });
    return handler(
      { httpVersionMajor: 2, stream, socket: {}, headers: {} } as never,
      { headersSent: true } as never,
    );
  };
  const start = (stage: Stage, receiver: object = idle) =>
    closeServer(stage as never, receiver as never, { timeoutMs: 1_000 });

  test("at the second look at which all is quiet", async () => {
    const stage = new Stage();
    const stopped = start(stage);
    expect(stage.steps).toEqual([]);
    await looks(1);
    expect(stage.steps).toEqual(["all connections"]);
    stage.onClosed();

    expect(await stopped).toBe(true);
  });

  test("also if a connection stays open on which nothing is written", async () => {
    const stage = new Stage();
    stage.connect();
    const stopped = start(stage);
    await looks(1);
    expect(stage.steps).toEqual(["destroyed", "destroyed", "all connections"]);
    stage.onClosed();
    await stopped;
  });

  test("not while a delivery is in flight, and after it not before a second look", async () => {
    const stage = new Stage();
    const receiver = { inFlight: 1, idle: async () => {} };
    const stopped = start(stage, receiver);
    await looks(3);
    receiver.inFlight = 0;
    await looks(1);
    expect(stage.steps).toEqual([]);
    await looks(1);
    expect(stage.steps).toEqual(["all connections"]);
    stage.onClosed();
    await stopped;
  });

  test("not while a response is written", async () => {
    const stage = new Stage();
    stage.connect(makeResponse());
    const stopped = start(stage);
    await looks(3);
    expect(stage.steps).toEqual([]);
    stage.onClosed();
    await stopped;
  });

  test("not while a session of this server is open; it is told to close, and one of another is not", async () => {
    const stage = new Stage();
    const told: string[] = [];
    const closes: (() => void)[] = [];
    const open = async (name: string, server: object): Promise<void> => {
      const session = {
        socket: { server },
        close: () => told.push(name),
        on: (event: string, listener: () => void) => event === "close" && closes.push(listener),
      };
      // Two requests on one session.
      for (let count = 0; count < 2; count++) await bring({ session });
    };
    await open("ours", stage);
    await open("theirs", {});
    await bring({});
    expect(closes).toHaveLength(2);
    const stopped = start(stage);
    await looks(2);
    expect(new Set(told)).toEqual(new Set(["ours"]));
    expect(stage.steps).toEqual([]);
    for (const close of closes) close();
    await looks(2);
    expect(stage.steps).toEqual(["all connections"]);
    stage.onClosed();
    await stopped;
  });
});

test("the stop waits for the receiver after the server, and a server needs no more than two methods", async () => {
  const steps: string[] = [];
  let onClosed = (): void => {};
  let onIdle = (): void => {};
  const server = {
    close: (callback: () => void) => {
      onClosed = callback;
    },
    prependListener: () => {},
  };
  const receiver = {
    inFlight: 0,
    idle: () => {
      steps.push("asked");
      return new Promise<void>((resolve) => {
        onIdle = resolve;
      });
    },
  };
  const stopped = closeServer(server, receiver).then((isClean) => steps.push(`stopped ${isClean}`));
  await looks(1);
  expect(steps).toEqual([]);
  onClosed();
  await looks(1);
  expect(steps).toEqual(["asked"]);
  onIdle();
  await stopped;
  expect(steps).toEqual(["asked", "stopped true"]);
});

test("the connections of another server stay open", async () => {
  vi.useRealTimers();
  const other = createServer();
  other.listen(0, "127.0.0.1");
  await once(other, "listening");
  const sent = request({
    port: (other.address() as AddressInfo).port,
    host: "127.0.0.1",
    agent: false,
  }).end();
  const answered = once(sent, "response");
  const [, open] = await once(other, "request");
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  expect(await closeServer(server, idle)).toBe(true);
  open.end("after the stop");

  const [response] = await answered;
  expect(response.statusCode).toBe(200);
  response.resume();
  await once(response, "end");
  other.close();
});
