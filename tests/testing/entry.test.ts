/*
 * The entry where there is no Node: on Workers, in Deno and Bun, in a test environment with globals of its own.
 */
import { createServer } from "node:http";
import { join } from "node:path";
import { createContext, runInContext } from "node:vm";
import { build } from "esbuild";
import type * as Testing from "optimizely-cmp-webhooks/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { listen } from "../support/hosts.js";

let code = "";
let imports: unknown;

beforeAll(async () => {
  const { outputFiles, metafile } = await build({
    entryPoints: [join(import.meta.dirname, "../../src/testing/index.ts")],
    bundle: true,
    write: false,
    metafile: true,
    format: "iife",
    globalName: "testing",
    platform: "neutral",
    target: "es2022",
  });
  code = outputFiles[0]?.text ?? "";
  imports = Object.values(metafile.outputs).flatMap((output) => output.imports);
});

/** Loads the entry where there are web globals and nothing else. */
function load(more: object = {}): typeof Testing {
  const web = { AbortController, Request, Response, URL, TextDecoder, TextEncoder, fetch, performance };
  const context = createContext({ ...web, setTimeout, clearTimeout, ...more });
  return runInContext(`${code}; testing`, context);
}

describe("the entry, where there is no Node", () => {
  it("brings nothing along", () => {
    expect(imports).toEqual([]);
  });

  it("makes events and requests, and delivers to a Fetch handler and a receiver", async () => {
    const { createEvent, createRequest, deliver } = load();
    const event = createEvent("task_added");
    expect(createRequest(event).method).toBe("POST");
    const answer = async (request: Request) => new Response(await request.text());
    const { status, body } = await deliver(answer, event);
    expect([status, JSON.parse(body)]).toEqual([200, event]);
    const receive = async () => ({ status: 202, headers: {}, body: "" });
    expect(await deliver({ receive }, event)).toMatchObject({ status: 202, acknowledged: true });
  });

  it("delivers to a URL by fetch, and tells the reason of a failure", async () => {
    const { createEvent, createSimulator, createVirtualClock, deliver } = load();
    const host = await listen(createServer((_request, response) => response.end("fine")));
    const url = `http://127.0.0.1:${host.port}/`;
    expect(await deliver(url, createEvent("task_added"))).toMatchObject({ status: 200, body: "fine" });
    const simulator = createSimulator({ url, clock: createVirtualClock() });
    expect((await simulator.run([createEvent("task_added")]).finish()).deliveredOnce).toHaveLength(1);
    await host.close();
    const gone = await listen(createServer());
    await gone.close();
    const { status, error } = await deliver(`http://127.0.0.1:${gone.port}/`, createEvent("task_added"));
    expect([status, error?.message]).toEqual([
      0,
      expect.stringMatching(/^127\.0\.0\.1:\d+: connect ECONNREFUSED/),
    ]);
  });

  it("says that a Node listener cannot be served", async () => {
    const { deliver } = load();
    await expect(deliver({ listener: () => {} }, "{}")).rejects.toThrow(/served on Node only/);
  });

  it("finds node:http by the process where import is not allowed, as within Jest", async () => {
    const { deliver } = load({ process });
    const listener = (_request: unknown, response: { end(text: string): void }): void =>
      response.end("served");
    expect(await deliver({ listener }, "{}")).toMatchObject({ status: 200, body: "served" });
    const { error } = await deliver("http://127.0.0.1:1/", "{}");
    expect(error?.message).toBe("127.0.0.1:1: connect ECONNREFUSED 127.0.0.1:1");
  });
});
