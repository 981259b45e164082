/* What a program does with the package, whatever builds or runs it: one delivery twice, and one with a wrong secret. */
import { createReceiver, EventRouter } from "optimizely-cmp-webhooks";
import { toFetchHandler } from "optimizely-cmp-webhooks/fetch";
import { memoryStore } from "optimizely-cmp-webhooks/idempotency";
import { createEvent, deliver } from "optimizely-cmp-webhooks/testing";

/** Returns the three statuses, and the ids that a handler has seen. */
export async function receive(): Promise<string> {
  const seen: string[] = [];
  const router = new EventRouter();
  router.on("task_removed", (event) => {
    seen.push(event.data.task.id);
  });
  const store = memoryStore();
  const receiver = createReceiver({ router, secret: "ours", idempotency: { store } });
  const handle = toFetchHandler(receiver);
  const event = createEvent("task_removed", { data: { task: { id: "t1" } } });
  const statuses: number[] = [];
  for (const secret of ["ours", "ours", "theirs"]) {
    const { status } = await deliver(handle, event, { secret });
    statuses.push(status);
  }
  return `${statuses.join(" ")}, handled ${seen.join(" ")}`;
}
