/*
 * A server with the host's own instrumentation and ours, from the packed package (`PROJECT` is a folder that has it).
 * It receives one good delivery and one with a wrong secret, and prints the spans that have ended.
 */
const { createRequire } = require("node:module");
const { join } = require("node:path");
const { registerInstrumentations } = require("@opentelemetry/instrumentation");
const { HttpInstrumentation } = require("@opentelemetry/instrumentation-http");
const { ExpressInstrumentation } = require("@opentelemetry/instrumentation-express");
const { InMemorySpanExporter, SimpleSpanProcessor } = require("@opentelemetry/sdk-trace-base");
const { NodeTracerProvider } = require("@opentelemetry/sdk-trace-node");

const exporter = new InMemorySpanExporter();
const provider = new NodeTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] });
provider.register();
const fastifyOtel = new (require("@fastify/otel").FastifyOtelInstrumentation)();
fastifyOtel.setTracerProvider(provider);
registerInstrumentations({ instrumentations: [new HttpInstrumentation(), new ExpressInstrumentation()] });

const take = createRequire(join(process.env.PROJECT, "index.js"));
const { createReceiver, EventRouter } = take("optimizely-cmp-webhooks");
const { instrument } = take("optimizely-cmp-webhooks/opentelemetry");

const secret = "a-secret-of-the-test";
const router = new EventRouter({ task_added: async () => {} });
const receiver = createReceiver({ router, secret, log: null });
instrument(receiver, { router });

async function start(name) {
  if (name === "express") {
    const app = require("express")();
    app.use("/", take("optimizely-cmp-webhooks/express").toExpressHandler(receiver));
    const server = app.listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    return { port: server.address().port, close: () => server.close() };
  }
  const app = require("fastify")();
  await app.register(fastifyOtel.plugin());
  app.register(take("optimizely-cmp-webhooks/fastify").toFastifyPlugin(receiver), { path: "/" });
  await app.listen({ port: 0, host: "127.0.0.1" });
  return { port: app.server.address().port, close: () => app.close() };
}

async function main() {
  const { port, close } = await start(process.argv[2]);
  const body =
    '{"event_name": "task_added", "data": {"task": {"id": "t-1", "links": {"self": "https://x.test/1"}}}}';
  const statuses = [];
  for (const value of [secret, "a-guess"]) {
    const headers = { "callback-secret": value, connection: "close" };
    const response = await fetch(`http://127.0.0.1:${port}/`, { method: "POST", headers, body });
    await response.text();
    statuses.push(response.status);
  }
  await close();
  await receiver.idle();
  const spans = exporter.getFinishedSpans().map((span) => ({
    name: span.name,
    kind: span.kind,
    trace: span.spanContext().traceId,
    id: span.spanContext().spanId,
    parent: span.parentSpanContext?.spanId,
  }));
  process.stdout.write(JSON.stringify({ statuses, spans }));
}

main();
