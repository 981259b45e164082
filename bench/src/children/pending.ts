import { createReceiver, EventRouter } from "optimizely-cmp-webhooks";
import type { LooseEvent } from "../receivers/by-hand.js";
import type { Signed } from "../receivers/contestant.js";
import { receiveWith } from "../receivers/core-bare.js";
import { takeIn } from "../receivers/ours.js";
import { names, secret } from "../receivers/shared.js";

/** Deliveries whose handlers wait. */
export interface Pending {
  /** Starts one; the promise is fulfilled when it is answered. */
  start(delivery: Signed): Promise<unknown>;
  /** How many handlers are waiting. */
  waiting(): number;
  /** Lets all handlers end. */
  release(): void;
}

/** Deliveries to this package, with its deadline running; or to the least code that does the work. */
export function makePending(isOurs: boolean): Pending {
  const gates: (() => void)[] = [];
  /** Holds its event while it waits, as handlers do. */
  const handler = async (event: LooseEvent): Promise<void> => {
    await new Promise<void>((resolve) => gates.push(resolve));
    if (event.event_name === "") throw new Error("No event");
  };
  return {
    start: isOurs ? startOurs(handler) : startBare(handler),
    waiting: () => gates.length,
    release: () => {
      for (const open of gates.splice(0)) open();
    },
  };
}

function startOurs(handler: (event: LooseEvent) => Promise<void>): Pending["start"] {
  const router = new EventRouter();
  router.on(names, handler);
  return takeIn(createReceiver({ router, secret }));
}

function startBare(handler: (event: LooseEvent) => Promise<void>): Pending["start"] {
  return receiveWith(new Map(names.map((name) => [name, handler])));
}
