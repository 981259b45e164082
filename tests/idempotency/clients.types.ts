/*
 * The real clients fit `redisStore` as they come, and nothing else does. `npm run typecheck` is the test.
 */
import { type Cluster as IoCluster, Redis } from "ioredis";
import { redisStore } from "optimizely-cmp-webhooks/idempotency/redis";
import { createClient, createClientPool, createCluster } from "redis";
import { createClient as createClient4, createCluster as createCluster4 } from "redis4";

declare const ioCluster: IoCluster;

const options = { prefix: "own:" };

redisStore(createClient(), options);
redisStore(createClient({ RESP: 3 }), options);
redisStore(createClientPool(), options);
redisStore(createCluster({ rootNodes: [] }), options);
redisStore(createClient4(), options);
redisStore(createCluster4({ rootNodes: [] }), options);
redisStore(new Redis({ lazyConnect: true }), options);
redisStore(ioCluster, options);

// @ts-expect-error no client
redisStore({}, options);
// @ts-expect-error a promise is no client
redisStore(createClient().connect(), options);
// @ts-expect-error no prefix
redisStore(createClient());
// @ts-expect-error no such option
redisStore(createClient(), { prefix: "own:", ttl: 1 });
