import type { HandlerContext } from "optimizely-cmp-webhooks";
import { vi } from "vitest";
import { secret } from "../support/client.js";
import { type DeliveryParts, defer, delivery, makeBench } from "./kit.js";

/**
 * A delivery whose handler ends when the test says so; the deadline is over, and the answer is out. The clock is faked.
 */
export async function overrun(parts: DeliveryParts = {}) {
  const bench = makeBench({ secret: ["other", secret] });
  const gate = defer();
  const contexts: HandlerContext[] = [];
  bench.router.on("task_added", (_event, context) => {
    contexts.push(context);
    return gate.promise;
  });
  bench.router.onAny(() => {});
  const answered = bench.receiver.receive(delivery(parts));
  await vi.advanceTimersByTimeAsync(8_000);
  return { ...bench, gate, contexts, reply: await answered };
}
