import type { Deadline } from "../deadline.js";
import type { Delivery } from "../http/delivery.js";
import type { HandlerContext } from "../router.js";
import { secretHeader } from "../secret/authenticate.js";
import type { Signal } from "../signal.js";

/** What the handlers of one delivery are told. */
export class Context implements HandlerContext {
  /** Made when a handler asks for it, and a property of its own, so that it goes along when a handler spreads it. */
  declare readonly signal: Signal;
  readonly organizationId: string | undefined;
  readonly receivedAt: Date;
  readonly header: HandlerContext["header"];
  readonly #deadline: Deadline;

  /** One getter for all: an object that has an accessor of its own making is six times as slow to make. */
  static readonly #signal: PropertyDescriptor & ThisType<Context> = {
    enumerable: true,
    get() {
      return this.#deadline.signal;
    },
  };

  constructor(delivery: Delivery, deadline: Deadline, organizationId: string | undefined, receivedAt: Date) {
    Object.defineProperty(this, "signal", Context.#signal);
    this.organizationId = organizationId;
    this.receivedAt = receivedAt;
    this.header = finderOf(delivery);
    this.#deadline = deadline;
  }
}

/**
 * A function of its own: V8 takes a function that is written right into a property for one that lives for long, and a
 * new one of these for every delivery would keep all of its request from being cleared away cheaply.
 */
function finderOf(delivery: Delivery): HandlerContext["header"] {
  return (name) => {
    const wanted = name.toLowerCase();
    return wanted === secretHeader ? undefined : delivery.header(wanted);
  };
}
