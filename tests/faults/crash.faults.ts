import { join } from "node:path";
import { expect, test } from "vitest";
import { openDatabase } from "../idempotency/databases.js";
import { hasPostgres, PostgresServer } from "../support/postgres.js";
import { chance, replay } from "./kit/chance.js";
import { type Child, type ChildSettings, inFolder, readAccount, startChild } from "./kit/child.js";
import { makeProofs } from "./kit/events.js";
import { Ledger } from "./kit/ledger.js";
import { hasRedis, RedisServer } from "./kit/redis.js";
import { deliverAll, report } from "./kit/sender.js";

const lives = 4;
const proofs = makeProofs(600);

test("a receiver that is killed in mid-handler, without a store: every event is handled", async () => {
  await inFolder(async (folder) => {
    const file = join(folder, "account");
    const ledger = new Ledger(proofs);
    await deliverAndKill(ledger, { file, port: 0, workMs: 5 });
    readAccount(ledger, file);

    report(`Killed ${lives - 1} times, without a store`, ledger);
    expect(ledger.problems(), replay).toEqual([]);
  });
});

test.skipIf(!hasRedis)("a receiver that is killed in mid-handler, with Redis", async () => {
  await inFolder(async (folder) => {
    const redis = await RedisServer.start(folder);
    try {
      await dieWithStore(folder, "Redis", `redis://127.0.0.1:${redis.port}`);
    } finally {
      await redis.stop();
    }
  });
});

test.skipIf(!hasPostgres)("a receiver that is killed in mid-handler, with PostgreSQL", async () => {
  await inFolder(async (folder) => {
    const postgres = await PostgresServer.start();
    try {
      await (await openDatabase(postgres.url)).close();
      await dieWithStore(folder, "PostgreSQL", postgres.url);
    } finally {
      await postgres.stop();
    }
  });
});

async function dieWithStore(folder: string, name: string, storeUrl: string): Promise<void> {
  const file = join(folder, "account");
  const ledger = new Ledger(proofs);
  await deliverAndKill(ledger, { file, port: 0, workMs: 5, storeUrl });
  readAccount(ledger, file);

  report(`Killed ${lives - 1} times, with ${name}`, ledger);
  expect(ledger.problems(), replay).toEqual([]);
  // At each death, of those that were under way, some were completed and not yet written down as done.
  expect(ledger.repeated.length, replay).toBeLessThanOrEqual((lives - 1) * 16);
}

/** Delivers while the receiver dies again and again, each time in mid-handler, and is started again. */
async function deliverAndKill(ledger: Ledger, settings: ChildSettings): Promise<void> {
  const first = await startChild({ ...settings, hangAt: hangAt(1) });
  const last = liveAndDie(first, { ...settings, port: first.port });
  await deliverAll(ledger, proofs, first.port, { firstRetryMs: 250 });
  expect(await (await last).end("SIGTERM"), replay).toBe(0);
}

async function liveAndDie(first: Child, settings: ChildSettings): Promise<Child> {
  let child = first;
  for (let life = 2; life <= lives; life++) {
    await child.says("in mid-handler");
    await child.end("SIGKILL");
    child = await startChild(life < lives ? { ...settings, hangAt: hangAt(life) } : settings);
  }
  return child;
}

/** The how many-th event of a life is its last. */
function hangAt(life: number): number {
  return 20 + Math.floor(chance("dies", life) * 80);
}
