/* Both copies in one process, as an ESM application has them whose framework requires its plugins. */
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import * as imported from "optimizely-cmp-webhooks";
import { toFetchHandler } from "optimizely-cmp-webhooks/fetch";
import { deliver } from "./check.cjs";

const required = createRequire(import.meta.url)("optimizely-cmp-webhooks");
assert.notEqual(required.EventRouter, imported.EventRouter, "there are two copies");

for (const [router, { createReceiver }] of [
  [new required.EventRouter(), imported],
  [new imported.EventRouter(), required],
]) {
  const seen = [];
  router.on("task_removed", (event) => void seen.push(event.data.task.id));
  const receiver = createReceiver({ router, secret: "ours" });
  assert.equal(await deliver(toFetchHandler(receiver), "ours"), 200);
  assert.equal(await deliver(toFetchHandler(receiver), "theirs"), 401);
  assert.deepEqual(seen, ["t1"]);
}
