import { Redis } from "ioredis";
import { Redis as Redis6 } from "ioredis6";
import type { IdempotencyStore } from "optimizely-cmp-webhooks";
import { type RedisStoreOptions, redisStore } from "optimizely-cmp-webhooks/idempotency/redis";
import { createClient } from "redis";
import { createClient as createClient4 } from "redis4";
import { createClient as createClient6 } from "redis6";

/** A store over a connection of its own. */
export interface Connection {
  readonly store: IdempotencyStore;
  close(): void | Promise<void>;
}

/** One way of reaching Redis. */
export interface ClientKind {
  readonly name: string;
  /** @param options a prefix that is the same for all, if it is left out */
  connect(port: number, options?: RedisStoreOptions): Promise<Connection>;
}

const usual: RedisStoreOptions = { prefix: "cmp:" };

/** Each client that `redisStore` takes, set as its documentation says. */
export const clientKinds: readonly ClientKind[] = [
  {
    name: "redis 4",
    connect: async (port, options = usual) => {
      const client = createClient4({ socket: { port }, disableOfflineQueue: true });
      await client.on("error", () => {}).connect();
      return { store: redisStore(client, options), close: () => client.disconnect() };
    },
  },
  {
    name: "redis 5",
    connect: async (port, options = usual) => {
      const client = createClient({ socket: { port }, disableOfflineQueue: true });
      await client.on("error", () => {}).connect();
      return { store: redisStore(client, options), close: () => client.destroy() };
    },
  },
  {
    name: "redis 5 with RESP 3",
    connect: async (port, options = usual) => {
      const client = createClient({ socket: { port }, disableOfflineQueue: true, RESP: 3 });
      await client.on("error", () => {}).connect();
      return { store: redisStore(client, options), close: () => client.destroy() };
    },
  },
  {
    name: "redis 6",
    connect: async (port, options = usual) => {
      const client = createClient6({ socket: { port }, disableOfflineQueue: true });
      await client.on("error", () => {}).connect();
      return { store: redisStore(client, options), close: () => client.destroy() };
    },
  },
  { name: "ioredis 5", connect: (port, options) => connectIoRedis(new Redis(usualIo(port)), options) },
  { name: "ioredis 6", connect: (port, options) => connectIoRedis(new Redis6(usualIo(port)), options) },
];

/** The client of that name. */
export function clientKind(name: string): ClientKind {
  const found = clientKinds.find((kind) => kind.name === name);
  if (found === undefined) throw new Error(`no client ${name}`);
  return found;
}

function usualIo(port: number) {
  return { port, enableOfflineQueue: false, maxRetriesPerRequest: 1, lazyConnect: true };
}

async function connectIoRedis(
  client: Redis | Redis6,
  options: RedisStoreOptions = usual,
): Promise<Connection> {
  client.on("error", () => {});
  await client.connect();
  return { store: redisStore(client, options), close: () => client.disconnect() };
}
