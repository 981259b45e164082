// handover.ts
import {
  type AnyEvent,
  createReceiver,
  EventRouter,
  type IdempotencyStore,
  type Receiver,
} from "optimizely-cmp-webhooks";

/** Resolves when the queue has the event. */
export type Enqueue = (event: AnyEvent) => Promise<unknown>;

export function createHandover(enqueue: Enqueue, store: IdempotencyStore): Receiver {
  const router = new EventRouter();
  router.onAny(async (event) => {
    await enqueue(event);
  });
  const { CMP_WEBHOOK_SECRET: secret } = process.env;
  return createReceiver({ router, secret, idempotency: { store } });
}
