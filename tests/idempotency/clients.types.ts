/*
 * The stores take the real clients as they are, and nothing else. `npm run typecheck` is the test.
 */
import { type Cluster as IoCluster, Redis } from "ioredis";
import { type Cluster as IoCluster6, Redis as Redis6 } from "ioredis6";
import type { AnyEvent } from "optimizely-cmp-webhooks";
import { postgresStore } from "optimizely-cmp-webhooks/idempotency/postgres";
import { redisStore } from "optimizely-cmp-webhooks/idempotency/redis";
import { Client, Pool, type PoolClient } from "pg";
import { createClient, createClientPool, createCluster } from "redis";
import { createClient as createClient4, createCluster as createCluster4 } from "redis4";
import {
  createClient as createClient6,
  createClientPool as createClientPool6,
  createCluster as createCluster6,
} from "redis6";

declare const ioCluster: IoCluster;
declare const ioCluster6: IoCluster6;

const options = { prefix: "own:" };

redisStore(createClient(), options);
redisStore(createClient({ RESP: 3 }), options);
redisStore(createClientPool(), options);
redisStore(createCluster({ rootNodes: [] }), options);
redisStore(createClient4(), options);
redisStore(createCluster4({ rootNodes: [] }), options);
redisStore(new Redis({ lazyConnect: true }), options);
redisStore(ioCluster, options);
redisStore(createClient6(), options);
redisStore(createClientPool6(), options);
redisStore(createCluster6({ rootNodes: [] }), options);
redisStore(new Redis6({ lazyConnect: true }), options);
redisStore(ioCluster6, options);

// @ts-expect-error no client
redisStore({}, options);
// @ts-expect-error a promise is no client
redisStore(createClient().connect(), options);
// @ts-expect-error no prefix
redisStore(createClient());
// @ts-expect-error no such option
redisStore(createClient(), { prefix: "own:", ttl: 1 });

const store = postgresStore(new Pool(), options);
postgresStore(new Client(), options);
declare const event: AnyEvent;
declare const work: (client: PoolClient) => Promise<void>;
void new Pool().connect().then((client) => store.within(client, event, () => work(client)));

// @ts-expect-error no prefix
postgresStore(new Pool());
// @ts-expect-error no pool
postgresStore({}, options);
// @ts-expect-error a pool is no client
void store.within(new Pool(), event, () => {});
