import { expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };

/** What each entry exports at run time: all of it, so that nothing becomes public by accident. */
const names: Readonly<Record<string, readonly string[]>> = {
  "optimizely-cmp-webhooks": [
    "EventRouter",
    "ReceiverError",
    "createReceiver",
    "deliveryKey",
    "eventCatalog",
    "eventNames",
    "eventSchemas",
    "isKnownEvent",
    "parseEvent",
    "verifySecret",
  ],
  "optimizely-cmp-webhooks/node": ["closeServer", "toNodeHandler"],
  "optimizely-cmp-webhooks/express": ["toExpressHandler"],
  "optimizely-cmp-webhooks/fastify": ["toFastifyPlugin"],
  "optimizely-cmp-webhooks/fetch": ["toFetchHandler"],
  "optimizely-cmp-webhooks/koa": ["toKoaMiddleware"],
  "optimizely-cmp-webhooks/lambda": ["toLambdaHandler"],
  "optimizely-cmp-webhooks/idempotency": ["memoryStore"],
  "optimizely-cmp-webhooks/idempotency/redis": ["redisStore"],
  "optimizely-cmp-webhooks/idempotency/postgres": ["postgresStore"],
  "optimizely-cmp-webhooks/client": [
    "CmpClientError",
    "clientCredentials",
    "createCmpClient",
    "handlePreview",
  ],
  "optimizely-cmp-webhooks/content": ["embeddedContents", "fieldsOf", "parseCmpTime", "readField"],
  "optimizely-cmp-webhooks/opentelemetry": ["instrument"],
  "optimizely-cmp-webhooks/testing": [
    "createCmpApi",
    "createEvent",
    "createRequest",
    "createSimulator",
    "createVirtualClock",
    "deliver",
  ],
};

const entries: Readonly<Record<string, () => Promise<object>>> = {
  "optimizely-cmp-webhooks": () => import("optimizely-cmp-webhooks"),
  "optimizely-cmp-webhooks/node": () => import("optimizely-cmp-webhooks/node"),
  "optimizely-cmp-webhooks/express": () => import("optimizely-cmp-webhooks/express"),
  "optimizely-cmp-webhooks/fastify": () => import("optimizely-cmp-webhooks/fastify"),
  "optimizely-cmp-webhooks/fetch": () => import("optimizely-cmp-webhooks/fetch"),
  "optimizely-cmp-webhooks/koa": () => import("optimizely-cmp-webhooks/koa"),
  "optimizely-cmp-webhooks/lambda": () => import("optimizely-cmp-webhooks/lambda"),
  "optimizely-cmp-webhooks/idempotency": () => import("optimizely-cmp-webhooks/idempotency"),
  "optimizely-cmp-webhooks/idempotency/redis": () => import("optimizely-cmp-webhooks/idempotency/redis"),
  "optimizely-cmp-webhooks/idempotency/postgres": () =>
    import("optimizely-cmp-webhooks/idempotency/postgres"),
  "optimizely-cmp-webhooks/client": () => import("optimizely-cmp-webhooks/client"),
  "optimizely-cmp-webhooks/content": () => import("optimizely-cmp-webhooks/content"),
  "optimizely-cmp-webhooks/opentelemetry": () => import("optimizely-cmp-webhooks/opentelemetry"),
  "optimizely-cmp-webhooks/testing": () => import("optimizely-cmp-webhooks/testing"),
};

test.each(Object.entries(entries))("%s exports what it promises, and nothing else", async (name, load) => {
  expect(Object.keys(await load()).sort()).toEqual(names[name]);
});

test("each entry of package.json that is a program is listed here", () => {
  const published = Object.entries(manifest.exports).filter(([, target]) => typeof target === "object");
  expect(published.map(([path]) => path.replace(".", manifest.name))).toEqual(Object.keys(entries));
});
