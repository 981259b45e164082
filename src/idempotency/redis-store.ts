import { describeValue, requireKnownOptions } from "../values.js";
import { type RedisClient, runnerOf } from "./redis-clients.js";
import type { IdempotencyStore, Reservation } from "./store.js";
import { requirePrefix, storeKey } from "./store-key.js";

export type { BunRedisClient, IoRedisClient, NodeRedisClient, RedisClient } from "./redis-clients.js";

/** Options of {@link redisStore}. */
export interface RedisStoreOptions {
  /**
   * What all keys begin with, of 1 to 100 characters. Each consumer of events needs one of its own: two services with
   * the same prefix on one Redis take each other's events for handled.
   */
  readonly prefix: string;
}

/*
 * The scripts. Each uses one key, as a cluster demands, and runs as one step. KEYS[1] is "held by" or "done by" and the
 * token, which is ARGV[1] for whoever asks; times are counted by Redis alone, so that clocks need not agree. A client
 * that lost its connection may send a command again when it has another, so that each may be sent twice.
 */

const reserveScript = `
if redis.call("SET", KEYS[1], "held by " .. ARGV[1], "NX", "PX", ARGV[2]) then return "reserved" end
local found = redis.call("GET", KEYS[1])
if found == "held by " .. ARGV[1] then
  redis.call("PEXPIRE", KEYS[1], ARGV[2])
  return "reserved"
end
if string.sub(found, 1, 8) == "done by " then return "done" end
return "in_flight"`;

/** Also when the key is gone: the lease was over, and nobody has taken it. */
const completeScript = `
local found = redis.call("GET", KEYS[1])
if found == "done by " .. ARGV[1] then return "yes" end
if found and found ~= "held by " .. ARGV[1] then return "no" end
redis.call("SET", KEYS[1], "done by " .. ARGV[1], "PX", ARGV[2])
return "yes"`;

const releaseScript = `
if redis.call("GET", KEYS[1]) == "held by " .. ARGV[1] then redis.call("DEL", KEYS[1]) end
return "yes"`;

/**
 * Remembers in Redis 6 or later, or in what speaks its protocol and runs Lua, which events have been handled: for
 * several processes, or one that must remember them over a restart.
 *
 * Every step is one command. It rejects as the client does, and the receiver gives it up after 2 seconds. Let the
 * client fail at once while it has no connection, rather than collect commands:
 *
 * - node-redis: `createClient({ url, disableOfflineQueue: true })`, with a listener for `error`;
 * - ioredis: `new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 1 })`, with a listener for `error`;
 * - Bun: `new RedisClient(url, { enableOfflineQueue: false })`.
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
 * const store = redisStore(client, { prefix: "shop:" });
 * createReceiver({ router: new EventRouter(), secret, idempotency: { store } });
 * ```
 *
 * @param client yours: connect it before the first delivery, and close it after `receiver.idle()`
 * @throws TypeError when the client is none of these, or an option is wrong
 */
export function redisStore(client: RedisClient, options: RedisStoreOptions): IdempotencyStore {
  const run = runnerOf(client);
  requireKnownOptions("redisStore", options, ["prefix"]);
  const prefix = requirePrefix(options.prefix);
  return {
    async reserve(key, leaseMs, token) {
      const answer = await run(reserveScript, storeKey(prefix, key), token, milliseconds(leaseMs));
      return requireReservation(answer);
    },
    async complete(key, ttlMs, token) {
      return isYes(await run(completeScript, storeKey(prefix, key), token, milliseconds(ttlMs)));
    },
    async release(key, token) {
      await run(releaseScript, storeKey(prefix, key), token);
    },
  };
}

/** Redis counts whole milliseconds, from 1. */
function milliseconds(ms: number): string {
  return String(Math.max(1, Math.ceil(ms)));
}

/** Clients can be told to hand replies over as bytes. */
function requireReservation(reply: unknown): Reservation {
  const text = String(reply);
  if (text === "reserved" || text === "in_flight" || text === "done") return text;
  throw unknownReply(reply);
}

function isYes(reply: unknown): boolean {
  const text = String(reply);
  if (text === "yes" || text === "no") return text === "yes";
  throw unknownReply(reply);
}

function unknownReply(reply: unknown): TypeError {
  return new TypeError(`The reply of Redis must be one of the script's, received ${describeValue(reply)}`);
}
