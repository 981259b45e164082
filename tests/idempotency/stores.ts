import type { IdempotencyStore } from "optimizely-cmp-webhooks";
import { memoryStore } from "optimizely-cmp-webhooks/idempotency";
import { createClient } from "redis";
import { hasPostgres } from "../support/postgres.js";
import { clientKinds } from "./clients.js";
import { openOwn } from "./databases.js";
import { makeClock } from "./kit.js";
import { hasRedis, startRedis } from "./redis-server.js";

/** A store under test, whose time goes on when the test says so. */
export interface Subject {
  readonly store: IdempotencyStore;
  /** Lets time pass, in milliseconds. */
  advance(ms: number): void | Promise<void>;
  close(): Promise<void>;
}

/** One kind of store; each is to keep the same contract. */
export interface StoreKind {
  readonly name: string;
  readonly skipped: boolean;
  open(): Promise<Subject>;
}

/** Every store that this package has; a new one is a new row. */
export const storeKinds: readonly StoreKind[] = [
  { name: "memory", skipped: false, open: openMemory },
  ...clientKinds.map(({ name, connect }) => ({
    name: `Redis, by ${name}`,
    skipped: !hasRedis,
    open: async (): Promise<Subject> => {
      const { port, stop } = await startRedis();
      const { store, close } = await connect(port);
      const time = await openTime(port);
      return {
        store,
        advance: time.advance,
        close: async () => {
          await Promise.all([close(), time.close()]);
          await stop();
        },
      };
    },
  })),
  { name: "PostgreSQL", skipped: !hasPostgres, open: openPostgres },
];

/** A store of each kind. That all clients do the same is in store-contract.test.ts. */
export const usualKinds: readonly StoreKind[] = storeKinds.filter(({ name }) =>
  ["memory", "Redis, by redis 5", "Redis, by ioredis 5", "PostgreSQL"].includes(name),
);

async function openMemory(): Promise<Subject> {
  const { now, advance } = makeClock();
  return { store: memoryStore({ clock: now }), advance, close: async () => {} };
}

async function openPostgres(): Promise<Subject> {
  const { store, advance, close } = await openOwn();
  return { store, advance, close };
}

/** Lets time pass in a Redis: what every key has left to live becomes less by so much. */
export async function openTime(port: number) {
  const client = createClient({ socket: { port } });
  await client.on("error", () => {}).connect();
  const shorten = async (key: string, ms: number): Promise<unknown> => {
    const left = await client.pTTL(key);
    if (left === -1) throw new Error(`${key} would be kept for ever`);
    // Redis removes at once a key with less than nothing to live.
    return client.pExpire(key, left - ms);
  };
  return {
    advance: async (ms: number): Promise<void> => {
      for (const key of await client.keys("*")) await shorten(key, ms);
    },
    /** All keys, and what each has left to live, in milliseconds. */
    keys: async (): Promise<Map<string, number>> => {
      const names = await client.keys("*");
      return new Map(await Promise.all(names.map(async (key) => [key, await client.pTTL(key)] as const)));
    },
    /** What Redis has for a key. */
    get: (key: string) => client.get(key),
    close: () => client.destroy(),
  };
}
