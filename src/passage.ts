import type { DeliveryFacts } from "./announcements.js";
import { Deadline } from "./deadline.js";
import type { Delivery } from "./delivery.js";
import type { CmpEvent, UnknownEvent } from "./events/index.js";
import type { HandlerContext } from "./router.js";

/** One delivery on its way from arrival to answer, and what has been learnt of it so far. */
export class Passage {
  readonly delivery: Delivery;
  readonly deadline: Deadline;
  readonly receivedAt: Date = new Date();
  organizationId: string | undefined;
  secretIndex: number | undefined;
  event: CmpEvent | UnknownEvent | undefined;
  /** The handlers, while any of them is pending. */
  handlers: Promise<number> | undefined;
  readonly #startedAt = performance.now();

  constructor(delivery: Delivery, deadlineMs: number) {
    this.delivery = delivery;
    this.deadline = new Deadline(deadlineMs);
  }

  /** What every announcement says. */
  facts(): DeliveryFacts {
    const { organizationId, receivedAt, secretIndex } = this;
    return { organizationId, receivedAt, durationMs: performance.now() - this.#startedAt, secretIndex };
  }

  /** What the handlers are told. The signal is made when a handler asks for it. */
  context(): HandlerContext {
    const { delivery, deadline, organizationId, receivedAt } = this;
    return {
      get signal() {
        return deadline.signal;
      },
      organizationId,
      receivedAt,
      header(name) {
        const wanted = name.toLowerCase();
        return wanted === "callback-secret" ? undefined : delivery.header(wanted);
      },
    };
  }
}
