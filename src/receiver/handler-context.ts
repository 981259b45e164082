import type { Deadline } from "../deadline.js";
import type { HandlerContext } from "../dispatch/handler.js";
import type { Delivery } from "../http/delivery.js";
import { secretHeader } from "../secret/authenticate.js";
import type { Signal } from "../signal.js";

/** The second argument of the handlers of one delivery. */
export class Context implements HandlerContext {
  /** Made when a handler asks for it; a property of its own, so that a handler that spreads the context copies it. */
  declare readonly signal: Signal;
  readonly organizationId: string | undefined;
  readonly receivedAt: Date;
  readonly header: HandlerContext["header"];
  readonly #deadline: Deadline;

  /** One getter for all: to give each object an accessor of its own takes six times as long. */
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
    this.header = headerOf(delivery);
    this.#deadline = deadline;
  }
}

/**
 * The headers of a delivery without its secret, by name in any case.
 *
 * A function of its own: V8 takes a function that is written right into a property for one that lives long, and a new
 * one for every delivery would keep all of its request from being collected cheaply.
 */
export function headerOf(delivery: Delivery): HandlerContext["header"] {
  return (name) => {
    const wanted = name.toLowerCase();
    return wanted === secretHeader ? undefined : delivery.header(wanted);
  };
}
