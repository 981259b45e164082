/* The packed package on every runtime, driven by the same table over real HTTP. */
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { cases } from "../support/black-box.js";
import { readPacked, root } from "../support/packed.js";
import { mustRun } from "../support/run.js";
import { makeConsumer } from "../support/tools.js";
import { runtimes, type Served, serve } from "./hosts.js";

const tools = inject("tools");
const folder = makeConsumer(tools, readPacked(inject("packed")));

beforeAll(async () => {
  cpSync(join(root, "tests/runtimes/servers"), folder, { recursive: true });
  cpSync(join(root, "tests/consumers/run"), folder, { recursive: true });
  const dependencies = { "optimizely-cmp-webhooks": "*" };
  writeFileSync(
    join(folder, "package.json"),
    JSON.stringify({ private: true, type: "module", dependencies }),
  );
  await build({
    absWorkingDir: folder,
    entryPoints: ["worker.mjs"],
    outfile: "worker.js",
    bundle: true,
    format: "esm",
    platform: "neutral",
  });
});

describe.each(runtimes)("$name", (runtime) => {
  let served: Served;
  beforeAll(async () => {
    served = await serve(runtime, tools, folder);
  });
  afterAll(() => served.stop());

  test.each(cases)("$name", async ({ name, expected, send }) => {
    const { answers, why } = runtime.differs?.[name] ?? { answers: expected, why: "as everywhere" };
    expect(await send(served.url), why).toEqual(answers);
  });
});

test.each(
  [20, 22, 24, 26].flatMap((version) =>
    ["smoke.mjs", "smoke.cjs", "mixed.mjs"].map((file) => ({ version, file })),
  ),
)("$file on Node $version", async ({ version, file }) => {
  const node = join(tools, `node_modules/node${version}/bin/node`);
  await mustRun(node, ["--throw-deprecation", file], folder);
});

test("deno check accepts the types", async () => {
  const deno = join(tools, "node_modules/@deno/linux-x64-glibc/deno");
  await mustRun(deno, ["check", "--quiet", "--node-modules-dir=manual", "check.ts"], folder);
});
