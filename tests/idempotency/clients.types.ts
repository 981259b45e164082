/*
 * The real clients fit `redisStore` as they come, and nothing else does. `npm run typecheck` is the test.
 */
import { type Cluster as IoCluster, Redis } from "ioredis";
import { redisStore } from "optimizely-cmp-webhooks/idempotency/redis";
import { createClient, createClientPool, createCluster } from "redis";
import { createClient as createClient4, createCluster as createCluster4 } from "redis4";

declare const ioCluster: IoCluster;

redisStore(createClient());
redisStore(createClient({ RESP: 3 }));
redisStore(createClientPool());
redisStore(createCluster({ rootNodes: [] }));
redisStore(createClient4());
redisStore(createCluster4({ rootNodes: [] }));
redisStore(new Redis({ lazyConnect: true }), { prefix: "own:" });
redisStore(ioCluster);

// @ts-expect-error no client
redisStore({});
// @ts-expect-error Redis has no such thing as a promise of a client
redisStore(createClient().connect());
// @ts-expect-error no such option
redisStore(createClient(), { perfix: "own:" });
