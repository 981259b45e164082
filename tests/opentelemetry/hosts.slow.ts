import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { SpanKind } from "@opentelemetry/api";
import { expect, inject, test } from "vitest";
import { root } from "../support/packed.js";

interface Recorded {
  readonly name: string;
  readonly kind: SpanKind;
  readonly trace: string;
  readonly id: string;
  readonly parent?: string;
}

/** What a process of its own recorded: instrumentation patches the modules of a host before they are loaded. */
async function run(host: string): Promise<{ statuses: number[]; spans: Recorded[] }> {
  const child = join(import.meta.dirname, "children/host.cjs");
  const env = { ...process.env, PROJECT: inject("packed"), NODE_PATH: join(root, "node_modules") };
  const { stdout } = await promisify(execFile)(process.execPath, [child, host], { env });
  return JSON.parse(stdout);
}

test.each(["express", "fastify"])(
  "with the instrumentation of %s our span is in the trace of the request",
  async (host) => {
    const { statuses, spans } = await run(host);
    const ours = spans.filter(({ kind }) => kind === SpanKind.CONSUMER);
    const servers = spans.filter(({ kind }) => kind === SpanKind.SERVER);

    expect(statuses).toEqual([200, 401]);
    expect(ours.map(({ name }) => name)).toEqual(["process task_added"]);
    expect(servers.length).toBeGreaterThanOrEqual(2);
    expect(servers.map(({ trace }) => trace)).toContain(ours[0]?.trace);
    expect(spans.map(({ id }) => id)).toContain(ours[0]?.parent);
  },
);
