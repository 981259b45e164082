import { Redis } from "ioredis";
import type { IdempotencyStore } from "optimizely-cmp-webhooks";
import { postgresStore } from "optimizely-cmp-webhooks/idempotency/postgres";
import { redisStore } from "optimizely-cmp-webhooks/idempotency/redis";
import { Pool } from "pg";
import { createClient } from "redis";

/** By which client a process reaches the store that it shares. */
export type Client = "redis" | "ioredis" | "pg";

/** @param url of the server; its table is there already */
export async function openStore(client: Client, url: string): Promise<IdempotencyStore> {
  const options = { prefix: "cmp:" };
  if (client === "pg") return postgresStore(new Pool({ connectionString: url, max: 20 }), options);
  if (client === "ioredis") return redisStore(new Redis(url), options);
  return redisStore(
    await createClient({ url })
      .on("error", () => {})
      .connect(),
    options,
  );
}
