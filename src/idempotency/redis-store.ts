import type { IdempotencyStore, Reservation } from "./store.js";

/** The part that is used of a client, or a cluster, of `redis` 4 and 5 (node-redis). */
export interface NodeRedisClient {
  /** Runs a Lua script. */
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
}

/** The part that is used of a client, or a cluster, of `ioredis` 5. */
export interface IoRedisClient {
  /** Runs a Lua script. */
  eval(script: string, keyCount: number, ...keysAndArguments: string[]): Promise<unknown>;
  /** Not used; by this the client is known. */
  defineCommand: unknown;
}

/** Options of {@link redisStore}. */
export interface RedisStoreOptions {
  /** What all keys begin with, so that they are known in a database that others use too. @default "cmp:" */
  readonly prefix?: string | undefined;
}

/*
 * The scripts. Each uses one key, as a cluster demands, and runs as one step. KEYS[1] is "done", or the holder of the
 * reservation, which is ARGV[1] for whoever asks; times are counted by Redis alone, so that clocks need not agree.
 */

/**
 * A client that lost its connection may send a command again when it has another: a holder who asks again is given what
 * it has.
 */
const reserveScript = `
if redis.call("SET", KEYS[1], ARGV[1], "NX", "PX", ARGV[2]) then return "reserved" end
local found = redis.call("GET", KEYS[1])
if found == "done" then return "done" end
if found == ARGV[1] then return "reserved" end
return "in_flight"`;

const completeScript = `
if redis.call("GET", KEYS[1]) == ARGV[1] then redis.call("SET", KEYS[1], "done", "PX", ARGV[2]) end
return 0`;

const releaseScript = `
if redis.call("GET", KEYS[1]) == ARGV[1] then redis.call("DEL", KEYS[1]) end
return 0`;

/**
 * Remembers in Redis 6 or later, or in what speaks its protocol and runs Lua, which events have been handled: for
 * several processes, or one that is to remember them over a restart.
 *
 * Every step is one command. It rejects as the client does, and the receiver gives it up after 2 seconds. Let the
 * client fail at once while it has no connection, rather than collect commands:
 *
 * - node-redis: `createClient({ url, disableOfflineQueue: true })`, with a listener for `error`;
 * - ioredis: `new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 1 })`, with a listener for `error`.
 *
 * What Redis forgets is handled again: give it `maxmemory-policy noeviction`, and know that a replica which takes over
 * may lack the last keys.
 *
 * ```ts
 * import { createReceiver, EventRouter } from "optimizely-cmp-webhooks";
 * import { redisStore } from "optimizely-cmp-webhooks/idempotency/redis";
 * import { createClient } from "redis";
 *
 * const client = createClient({ disableOfflineQueue: true }).on("error", console.error);
 * await client.connect();
 * const secret = process.env["CMP_WEBHOOK_SECRET"];
 * createReceiver({ router: new EventRouter(), secret, idempotency: { store: redisStore(client) } });
 * ```
 *
 * @param client yours: connect it before the first delivery, and close it after `receiver.idle()`
 * @throws TypeError when the client has no `eval`
 */
export function redisStore(
  client: NodeRedisClient | IoRedisClient,
  { prefix = "cmp:" }: RedisStoreOptions = {},
): IdempotencyStore {
  const run = runnerOf(client);
  return {
    async reserve(key, leaseMs, token) {
      return requireReservation(await run(reserveScript, prefix + key, holder(token), milliseconds(leaseMs)));
    },
    async complete(key, ttlMs, token) {
      await run(completeScript, prefix + key, holder(token), milliseconds(ttlMs));
    },
    async release(key, token) {
      await run(releaseScript, prefix + key, holder(token));
    },
  };
}

type Runner = (script: string, key: string, ...values: string[]) => Promise<unknown>;

function runnerOf(client: NodeRedisClient | IoRedisClient): Runner {
  if (typeof client?.eval !== "function")
    throw new TypeError("client: a client of redis or ioredis is wanted");
  return "defineCommand" in client
    ? (script, key, ...values) => client.eval(script, 1, key, ...values)
    : (script, key, ...values) => client.eval(script, { keys: [key], arguments: values });
}

/** No token can be taken for `done`. */
function holder(token: string): string {
  return `held by ${token}`;
}

/** Redis counts whole milliseconds, from 1. */
function milliseconds(ms: number): string {
  return String(Math.max(1, Math.ceil(ms)));
}

/** Clients can be told to hand replies over as bytes. */
function requireReservation(reply: unknown): Reservation {
  const text = String(reply);
  if (text === "reserved" || text === "in_flight" || text === "done") return text;
  throw new TypeError("Redis gave an answer that is none of the script's");
}
