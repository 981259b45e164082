import { closeServer } from "optimizely-cmp-webhooks/node";
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

describe("a request that arrives during a stop", () => {
  const arrive = async (...requests: readonly object[]): Promise<readonly string[][][]> => {
    const stage = new Stage();
    const stopped = closeServer(stage as never, idle);
    const told = requests.map((one) => {
      const response = makeResponse();
      stage.listeners.get("request")?.(one, response);
      return response.headers;
    });
    stage.onClosed();
    expect(await stopped).toBe(true);
    expect(stage.listeners.size).toBe(0);
    return told;
  };
  const closing = [["connection", "close"]];

  test("ends its connection", async () => {
    expect(await arrive({ httpVersionMajor: 1, socket: {} })).toEqual([closing]);
  });

  test("of HTTP/2 has no such header", async () => {
    expect(await arrive({ httpVersionMajor: 2, socket: {} })).toEqual([[]]);
  });

  test("behind one that ends the connection is left alone", async () => {
    const socket = {};
    const requests = [1, 1].map((httpVersionMajor) => ({ httpVersionMajor, socket }));
    expect(await arrive(...requests)).toEqual([closing, []]);
  });
});

describe("a response that is under way", () => {
  test.each<[object, boolean]>([
    [{ headersSent: false, shouldKeepAlive: true }, true],
    [{ headersSent: false, shouldKeepAlive: true, req: { socket: {} } }, true],
    [{ headersSent: false, shouldKeepAlive: true, req: { socket: null } }, true],
    [{ headersSent: true, shouldKeepAlive: true }, false],
    [{ headersSent: false, shouldKeepAlive: false }, false],
    [{}, false],
  ])("%j ends its connection: %s", async (parts, isTold) => {
    const stage = new Stage();
    const response = makeResponse(parts);
    stage.connect(response);
    const stopped = closeServer(stage as never, idle, { timeoutMs: 1 });
    await looks(1);

    expect(response.headers.length > 0).toBe(isTold);
    expect(await stopped).toBe(false);
    expect(stage.steps).toEqual(["all connections"]);
  });

  test("without setHeader does no harm", async () => {
    const stage = new Stage();
    stage.connect({ headersSent: false, shouldKeepAlive: true });
    stage.connect();
    const stopped = closeServer(stage as never, idle, { timeoutMs: 1 });
    await looks(1);

    expect(await stopped).toBe(false);
    expect(stage.steps).toEqual(["destroyed", "all connections"]);
  });
});
