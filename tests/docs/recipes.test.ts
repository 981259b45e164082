/* The recipes of docs/observability.md are run as they stand there. */
import fs, { mkdirSync, rmSync, writeFileSync } from "node:fs";
import type { Server } from "node:http";
import { join } from "node:path";
import type { Receiver } from "optimizely-cmp-webhooks";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { delivery } from "../receiver/kit.js";
import { secret } from "../support/client.js";
import { listen } from "../support/listen.js";
import { taskAdded } from "../support/recorder.js";
import { fencesIn, linesOf, root } from "./blocks.js";

const folder = join(root, ".build/recipes");

beforeAll(() => {
  vi.stubEnv("CMP_WEBHOOK_SECRET", secret);
  mkdirSync(folder, { recursive: true });
});

afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** Loads the block that imports `name`. */
async function load(name: string): Promise<{ receiver?: Receiver; server?: Server }> {
  const blocks = fencesIn("docs/observability.md", linesOf("docs/observability.md"));
  const found = blocks.filter(({ code }) => code.includes(`from "${name}"`));
  expect(found).toHaveLength(1);
  const file = join(folder, `${name.replaceAll("/", "-")}.ts`);
  writeFileSync(file, found[0]?.code ?? "");
  return import(/* @vite-ignore */ file);
}

test("pino writes failures with their cause, and never the secret", async () => {
  const lines: string[] = [];
  const { receiver } = await load("pino");
  // pino writes to the descriptor itself, now or later.
  const take = (_descriptor: unknown, text: unknown): number => {
    lines.push(...String(text).trimEnd().split("\n"));
    return Buffer.byteLength(String(text));
  };
  const takeLater = (...call: readonly unknown[]): void => {
    const done = call.at(-1) as (error: null, bytes: number) => void;
    setImmediate(done, null, take(call[0], call[1]));
  };
  const spies = [
    vi.spyOn(fs, "writeSync").mockImplementation(take as never),
    vi.spyOn(fs, "write").mockImplementation(takeLater as never),
  ];
  await receiver?.receive(delivery({ body: undefined }));
  await receiver?.receive(delivery({ headers: { "callback-secret": "guess" } }));
  await expect.poll(() => lines).toHaveLength(2);
  for (const spy of spies) spy.mockRestore();
  const records = lines.map((line) => JSON.parse(line));

  expect(records).toMatchObject([
    { level: 50, msg: "body_consumed", err: { type: "ReceiverError" } },
    { level: 40, msg: expect.stringContaining("401 secret_mismatch") },
  ]);
  expect(lines.join()).not.toContain(secret);
});

test("Prometheus counts answers by status and code, and probes are answered", async () => {
  const { server } = await load("prom-client");
  const host = await listen(server as Server);
  const origin = `http://127.0.0.1:${host.port}`;
  const headers = { "callback-secret": secret };
  await fetch(`${origin}/webhooks/cmp`, { method: "POST", headers, body: taskAdded });
  const metrics = await (await fetch(`${origin}/metrics`)).text();
  const ready = await fetch(`${origin}/readyz`);
  await host.close();

  expect(metrics).toContain('cmp_webhook_answer_seconds_count{status="202",code="ignored"} 1');
  expect(metrics).toContain("cmp_webhook_in_flight 0");
  expect(ready.status).toBe(200);
});
