import { runInNewContext } from "node:vm";
import { SpanStatusCode } from "@opentelemetry/api";
import { afterEach, expect, test } from "vitest";
import { defer, delivery } from "../receiver/kit.js";
import { make, spans } from "./kit.js";

afterEach(() => spans.reset());

test("a failure is recorded with its causes", async () => {
  const { router, receiver, close } = make();
  router.on("task_added", () => {
    throw new TypeError("fetch failed", { cause: new Error("connect ECONNREFUSED") });
  });
  await receiver.receive(delivery());
  const [span] = spans.getFinishedSpans();

  expect(span?.status).toEqual({ code: SpanStatusCode.ERROR, message: "fetch failed" });
  expect(span?.attributes["error.type"]).toBe("TypeError");
  const messages = span?.events.map(({ attributes }) => attributes?.["exception.message"]);
  expect(messages).toEqual(["fetch failed", "connect ECONNREFUSED"]);
  await close();
});

test("a failure that later middleware catches is recorded: the delivery is refused nevertheless", async () => {
  const { router, receiver, close } = make();
  router.use(async (_event, _context, next) => {
    await next().catch(() => {});
  });
  router.on("task_added", () => {
    throw new TypeError("fetch failed");
  });
  expect((await receiver.receive(delivery())).status).toBe(500);
  expect(spans.getFinishedSpans()[0]?.status).toEqual({
    code: SpanStatusCode.ERROR,
    message: "fetch failed",
  });
  await close();
});

test("a span ends after handlers that later middleware did not wait for", async () => {
  const { router, receiver, close } = make();
  router.use(async (_event, _context, next) => {
    next();
  });
  const gate = defer();
  router.on("task_added", () => gate.promise);
  const answered = receiver.receive(delivery());
  await new Promise((resolve) => setImmediate(resolve));
  expect(spans.getFinishedSpans()).toEqual([]);
  gate.resolve();
  expect((await answered).status).toBe(200);
  expect(spans.getFinishedSpans()).toHaveLength(1);
  await close();
});

const circle = new Error("round");
circle.cause = circle;

test.each([
  [
    "of another realm",
    runInNewContext(`new RangeError("far", { cause: new Error("farther") })`),
    "RangeError",
    ["far", "farther"],
  ],
  ["in a circle", circle, "Error", ["round"]],
  ["of many", new AggregateError([new Error("a"), "b"], "both"), "AggregateError", ["both", "a", '"b"']],
  ["an object without a name", { message: "of a driver" }, "Error", ["of a driver"]],
  ["no error", "just text", "_OTHER", ['"just text"']],
])("what is thrown is recorded: %s", async (_name, thrown, type, messages) => {
  const { router, receiver, close } = make();
  router.on("task_added", () => {
    throw thrown;
  });
  expect((await receiver.receive(delivery())).status).toBe(500);
  const [span] = spans.getFinishedSpans();
  expect(span?.attributes["error.type"]).toBe(type);
  expect(span?.status).toEqual({ code: SpanStatusCode.ERROR, message: messages[0] });
  expect(span?.events.map(({ attributes }) => attributes?.["exception.message"])).toEqual(messages);
  await close();
});

test("an error whose message cannot be read makes a span of a failure, and stays what was thrown", async () => {
  const { router, receiver, close } = make();
  const causes: unknown[] = [];
  receiver.addEventListener("failed", ({ detail }) => void causes.push(...detail.errors));
  const thrown = Object.defineProperty(new Error(), "message", {
    get() {
      throw new Error("from the getter");
    },
  });
  router.on("task_added", () => {
    throw thrown;
  });
  await receiver.receive(delivery());
  expect(spans.getFinishedSpans()[0]?.status.code).toBe(SpanStatusCode.ERROR);
  expect(causes).toEqual([thrown]);
  await close();
});
