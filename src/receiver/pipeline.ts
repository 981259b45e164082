import { Deadline } from "../deadline.js";
import { ReceiverError, Refusal } from "../errors.js";
import type { AnyEvent } from "../events/index.js";
import type { Delivery, Reply } from "../http/delivery.js";
import { readBody } from "../http/read-body.js";
import { makeReply } from "../http/reply.js";
import type { IdempotencySettings } from "../idempotency/options.js";
import { type HeldEvent, reserve } from "../idempotency/reservation.js";
import { readEvent } from "../payload/parse-event.js";
import { admit, secretHeader } from "../secret/authenticate.js";
import { Context } from "./handler-context.js";
import type { Traffic } from "./in-flight.js";
import type { Settings } from "./options.js";
import type { Outcome } from "./outcome.js";

/** One delivery on its way from arrival to answer. */
export class Passage {
  readonly #settings: Settings;
  readonly #traffic: Traffic;
  readonly #outcome: Outcome;
  readonly #delivery: Delivery;
  readonly #deadline: Deadline;
  /** The handlers, if they were not done at once. */
  #pending: Promise<number> | undefined;

  constructor(settings: Settings, traffic: Traffic, outcome: Outcome, delivery: Delivery) {
    this.#settings = settings;
    this.#traffic = traffic;
    this.#outcome = outcome;
    this.#delivery = delivery;
    this.#deadline = new Deadline(settings.deadlineMs);
  }

  /** The order is a promise: nothing of a body is read, or parsed, for a caller who does not know the secret. */
  async answer(): Promise<Reply> {
    this.#traffic.enter();
    try {
      this.#requirePost();
      const admitted = this.#admit();
      this.#outcome.secretIndex = admitted instanceof Promise ? await admitted : admitted;
      const read = this.#read();
      const event = read instanceof Promise ? await read : read;
      const held = this.#settings.idempotency && (await this.#reserve(this.#settings.idempotency, event));
      if (held === "done" || held === "in_flight") return this.#outcome.duplicate(event, held);
      if (this.#settings.acknowledgeBefore) return this.#accept(event, held);
      const handlers = this.#dispatch(event, held);
      return this.#outcome.handled(event, typeof handlers === "number" ? handlers : await handlers);
    } catch (thrown) {
      const reply = this.#outcome.refused(thrown);
      this.#followUp(thrown);
      return reply;
    } finally {
      this.#deadline.clear();
      this.#traffic.leave();
    }
  }

  #requirePost(): void {
    if (this.#delivery.method !== "POST") throw new Refusal("method_not_allowed");
  }

  #admit(): number | undefined | Promise<number> {
    const organizationId = this.#delivery.header("organization-id");
    this.#outcome.organizationId = organizationId;
    return admit(this.#delivery, this.#settings.secret, organizationId, this.#deadline);
  }

  #read(): AnyEvent | Promise<AnyEvent> {
    const { maxBodyBytes } = this.#settings;
    return readBody(this.#delivery, maxBodyBytes, this.#deadline, (body) => this.#parse(body));
  }

  #parse(body: unknown): AnyEvent {
    const { event, issues } = readEvent(body);
    this.#outcome.event = event;
    if (issues.length > 0) {
      if (this.#settings.rejectMismatch) throw new ReceiverError("payload_mismatch", { issues });
      this.#outcome.mismatched(event, issues);
    }
    return event;
  }

  async #reserve(idempotency: IdempotencySettings, event: AnyEvent) {
    const { secret } = this.#settings;
    const scope = {
      secret: secret === null ? undefined : this.#delivery.header(secretHeader),
      organizationId: typeof secret === "function" ? this.#outcome.organizationId : undefined,
    };
    const held = await reserve(idempotency, event, scope, this.#deadline);
    if (typeof held === "object" && held.failure) this.#outcome.failed(held.failure);
    return held;
  }

  /** Answers now, and runs the handlers when the answer is on its way. */
  #accept(event: AnyEvent, held: HeldEvent | undefined): Reply {
    this.#keep(async () => {
      await new Promise((resolve) => setTimeout(resolve));
      this.#outcome.handled(event, await Promise.resolve(this.#run(event, held)).catch(blameHandlers));
    }, false);
    return makeReply(202, "accepted");
  }

  /** How many handlers there were. The deadline is looked at only while one of them is pending. */
  #dispatch(event: AnyEvent, held: HeldEvent | undefined): number | Promise<number> {
    const handlers = this.#run(event, held);
    if (typeof handlers === "number") return handlers;
    this.#pending = handlers;
    return this.#deadline.limit(handlers, "deadline_exceeded", "handler_failed");
  }

  /** Starts the handlers, and ends the reservation when they have ended. */
  #run(event: AnyEvent, held: HeldEvent | undefined): number | Promise<number> {
    return held === undefined ? this.#start(event) : this.#settle(event, held);
  }

  async #settle(event: AnyEvent, held: HeldEvent): Promise<number> {
    const { handlers, failure } = await held.settle(() => this.#start(event));
    if (failure) this.#outcome.failed(failure);
    return handlers;
  }

  #start(event: AnyEvent): number | Promise<number> {
    const { organizationId, receivedAt } = this.#outcome;
    const context = new Context(this.#delivery, this.#deadline, organizationId, receivedAt);
    return this.#settings.router.start(event, context);
  }

  /** The answer is out, but the handlers are not done: tell them to stop, and tell what becomes of them. */
  #followUp(reason: unknown): void {
    const pending = this.#pending;
    const { event } = this.#outcome;
    if (
      pending === undefined ||
      event === undefined ||
      !(reason instanceof ReceiverError) ||
      reason.code !== "deadline_exceeded"
    )
      return;
    this.#deadline.expire(reason);
    this.#keep(async () => this.#outcome.handled(event, await pending.catch(blameHandlers), true), true);
  }

  /** Work that goes on behind the answer: it counts as in flight, and is announced when it ends. */
  #keep(work: () => Promise<unknown>, late: boolean): void {
    this.#traffic.enter();
    const finish = async (): Promise<void> => {
      try {
        await work();
      } catch (thrown) {
        this.#outcome.refused(thrown, late);
      } finally {
        this.#traffic.leave();
      }
    };
    const ended = finish();
    try {
      this.#delivery.waitUntil?.(ended);
    } catch {
      // The host's own mistake: the work goes on for as long as the process does, and the answer is not held up by it.
    }
  }
}

function blameHandlers(cause: unknown): never {
  throw new ReceiverError("handler_failed", { cause });
}
