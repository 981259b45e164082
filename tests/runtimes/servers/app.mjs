/* The server under test of tests/support/black-box.ts. */
import { createReceiver, EventRouter } from "optimizely-cmp-webhooks";

export function makeReceiver() {
  const router = new EventRouter();
  router.on("task_added", () => {});
  router.on("task_removed", () => {
    throw new Error("as told");
  });
  router.on("campaign_added", () => new Promise(() => {}));
  return createReceiver({ router, secret: "black-box-secret", deadlineMs: 1_000, maxBodyBytes: 1_048_576 });
}
