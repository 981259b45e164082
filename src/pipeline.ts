import { readBody } from "./body.js";
import { isKnownEvent } from "./catalog.js";
import type { Delivery, Reply } from "./delivery.js";
import { ReceiverError } from "./errors.js";
import type { CmpEvent, UnknownEvent } from "./events/index.js";
import { admit, requirePost } from "./gate.js";
import type { Lifecycle } from "./lifecycle.js";
import type { Settings } from "./options.js";
import { type ParsedEvent, payloadMismatch, readEvent } from "./parse.js";
import { Passage } from "./passage.js";
import { handledReply, ignoredReply, refusal } from "./reply.js";
import type { Traffic } from "./traffic.js";

type AnyEvent = CmpEvent | UnknownEvent;

/** What happens to a delivery, in this order: method, secret, body, event, shape, handlers, answer. */
export class Pipeline {
  readonly #settings: Settings;
  readonly #lifecycle: Lifecycle;
  readonly #traffic: Traffic;

  constructor(settings: Settings, lifecycle: Lifecycle, traffic: Traffic) {
    this.#settings = settings;
    this.#lifecycle = lifecycle;
    this.#traffic = traffic;
  }

  /** The order is a promise: nothing of a body is read, or parsed, for a caller who does not know the secret. */
  async receive(delivery: Delivery): Promise<Reply> {
    const passage = new Passage(delivery, this.#settings.deadlineMs);
    this.#traffic.enter();
    try {
      requirePost(delivery.method);
      passage.organizationId = delivery.header("organization-id");
      passage.secretIndex = await admit(passage, this.#settings.secret);
      const parsed = readEvent(await this.#read(passage));
      passage.event = parsed.event;
      this.#judge(passage, parsed);
      const handlers = await this.#dispatch(passage, parsed.event);
      return this.#acknowledge(passage, parsed.event, handlers);
    } catch (error) {
      return this.#refuse(passage, error);
    } finally {
      passage.deadline.clear();
      this.#traffic.leave();
    }
  }

  #read({ delivery, deadline }: Passage): unknown {
    const declared = delivery.header("content-length");
    return readBody(delivery.body, { maxBytes: this.#settings.maxBodyBytes, declared, deadline });
  }

  #judge(passage: Passage, { event, issues }: ParsedEvent): void {
    if (issues.length === 0 || !isKnownEvent(event)) return;
    if (this.#settings.rejectMismatch) throw payloadMismatch(event.event_name, issues);
    this.#lifecycle.announce("mismatched", () => ({ ...passage.facts(), event, issues }));
  }

  /** How many handlers there were. The deadline is looked at only while one of them is pending. */
  #dispatch(passage: Passage, event: AnyEvent): number | Promise<number> {
    const started = this.#settings.router.start(event, passage.context());
    if (typeof started === "number") return started;
    passage.handlers = started.catch((cause) => {
      throw new ReceiverError("handler_failed", "The delivery is refused, and CMP will send it again", {
        cause,
      });
    });
    return passage.deadline.limit(
      passage.handlers,
      () =>
        new ReceiverError(
          "deadline_exceeded",
          `The handlers of ${event.event_name} ran for more than ${this.#settings.deadlineMs} ms. Hand long work to a queue.`,
        ),
    );
  }

  #acknowledge(passage: Passage, event: AnyEvent, handlers: number): Reply {
    const known = isKnownEvent(event);
    if (known && handlers > 0) {
      this.#lifecycle.announce("handled", () => ({ ...passage.facts(), event, handlers, late: false }));
      return handledReply;
    }
    const reason = known ? "no_handler" : "unknown_event";
    this.#lifecycle.announce("ignored", () => ({ ...passage.facts(), event, reason, handlers }));
    return ignoredReply;
  }

  #refuse(passage: Passage, thrown: unknown): Reply {
    const error = thrown instanceof ReceiverError ? thrown : unforeseen(thrown);
    if (error.status < 500) {
      this.#lifecycle.announce("rejected", () => ({ ...passage.facts(), error, event: passage.event }));
    } else {
      this.#announceFailure(passage, error, false);
    }
    if (error.code === "deadline_exceeded") this.#overrun(passage, error);
    return refusal(error.code);
  }

  /** The answer is out, but the handlers are not done: tell them to stop, and tell what becomes of them. */
  #overrun(passage: Passage, error: ReceiverError): void {
    const { event, handlers, delivery, deadline } = passage;
    if (event === undefined || handlers === undefined) return;
    deadline.expire(error);
    this.#traffic.enter();
    const ended = handlers
      .then(
        (count) =>
          this.#lifecycle.announce("handled", () => ({
            ...passage.facts(),
            event,
            handlers: count,
            late: true,
          })),
        (late: ReceiverError) => this.#announceFailure(passage, late, true),
      )
      .finally(() => this.#traffic.leave());
    delivery.waitUntil?.(ended);
  }

  #announceFailure(passage: Passage, error: ReceiverError, late: boolean): void {
    const errors = error.code === "handler_failed" ? causesOf(error) : [];
    this.#lifecycle.announceFailure(() => ({
      ...passage.facts(),
      error,
      errors,
      event: passage.event,
      late,
    }));
  }
}

/** What the handlers threw, each by itself. */
function causesOf({ cause }: ReceiverError): readonly unknown[] {
  return cause instanceof AggregateError ? cause.errors : [cause];
}

function unforeseen(cause: unknown): ReceiverError {
  return new ReceiverError("internal_error", "The adapter broke its contract, or this package has a fault", {
    cause,
  });
}
