import { ReceiverError, Refusal, statusOf } from "../errors.js";
import type { AnyEvent } from "../events/index.js";
import type { Reply } from "../http/delivery.js";
import { makeReply } from "../http/reply.js";
import { isKnownEvent } from "../payload/catalog.js";
import type { Issue } from "../payload/shape.js";
import type { DeliveryFacts } from "./announcements.js";
import type { Lifecycle } from "./listeners.js";

/** What has been learnt of one delivery so far; it announces what becomes of it, and knows the answer to that. */
export class Outcome {
  readonly receivedAt: Date = new Date();
  organizationId: string | undefined;
  secretIndex: number | undefined;
  event: AnyEvent | undefined;
  readonly #startedAt = performance.now();
  readonly #lifecycle: Lifecycle;

  constructor(lifecycle: Lifecycle) {
    this.#lifecycle = lifecycle;
  }

  /** The event goes on to its handlers, although it is not what its type says. */
  mismatched(event: AnyEvent, issues: readonly Issue[]): void {
    this.#lifecycle.announce("mismatched", () => ({ ...this.#facts(), event, issues }));
  }

  /** The handlers have ended well; 200, or 202 when there was nothing to do. */
  handled(event: AnyEvent, handlers: number, late = false): Reply {
    const isKnown = isKnownEvent(event);
    if (late || (isKnown && handlers > 0)) {
      this.#lifecycle.announce("handled", () => ({ ...this.#facts(), event, handlers, late }));
      return makeReply(200, "handled");
    }
    const reason = isKnown ? "no_handler" : "unknown_event";
    this.#lifecycle.announce("ignored", () => ({ ...this.#facts(), event, handlers, reason }));
    return makeReply(202, "ignored");
  }

  /** The event was handled before, or is being handled now: 200, or 503, since that may still fail. */
  duplicate(event: AnyEvent, state: "done" | "in_flight"): Reply {
    this.#lifecycle.announce("duplicate", () => ({ ...this.#facts(), event, state }));
    return state === "done" ? makeReply(200, "duplicate") : makeReply(503, "delivery_in_flight");
  }

  /** The delivery is refused; 400 to 499 for a fault of the sender, 500 and more for one of ours. */
  refused(thrown: unknown, late = false): Reply {
    const isOurs = thrown instanceof Refusal || thrown instanceof ReceiverError;
    const refusal = isOurs ? thrown : new ReceiverError("internal_error", { cause: thrown });
    const { code } = refusal;
    const status = statusOf(code);
    const toError = (): ReceiverError => (refusal instanceof Refusal ? new ReceiverError(code) : refusal);
    if (status < 500) {
      this.#lifecycle.announce("rejected", () => ({ ...this.#facts(), error: toError(), event: this.event }));
    } else {
      this.failed(toError(), late);
    }
    return makeReply(status, code);
  }

  /** Something on our side has failed, whatever the answer is. */
  failed(error: ReceiverError, late = false): void {
    const { code, cause } = error;
    const thrown = cause instanceof AggregateError ? cause.errors : [cause];
    const errors = code === "handler_failed" ? thrown : [];
    this.#lifecycle.announceFailure(() => ({ ...this.#facts(), error, errors, event: this.event, late }));
  }

  #facts(): DeliveryFacts {
    const { organizationId, receivedAt, secretIndex } = this;
    return { organizationId, receivedAt, durationMs: performance.now() - this.#startedAt, secretIndex };
  }
}
