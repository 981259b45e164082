import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { context, SpanKind, trace } from "@opentelemetry/api";
import { createReceiver, EventRouter } from "optimizely-cmp-webhooks";
import { toNodeHandler } from "optimizely-cmp-webhooks/node";
import { instrument } from "optimizely-cmp-webhooks/opentelemetry";
import { afterEach, expect, test, vi } from "vitest";
import { defer, delivery } from "../receiver/kit.js";
import { secret } from "../support/client.js";
import { listen } from "../support/listen.js";
import { taskAdded } from "../support/recorder.js";
import { make, meterOf, spans } from "./kit.js";

afterEach(() => {
  spans.reset();
  vi.useRealTimers();
});

test("a handled event is a CONSUMER span around middleware and handlers, by the messaging conventions", async () => {
  const { router, receiver, close } = make();
  const inside: unknown[] = [];
  router.use(async (_event, _context, next) => {
    inside.push(trace.getSpan(context.active())?.spanContext().spanId);
    await next();
  });
  router.on("task_added", async () => {
    inside.push(trace.getSpan(context.active())?.spanContext().spanId);
  });
  await receiver.receive(delivery());
  const [span, ...more] = spans.getFinishedSpans();

  expect(more).toEqual([]);
  expect(span).toMatchObject({ name: "process task_added", kind: SpanKind.CONSUMER });
  expect(span?.attributes).toEqual({
    "messaging.system": "optimizely_cmp",
    "messaging.operation.name": "process",
    "messaging.operation.type": "process",
    "messaging.destination.name": "task_added",
    "cmp.organization_id": "org-7d1f",
  });
  expect(inside).toEqual([span?.spanContext().spanId, span?.spanContext().spanId]);
  await close();
});

test("deliveries in flight of several receivers of one meter are added up", async () => {
  const { meter, collect, close } = meterOf();
  const gate = defer();
  const answers = Array.from({ length: 2 }, () => {
    const router = new EventRouter({ task_added: () => gate.promise });
    const receiver = createReceiver({ router, secret, log: null });
    instrument(receiver, { router, meter });
    // Once more, such as by a module that is loaded twice: it is one receiver all the same.
    instrument(receiver, { router: new EventRouter(), meter });
    return receiver.receive(delivery());
  });
  const points = await collect("cmp.webhook.in_flight");
  gate.resolve();
  await Promise.all(answers);
  await close();
  expect(points.map(({ value }) => value)).toEqual([2]);
});

test("a refusal makes a metric, and no span of ours", async () => {
  const { receiver, collect, close } = make();
  await receiver.receive(delivery({ headers: { "callback-secret": "guess" } }));
  const [point] = await collect("cmp.webhook.answer.duration");

  expect(spans.getFinishedSpans()).toEqual([]);
  expect(point).toMatchObject({
    attributes: { "http.response.status_code": 401, "cmp.answer.code": "secret_mismatch" },
    value: { count: 1 },
  });
  await close();
});

test("a span ends when late handlers end, and the metrics count what is in flight until then", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  const { router, receiver, collect, close } = make();
  const gate = defer();
  router.on("task_added", () => gate.promise);
  const answered = receiver.receive(delivery());
  await vi.advanceTimersByTimeAsync(8_000);
  expect((await answered).status).toBe(503);
  expect(spans.getFinishedSpans()).toEqual([]);
  vi.useRealTimers();
  expect((await collect("cmp.webhook.in_flight"))[0]?.value).toBe(1);

  gate.resolve();
  await receiver.idle();
  expect(spans.getFinishedSpans().map(({ name }) => name)).toEqual(["process task_added"]);
  expect((await collect("cmp.webhook.in_flight"))[0]?.value).toBe(0);
  await close();
});

test("the names of unknown events make one series", async () => {
  const { receiver, collect, close } = make();
  for (let count = 0; count < 20; count++) {
    await receiver.receive(delivery({ body: `{"event_name":"x${count}","data":{}}` }));
  }

  expect(await collect("cmp.webhook.answer.duration")).toMatchObject([
    { attributes: { "cmp.event": "_OTHER", "cmp.answer.code": "ignored" }, value: { count: 20 } },
  ]);
  await close();
});

test("the parent of a span is the server span of the host", async () => {
  const { router, receiver, close } = make();
  router.on("task_added", async () => {});
  const handler = toNodeHandler(receiver);
  const tracer = trace.getTracer("host");
  const host = await listen(
    createServer((request, response) => {
      tracer.startActiveSpan("POST /", { kind: SpanKind.SERVER }, async (span) => {
        await handler(request, response);
        span.end();
      });
    }),
  );
  const headers = { "callback-secret": secret };
  const { status } = await fetch(`http://127.0.0.1:${host.port}/`, {
    method: "POST",
    headers,
    body: taskAdded,
  });
  await host.close();
  await receiver.idle();
  const [ours, server] = spans.getFinishedSpans();

  expect(status).toBe(200);
  expect(ours?.parentSpanContext?.spanId).toBe(server?.spanContext().spanId);
  await close();
});

test("a wrong receiver or router throws at start", () => {
  const { router, receiver } = make();
  expect(() => instrument(router as never, { router })).toThrow(
    /^receiver must have the method addEventListener/,
  );
  expect(() => instrument(receiver, { router: receiver as never })).toThrow(
    /^router must have the method use/,
  );
  expect(() => instrument(receiver, { router, metre: 1 } as never)).toThrow(
    /^options of instrument must be of router, tracer, meter, received "metre"$/,
  );
  // Found at the first delivery, each of these would be a failure of all of them.
  expect(() => instrument(receiver, { router, tracer: {} } as never)).toThrow(/^tracer must have the method/);
  expect(() => instrument(receiver, { router, meter: null } as never)).toThrow(/^meter must have the method/);
  expect(() => instrument(receiver, undefined as never)).toThrow(/^options of instrument must be an object/);
});

test("no other source file names the API of OpenTelemetry", () => {
  for (const file of ["index.ts", "router.ts", "receiver/create-receiver.ts", "receiver/pipeline.ts"]) {
    const text = readFileSync(join(import.meta.dirname, "../../src", file), "utf8");
    expect(text).not.toContain("opentelemetry");
  }
});
