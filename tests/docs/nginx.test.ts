/* The lines for nginx in docs/deployment.md are run as they stand there, but for the port behind them. */
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createReceiver, EventRouter } from "optimizely-cmp-webhooks";
import { toNodeHandler } from "optimizely-cmp-webhooks/node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { secret } from "../support/client.js";
import { type Host, listen } from "../support/listen.js";
import { hasNginx, makeCertificate, type Nginx, startNginx } from "../support/nginx.js";
import { taskAdded } from "../support/recorder.js";
import { fencesIn, linesOf } from "./blocks.js";

const [block] = fencesIn("docs/deployment.md", linesOf("docs/deployment.md")).filter(({ code }) =>
  code.startsWith("location"),
);

describe.skipIf(!hasNginx)("behind nginx, as docs/deployment.md has it", () => {
  const folder = mkdtempSync(join(tmpdir(), "cmp-webhooks-deployment-"));
  let host: Host;
  let nginx: Nginx;

  beforeAll(async () => {
    const router = new EventRouter({ task_added: () => {} });
    const receiver = createReceiver({ router, secret, log: null });
    host = await listen(createServer(toNodeHandler(receiver, { path: "/webhooks/cmp" })));
    const lines = (block?.code ?? "").replace("127.0.0.1:3000", `127.0.0.1:${host.port}`);
    nginx = await startNginx(lines, makeCertificate(folder, "deployment", 30));
  });

  afterAll(async () => {
    await nginx.stop();
    await host.close();
    rmSync(folder, { recursive: true });
  });

  const deliver = async (body: string, key = secret) => {
    const headers = { "callback-secret": key, "content-type": "application/json" };
    const url = `http://127.0.0.1:${nginx.port}/webhooks/cmp`;
    const response = await fetch(url, { method: "POST", headers, body });
    return [response.status, await response.json()];
  };

  test("a delivery is handled, and the secret arrives", async () => {
    expect(await deliver(taskAdded)).toEqual([200, { code: "handled" }]);
    expect(await deliver(taskAdded, "guess")).toEqual([401, { code: "secret_mismatch" }]);
  });

  test("bodies up to our limit arrive, and the 413 above it is ours", async () => {
    expect(await deliver(taskAdded.padEnd(5_000_000))).toEqual([200, { code: "handled" }]);
    expect(await deliver(taskAdded.padEnd(5_500_000))).toEqual([413, { code: "body_too_large" }]);
  });
});
