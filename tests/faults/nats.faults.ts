import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AckPolicy, type ConsumerMessages, jetstream, jetstreamManager } from "@nats-io/jetstream";
import { connect, type NatsConnection } from "@nats-io/transport-node";
import type { CmpEvent, Receiver } from "optimizely-cmp-webhooks";
import { memoryStore } from "optimizely-cmp-webhooks/idempotency";
import { createEvent } from "optimizely-cmp-webhooks/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { secret } from "../support/client.js";
import { hasNats, NatsServer } from "./kit/nats.js";
import { router } from "./recipes/handlers.js";
import { createHandover } from "./recipes/handover.js";
import { toJetStream } from "./recipes/nats-enqueue.js";
import { work } from "./recipes/nats-worker.js";

describe.skipIf(!hasNats)("the recipe for NATS JetStream", () => {
  const folder = mkdtempSync(join(tmpdir(), "cmp-nats-"));
  const dead: string[] = [];
  const handled: string[] = [];
  /** By task, how many times its handler fails. */
  const failing = new Map<string, number>();
  let server: NatsServer;
  let connection: NatsConnection;
  let receiver: Receiver;
  let messages: ConsumerMessages;
  let working: Promise<void>;

  beforeAll(async () => {
    server = await NatsServer.start(folder);
    connection = await connect({ port: server.port, reconnectTimeWait: 50, maxReconnectAttempts: -1 });
    const manager = await jetstreamManager(connection);
    await manager.streams.add({ name: "cmp", subjects: ["cmp.events"] });
    await manager.consumers.add("cmp", { durable_name: "worker", ack_policy: AckPolicy.Explicit });
    const client = jetstream(connection, { timeout: 1_000 });
    process.env["CMP_WEBHOOK_SECRET"] = secret;
    receiver = createHandover(toJetStream(client), memoryStore());
    receiver.addEventListener("failed", () => {});
    router.on("task_added", ({ data: { task } }) => handle(task.id));
    router.on("task_metadata_modified", ({ data: { task } }) => handle(task.id));
    messages = await (await client.consumers.get("cmp", "worker")).consume();
    working = work(messages, async (body) => void dead.push(body), 1);
  }, 60_000);

  afterAll(async () => {
    await messages.close();
    await working;
    await connection.close();
    await server.stop();
    delete process.env["CMP_WEBHOOK_SECRET"];
    rmSync(folder, { recursive: true, force: true });
  });

  function handle(id: string): void {
    handled.push(id);
    const left = failing.get(id) ?? 0;
    failing.set(id, left - 1);
    if (left > 0) throw new Error("as told");
  }

  const send = async (event: CmpEvent): Promise<number> =>
    (
      await receiver.receive({
        method: "POST",
        header: (name) => (name === "callback-secret" ? secret : undefined),
        body: JSON.stringify(event),
      })
    ).status;

  const added = (id: string): CmpEvent => createEvent("task_added", { data: { task: { id } } });
  const modified = (id: string): CmpEvent =>
    createEvent("task_metadata_modified", { data: { task: { id, links: { self: "https://cmp.test/t" } } } });
  const count = (id: string): number => handled.filter((one) => one === id).length;

  test("an event with a key is queued once, however often it comes; one without each time", async () => {
    const publisher = toJetStream(jetstream(connection));
    expect(await send(added("1"))).toBe(200);
    expect(await send(added("1"))).toBe(200);
    // As by another receiver with a store of its own: the stream itself recognises the event.
    await publisher(added("1"));
    expect([await send(modified("2")), await send(modified("2"))]).toEqual([200, 200]);
    await expect.poll(() => count("2"), { timeout: 20_000 }).toBe(2);
    expect(count("1")).toBe(1);
  });

  test("an event whose handler fails is handled again", async () => {
    failing.set("3", 2);
    await send(modified("3"));
    await expect.poll(() => count("3"), { timeout: 20_000 }).toBe(3);
    expect(dead).toEqual([]);
  });

  test("an event whose handler fails for good is a dead letter after 8 attempts", async () => {
    failing.set("4", 100);
    await send(modified("4"));
    await expect.poll(() => dead.length, { timeout: 20_000 }).toBe(1);
    expect(JSON.parse(dead[0] ?? "")).toEqual(modified("4"));
    expect(count("4")).toBe(8);
  });

  test("while the server is away nothing is acknowledged; when it is back, what comes again is", async () => {
    await server.stop();
    expect(await send(added("5"))).toBe(500);
    await server.start();
    let status = 0;
    for (let attempt = 0; attempt < 60 && status !== 200; attempt++) status = await send(added("5"));
    expect(status).toBe(200);
    await expect.poll(() => count("5"), { timeout: 30_000 }).toBeGreaterThan(0);
    expect(await send(added("5"))).toBe(200);
  });
});
