/* jsdom has no TextDecoder, no fetch and no Request: what needs none of them works. */
const { createReceiver, EventRouter, verifySecret } = require("optimizely-cmp-webhooks");
const { toFetchHandler } = require("optimizely-cmp-webhooks/fetch");
const { createEvent } = require("optimizely-cmp-webhooks/testing");

test("the package is imported, and receives a body that was read", async () => {
  expect(typeof TextDecoder).toBe("undefined");
  const router = new EventRouter();
  router.on("task_removed", () => {});
  const receiver = createReceiver({ router, secret: "ours" });
  expect(typeof toFetchHandler(receiver)).toBe("function");
  expect(verifySecret("ours", "ours")).toBe(true);
  const body = JSON.stringify(createEvent("task_removed"));
  const { status } = await receiver.receive({ method: "POST", header: () => "ours", body });
  expect(status).toBe(200);
});
