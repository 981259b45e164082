import type { DeliveryFacts } from "./announcements.js";
import { readBody } from "./body.js";
import { isKnownEvent } from "./catalog.js";
import { Deadline } from "./deadline.js";
import type { Delivery, Reply } from "./delivery.js";
import { ReceiverError } from "./errors.js";
import type { CmpEvent, UnknownEvent } from "./events/index.js";
import { admit, secretHeader } from "./gate.js";
import type { Lifecycle } from "./lifecycle.js";
import type { Settings } from "./options.js";
import { readEvent } from "./parse.js";
import { makeReply } from "./reply.js";
import type { HandlerContext } from "./router.js";
import type { Traffic } from "./traffic.js";

type AnyEvent = CmpEvent | UnknownEvent;

/** One delivery on its way from arrival to answer, and what has been learnt of it so far. */
export class Passage {
  readonly #settings: Settings;
  readonly #lifecycle: Lifecycle;
  readonly #traffic: Traffic;
  readonly #delivery: Delivery;
  readonly #deadline: Deadline;
  readonly #receivedAt = new Date();
  readonly #startedAt = performance.now();
  #organizationId: string | undefined;
  #secretIndex: number | undefined;
  #event: AnyEvent | undefined;
  /** How many handlers there were, while any of them is pending. */
  #handlers: Promise<number> | undefined;

  constructor(settings: Settings, lifecycle: Lifecycle, traffic: Traffic, delivery: Delivery) {
    this.#settings = settings;
    this.#lifecycle = lifecycle;
    this.#traffic = traffic;
    this.#delivery = delivery;
    this.#deadline = new Deadline(settings.deadlineMs);
  }

  /** The order is a promise: nothing of a body is read, or parsed, for a caller who does not know the secret. */
  async answer(): Promise<Reply> {
    this.#traffic.enter();
    try {
      this.#requirePost();
      this.#organizationId = this.#delivery.header("organization-id");
      this.#secretIndex = await admit(
        this.#delivery,
        this.#settings.secret,
        this.#organizationId,
        this.#deadline,
      );
      const event = this.#parse(await this.#read());
      return this.#acknowledge(event, await this.#dispatch(event));
    } catch (thrown) {
      return this.#refuse(
        thrown instanceof ReceiverError ? thrown : new ReceiverError("internal_error", { cause: thrown }),
      );
    } finally {
      this.#deadline.clear();
      this.#traffic.leave();
    }
  }

  #requirePost(): void {
    if (this.#delivery.method !== "POST") throw new ReceiverError("method_not_allowed");
  }

  #read(): unknown {
    const { body } = this.#delivery;
    return readBody(
      body,
      this.#delivery.header("content-length"),
      this.#settings.maxBodyBytes,
      this.#deadline,
    );
  }

  #parse(body: unknown): AnyEvent {
    const { event, issues } = readEvent(body);
    this.#event = event;
    if (issues.length > 0) {
      if (this.#settings.rejectMismatch) throw new ReceiverError("payload_mismatch", { issues });
      this.#lifecycle.announce("mismatched", () => ({ ...this.#facts(), event, issues }));
    }
    return event;
  }

  /** How many handlers there were. The deadline is looked at only while one of them is pending. */
  #dispatch(event: AnyEvent): number | Promise<number> {
    const started = this.#settings.router.start(event, this.#context());
    if (typeof started === "number") return started;
    this.#handlers = started.catch((cause) => {
      throw new ReceiverError("handler_failed", { cause });
    });
    return this.#deadline.limit(this.#handlers, "deadline_exceeded");
  }

  #acknowledge(event: AnyEvent, handlers: number): Reply {
    const known = isKnownEvent(event);
    if (known && handlers > 0) {
      this.#lifecycle.announce("handled", () => ({ ...this.#facts(), event, handlers, late: false }));
      return makeReply(200, "handled");
    }
    const reason = known ? "no_handler" : "unknown_event";
    this.#lifecycle.announce("ignored", () => ({ ...this.#facts(), event, handlers, reason }));
    return makeReply(202, "ignored");
  }

  #refuse(error: ReceiverError): Reply {
    const { code, status } = error;
    if (status < 500) {
      this.#lifecycle.announce("rejected", () => ({ ...this.#facts(), error, event: this.#event }));
    } else {
      this.#fail(error, false);
    }
    if (code === "deadline_exceeded") this.#followUp(error);
    return makeReply(status, code);
  }

  /** The answer is out, but the handlers are not done: tell them to stop, and tell what becomes of them. */
  #followUp(reason: ReceiverError): void {
    const { event, handlers } = { event: this.#event, handlers: this.#handlers };
    if (event === undefined || handlers === undefined) return;
    this.#deadline.expire(reason);
    this.#traffic.enter();
    const ended = handlers
      .then(
        (count) =>
          this.#lifecycle.announce("handled", () => ({
            ...this.#facts(),
            event,
            handlers: count,
            late: true,
          })),
        (error: ReceiverError) => this.#fail(error, true),
      )
      .finally(() => this.#traffic.leave());
    try {
      this.#delivery.waitUntil?.(ended);
    } catch {
      // The host's own mistake: the work goes on for as long as the process does, and the answer is not held up by it.
    }
  }

  #fail(error: ReceiverError, late: boolean): void {
    const { code, cause } = error;
    const thrown = cause instanceof AggregateError ? cause.errors : [cause];
    const errors = code === "handler_failed" ? thrown : [];
    this.#lifecycle.announceFailure(() => ({ ...this.#facts(), error, errors, event: this.#event, late }));
  }

  /** What every announcement says. */
  #facts(): DeliveryFacts {
    return {
      organizationId: this.#organizationId,
      receivedAt: this.#receivedAt,
      durationMs: performance.now() - this.#startedAt,
      secretIndex: this.#secretIndex,
    };
  }

  /** What the handlers are told. The signal is made when a handler asks for it. */
  #context(): HandlerContext {
    const deadline = this.#deadline;
    const delivery = this.#delivery;
    return {
      get signal() {
        return deadline.signal;
      },
      organizationId: this.#organizationId,
      receivedAt: this.#receivedAt,
      header(name) {
        const wanted = name.toLowerCase();
        return wanted === secretHeader ? undefined : delivery.header(wanted);
      },
    };
  }
}
