import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CmpEvent } from "optimizely-cmp-webhooks";
import { createEvent } from "optimizely-cmp-webhooks/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { secret } from "../support/client.js";
import { type Api, deliverTo, modified, startApi } from "./kit/api.js";
import { compileExample, Example, isInstalled, runToEnd } from "./kit/example.js";
import { hasRedis, RedisServer } from "./kit/redis.js";

describe.skipIf(!hasRedis || !isInstalled("bullmq"))("examples/bullmq", () => {
  const folder = mkdtempSync(join(tmpdir(), "cmp-bullmq-"));
  let redis: RedisServer;
  let api: Api;
  let env: NodeJS.ProcessEnv;
  let receiver: Example;
  let worker: Example;
  let port: number;

  beforeAll(async () => {
    redis = await RedisServer.start(folder);
    api = await startApi();
    const REDIS_URL = `redis://127.0.0.1:${redis.port}`;
    env = { REDIS_URL, CMP_API: api.origin, CMP_WEBHOOK_SECRET: secret, RETRY_MS: "10", LOCK_MS: "1000" };
    receiver = new Example("bullmq", "receiver.ts", env);
    worker = new Example("bullmq", "worker.ts", env);
    port = Number((await receiver.line(/listening on http:\/\/localhost:(\d+)/))[1]);
    await worker.line(/waiting for events/);
  }, 60_000);

  afterAll(async () => {
    await Promise.all([receiver.end("SIGKILL"), worker.end("SIGKILL"), api.close()]);
    await redis.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const deliver = (event: CmpEvent): Promise<number> => deliverTo(port, event);
  const changed = (id: string): CmpEvent => modified(api, id);

  test("it compiles", () => expect(compileExample("bullmq")).toBe(""));

  test("an event with a key is handled once, however often it comes; one without is handled each time", async () => {
    const added = createEvent("task_added", { data: { task: { id: "t:1%3A" } } });
    const first = await Promise.all(Array.from({ length: 5 }, () => deliver(added)));
    await worker.line(/^Task t:1%3A was added/);
    const later = await deliver(added);
    const statuses = [await deliver(changed("t-2")), await deliver(changed("t-2"))];
    // A job is taken in turn, so what was queued before the last of these is done when that is.
    await deliver(changed("t-3"));
    await worker.line(/^Task t-3 is now/);

    expect([...first, later, ...statuses]).toEqual(Array(8).fill(200));
    expect(worker.count(/^Task t:1%3A was added/)).toBe(1);
    await expect.poll(() => worker.count(/^Task t-2/)).toBe(2);
  });

  test("a job that fails is tried again", async () => {
    api.answers.set("/tasks/t-4", [500, 500, 200]);
    await deliver(changed("t-4"));
    await worker.line(/^Task t-4 is now {"title":"Plums"}/);
    expect(worker.count(/will be tried again: Error: CMP answered 500/)).toBe(2);
  });

  test("a job that fails for good is a dead letter, and can be put back", async () => {
    api.answers.set("/tasks/t-5", [503]);
    await deliver(changed("t-5"));
    await worker.line(/is a dead letter: Error: CMP answered 503/);
    const listed = await runToEnd("bullmq", "dead-letters.ts", env);
    api.answers.set("/tasks/t-5", [200]);
    await runToEnd("bullmq", "dead-letters.ts", env, "retry");
    await worker.line(/^Task t-5 is now/);

    expect(listed).toMatch(/^\S+ \(task_metadata_modified\), 8 attempts: 1 of 1 handlers/);
    expect(await runToEnd("bullmq", "dead-letters.ts", env)).toBe("");
  });

  test("a job whose worker is killed goes to another", async () => {
    api.answers.set("/tasks/t-6", ["hang", 200]);
    const asked = api.asked("/tasks/t-6");
    await deliver(changed("t-6"));
    await asked;
    await worker.end("SIGKILL");
    worker = new Example("bullmq", "worker.ts", env);
    await worker.line(/^Task t-6 is now/);
  });

  test("while Redis is away nothing is acknowledged; when it is back, what comes again is", async () => {
    await redis.stop();
    const refused = await deliver(changed("t-7"));
    await redis.start();
    let status = refused;
    while (status !== 200) status = await deliver(changed("t-7"));
    await worker.line(/^Task t-7 is now/);
    expect([500, 503]).toContain(refused);
  });

  test("told to stop, both end with exit code 0", async () => {
    expect(await Promise.all([receiver.end("SIGTERM"), worker.end("SIGTERM")])).toEqual([0, 0]);
  });
});
