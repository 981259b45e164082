/*
 * What receives the deliveries of the demo: the handlers, two receivers, and one server in front of them.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import {
  createReceiver,
  type EventName,
  EventRouter,
  type Receiver,
  type ReceiverEventMap,
} from "optimizely-cmp-webhooks";
import { toNodeHandler } from "optimizely-cmp-webhooks/node";

/** The secret of today, and the one that it replaces. */
export const secrets = ["today-0123456789abcdef", "yesterday-0123456789abcdef"] as const;

export const paths = { all: "/webhooks", strict: "/webhooks/strict" };

/** The handlers, and what each of them is for. */
const handlers = {
  search: ["asset_added", "asset_removed", "asset_modified", "asset_renditions_created"],
  board: [
    "task_added",
    "task_removed",
    "task_metadata_modified",
    "task_custom_field_modified",
    "task_brief_added",
    "task_brief_removed",
    "task_brief_modified",
  ],
  library: [
    "task_asset_added",
    "task_asset_removed",
    "task_asset_modified",
    "task_asset_draft_added",
    "task_asset_draft_removed",
  ],
  previews: ["content_preview_requested"],
  reviews: [
    "workflow_sub_step_updated",
    "workflow_sub_step_comment_added",
    "workflow_sub_step_comment_modified",
    "workflow_sub_step_comment_removed",
  ],
  tickets: [
    "external_sub_step_started",
    "external_sub_step_completed",
    "external_sub_step_modified",
    "external_sub_step_comment_added",
    "external_sub_step_comment_modified",
    "external_sub_step_comment_removed",
  ],
  planning: [
    "campaign_added",
    "campaign_metadata_modified",
    "campaign_brief_added",
    "campaign_brief_removed",
    "campaign_brief_modified",
  ],
  website: ["asset_published", "asset_synced", "asset_unpublished"],
  intake: [
    "work_request_added",
    "work_request_modified",
    "work_request_removed",
    "work_request_comment_added",
    "work_request_comment_modified",
    "work_request_comment_removed",
  ],
  calendar: ["event_added", "event_modified"],
} as const satisfies Readonly<Record<string, readonly EventName[]>>;

/** The name of the handler that an event is registered for. */
export function handlerOf(name: EventName): string | undefined {
  return Object.entries<readonly EventName[]>(handlers).find(([, events]) => events.includes(name))?.[0];
}

/** A running server, and what happened in it since the record was cleared. */
export interface House {
  readonly port: number;
  readonly ran: string[];
  readonly announced: string[];
  /** Resolves when every handler has ended, late ones included. */
  idle(): Promise<unknown>;
  close(): Promise<void>;
}

/** Starts the server on a free port of this machine. */
export async function openHouse(): Promise<House> {
  const ran: string[] = [];
  const announced: string[] = [];
  const all = createReceiver({ router: makeRouter(ran), secret: secrets });
  const strict = createReceiver({
    router: makeStrictRouter(ran),
    secret: secrets,
    deadlineMs: 250,
    onMismatch: "reject",
  });
  for (const receiver of [all, strict]) record(receiver, announced);

  const answerStrict = toNodeHandler(strict);
  const answerAll = toNodeHandler(all, { path: paths.all });
  const server = createServer((request, response) => {
    void (request.url === paths.strict ? answerStrict : answerAll)(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    ran,
    announced,
    idle: () => Promise.all([all.idle(), strict.idle()]),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function makeRouter(ran: string[]): EventRouter {
  const router = new EventRouter();
  for (const [name, events] of Object.entries<readonly EventName[]>(handlers)) {
    router.on(events, () => void ran.push(name));
  }
  let isDown = true;
  router.on("task_added", (event) => {
    if (event.data.task.id !== "task-of-a-bad-day" || !isDown) return;
    isDown = false;
    throw new Error("The board is down; it will be up again for the next delivery");
  });
  router.onUnknown(() => void ran.push("onUnknown"));
  return router;
}

/** Its handler is slower than its receiver allows. */
function makeStrictRouter(ran: string[]): EventRouter {
  const router = new EventRouter();
  router.on("task_added", async (_event, { signal }) => {
    ran.push("slow");
    await delay(10_000, undefined, { signal });
  });
  return router;
}

function record(receiver: Receiver, announced: string[]): void {
  const names = ["handled", "ignored", "rejected", "failed", "mismatched"] as const;
  for (const name of names satisfies readonly (keyof ReceiverEventMap)[]) {
    receiver.addEventListener(name, ({ type, detail }) => {
      announced.push("late" in detail && detail.late ? `${type} late` : type);
    });
  }
}
