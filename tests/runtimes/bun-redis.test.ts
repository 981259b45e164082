/* The client of Redis that Bun has of its own, with the packed package. */
import { cpSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { hasRedis, startRedis } from "../idempotency/redis-server.js";
import { readPacked, root } from "../support/packed.js";
import { mustRun } from "../support/run.js";
import { makeConsumer } from "../support/tools.js";

test.skipIf(!hasRedis)("Bun's own client of Redis is taken for what it is", async () => {
  const tools = inject("tools");
  const folder = makeConsumer(tools, readPacked(inject("packed")));
  cpSync(join(root, "tests/runtimes/servers"), folder, { recursive: true });
  const { port, stop } = await startRedis();
  try {
    const bun = join(tools, "node_modules/@oven/bun-linux-x64/bin/bun");
    const output = await mustRun(bun, ["bun-redis.mjs", `redis://127.0.0.1:${port}`], folder);
    expect(output.trim()).toBe("500 handler_failed, 200 handled, 200 duplicate, 200 duplicate");
  } finally {
    await stop();
  }
});
