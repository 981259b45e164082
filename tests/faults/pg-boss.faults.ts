import type { CmpEvent } from "optimizely-cmp-webhooks";
import { createEvent } from "optimizely-cmp-webhooks/testing";
import { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { secret } from "../support/client.js";
import { hasPostgres, PostgresServer } from "../support/postgres.js";
import { type Api, deliverTo, modified, startApi } from "./kit/api.js";
import { compileExample, Example, isInstalled, runToEnd } from "./kit/example.js";

describe.skipIf(!hasPostgres || !isInstalled("pg-boss"))("examples/pg-boss", () => {
  let postgres: PostgresServer;
  let pool: Pool;
  let api: Api;
  let env: NodeJS.ProcessEnv;
  let receiver: Example;
  let worker: Example;
  let port: number;

  beforeAll(async () => {
    postgres = await PostgresServer.start();
    pool = new Pool({ connectionString: postgres.url });
    pool.on("error", () => {});
    api = await startApi();
    env = {
      ...{ DATABASE_URL: postgres.url, CMP_API: api.origin, CMP_WEBHOOK_SECRET: secret },
      ...{ RETRY_SECONDS: "0", EXPIRE_SECONDS: "5", POLL_SECONDS: "0.5", RETRIES: "2" },
    };
    receiver = new Example("pg-boss", "receiver.ts", env);
    port = Number((await receiver.line(/listening on http:\/\/localhost:(\d+)/))[1]);
    worker = await startWorker();
  }, 120_000);

  afterAll(async () => {
    await Promise.all([receiver.end("SIGKILL"), worker.end("SIGKILL"), api.close(), pool.end()]);
    await postgres.stop();
  });

  async function startWorker(): Promise<Example> {
    const started = new Example("pg-boss", "worker.ts", env);
    await started.line(/waiting for events/);
    return started;
  }

  const deliver = (event: CmpEvent): Promise<number> => deliverTo(port, event);
  const changed = (id: string): CmpEvent => modified(api, id);

  const tasks = async (id: string): Promise<number> =>
    (await pool.query("SELECT FROM tasks WHERE id = $1", [id])).rows.length;

  test("it compiles", () => expect(compileExample("pg-boss")).toBe(""));

  test("an event with a key is queued and handled once, however often it comes; one without is handled each time", async () => {
    const added = createEvent("task_added", { data: { task: { id: "t-1" } } });
    const first = await Promise.all(Array.from({ length: 5 }, () => deliver(added)));
    const statuses = [await deliver(changed("t-2")), await deliver(changed("t-2"))];
    await worker.line(/^Task t-1 was added/);
    await expect.poll(() => worker.count(/^Task t-2/), { timeout: 30_000 }).toBe(2);

    expect([...first, await deliver(added), ...statuses]).toEqual(Array(8).fill(200));
    expect(worker.count(/^Task t-1 was added/)).toBe(1);
    expect(await tasks("t-1")).toBe(1);
  });

  test("a job that fails is tried again, and by itself", async () => {
    api.answers.set("/tasks/t-4", [500, 500, 200]);
    await Promise.all([deliver(changed("t-4")), deliver(changed("t-5"))]);
    await worker.line(/^Task t-4 is now {"title":"Plums"}/);
    await worker.line(/^Task t-5 is now/);
    expect(worker.count(/^task_metadata_modified failed: Error: CMP answered 500/)).toBe(2);
  });

  test("a job that fails for good is a dead letter, and can be put back", async () => {
    api.answers.set("/tasks/t-6", [503]);
    await deliver(changed("t-6"));
    await expect.poll(() => worker.count(/CMP answered 503/), { timeout: 60_000 }).toBe(3);
    await expect
      .poll(() => runToEnd("pg-boss", "dead-letters.ts", env), { timeout: 60_000 })
      .toContain("1 dead letters");
    api.answers.set("/tasks/t-6", [200]);
    expect(await runToEnd("pg-boss", "dead-letters.ts", env, "retry")).toContain("is in the queue again");
    await worker.line(/^Task t-6 is now/);
    expect(await runToEnd("pg-boss", "dead-letters.ts", env)).toContain("0 dead letters");
  });

  test("a job whose worker is killed goes to another", async () => {
    api.answers.set("/tasks/t-7", ["hang", 200]);
    const asked = api.asked("/tasks/t-7");
    await deliver(changed("t-7"));
    await asked;
    await worker.end("SIGKILL");
    worker = await startWorker();
    await worker.line(/^Task t-7 is now/);
  });

  test("while the database is away nothing is acknowledged; when it is back, what comes again is", async () => {
    const added = createEvent("task_added", { data: { task: { id: "t-8" } } });
    await postgres.halt();
    const refused = await deliver(added);
    await postgres.start();
    let status = refused;
    while (status !== 200) status = await deliver(added);
    expect(await deliver(added)).toBe(200);
    await worker.line(/^Task t-8 was added/);

    expect([500, 503]).toContain(refused);
    expect(await tasks("t-8")).toBe(1);
  });

  test("told to stop, both end with exit code 0", async () => {
    expect(await Promise.all([receiver.end("SIGTERM"), worker.end("SIGTERM")])).toEqual([0, 0]);
  });
});
