import {
  createReceiver,
  EventRouter,
  type Receiver,
  type ReceiverEventMap,
  type ReceiverOptions,
} from "optimizely-cmp-webhooks";
import { announcementNames } from "./announcements.js";
import { secret } from "./client.js";

/** What a receiver announced, in short. */
export interface Announced {
  readonly name: keyof ReceiverEventMap;
  readonly code: string | undefined;
}

/** A receiver with one handler for `task_added`, and all that it announced and handled. */
export interface Recorder {
  readonly receiver: Receiver;
  readonly router: EventRouter;
  readonly handled: unknown[];
  readonly announced: Announced[];
}

/** Makes a receiver that keeps a record. */
export function record(options: Partial<ReceiverOptions> = {}): Recorder {
  const router = new EventRouter();
  const handled: unknown[] = [];
  const announced: Announced[] = [];
  router.on("task_added", (event) => void handled.push(event));
  const receiver = createReceiver({ router, secret, ...options });
  for (const name of announcementNames) {
    receiver.addEventListener(name, ({ detail }) => {
      announced.push({ name, code: "error" in detail ? detail.error.code : undefined });
    });
  }
  return { receiver, router, handled, announced };
}

/** The body of a small and valid delivery. */
export const taskAdded = JSON.stringify({
  event_name: "task_added",
  data: { task: { id: "task-31", links: { self: "https://api.cmp.optimizely.com/v3/tasks/task-31" } } },
});
