import type { Deadline } from "../deadline.js";
import { ReceiverError } from "../errors.js";
import type { AnyEvent } from "../events/index.js";
import { codeOf, describeValue } from "../values.js";
import { fingerprint } from "./fingerprint.js";
import type { IdempotencySettings } from "./options.js";
import { inTime } from "./patience.js";
import { Renewal } from "./renewal.js";
import type { Reservation } from "./store.js";

/** Longer keys are a mistake; a store may have no room for them. */
const longestKey = 500;

/** Whose delivery it is: whoever knows one secret must not be able to mark the events of another as done. */
export interface Scope {
  /** The secret that the delivery included and that was accepted; `undefined` where none is required. */
  readonly secret: string | undefined;
  /** The organization, where each has a secret of its own. */
  readonly organizationId: string | undefined;
}

/** An event that its handlers may take now. */
export interface HeldEvent {
  /** Why it is handled without the check, with `onStoreError: "handle"`: to be announced. */
  readonly failure: ReceiverError | undefined;
  /** Starts the handlers, and when they have ended, ends the reservation: done, or free for the next delivery. */
  settle(start: () => number | PromiseLike<number>): Promise<Settled>;
}

/** How the handlers and the reservation have ended. */
export interface Settled {
  /** Settled by now: how many handlers there were, or what they threw. */
  readonly handlers: Promise<number>;
  /** The store could not be told, or another delivery had taken the event: to be announced. */
  readonly failure: ReceiverError | undefined;
}

/**
 * Reserves an event.
 *
 * @returns `undefined` for an event without a key, which is always handled
 * @throws ReceiverError `store_unavailable`, unless the option says to go on without the store and there is time to
 */
export async function reserve(
  settings: IdempotencySettings,
  event: AnyEvent,
  scope: Scope,
  deadline: Deadline,
): Promise<HeldEvent | "done" | "in_flight" | undefined> {
  try {
    const key = requireKey(settings.key(event));
    if (key === undefined) return undefined;
    const lease = new Lease(settings, scoped(key, scope));
    const answer = await lease.reserve(deadline);
    return answer === "reserved" ? { failure: undefined, settle: (start) => lease.settle(start) } : answer;
  } catch (cause) {
    const failure = new ReceiverError("store_unavailable", { cause });
    const isLate = codeOf(cause) === "deadline_exceeded";
    if (!settings.handleUnchecked || isLate) throw failure;
    return { failure, settle: settleUnchecked };
  }
}

/** A key that is no string could be equal for different events; all but the first would be lost. */
function requireKey(key: unknown): string | undefined {
  if (key === undefined || (typeof key === "string" && key !== "" && key.length <= longestKey)) {
    return key;
  }
  const limits = `a string of 1 to ${longestKey} characters or undefined`;
  throw new TypeError(
    `idempotency.key must return ${limits}, received ${typeof key === "string" ? `${key.length} characters` : describeValue(key)}`,
  );
}

/** The secret itself goes nowhere. No secret holds a NUL, so that it cannot be taken for a part of the organization. */
function scoped(key: string, { secret, organizationId = "" }: Scope): string {
  return secret === undefined ? key : `${fingerprint(`${secret}\0${organizationId}`)}/${key}`;
}

async function settleUnchecked(start: () => number | PromiseLike<number>): Promise<Settled> {
  const handlers = (async () => start())();
  await handlers.catch(() => {});
  return { handlers, failure: undefined };
}

/** The reservation of one key by a token of its own. */
class Lease {
  readonly #settings: IdempotencySettings;
  readonly #key: string;
  readonly #token: string = crypto.randomUUID();

  constructor(settings: IdempotencySettings, key: string) {
    this.#settings = settings;
    this.#key = key;
  }

  async reserve(deadline: Deadline): Promise<Reservation> {
    const answer = this.#ask();
    try {
      // A store in memory has answered by now, and costs no timer.
      const isHere = typeof answer === "string";
      return requireReservation(isHere ? answer : await deadline.limit(inTime(answer), "deadline_exceeded"));
    } catch (error) {
      void this.#giveBack(answer);
      throw error;
    }
  }

  async settle(start: () => number | PromiseLike<number>): Promise<Settled> {
    let renewal: Renewal | undefined;
    const handlers = (async () => {
      const count = start();
      if (typeof count !== "number") renewal = new Renewal(() => this.#ask(), this.#settings.leaseMs);
      return count;
    })();
    // An event without a handler is not done: the next deployment may have one.
    const isDone = await handlers.then(
      (count) => count > 0,
      () => false,
    );
    const late = renewal?.stop();
    if (late !== undefined) await inTime(late).catch(() => {});
    const failure = await this.#end(isDone);
    if (late !== undefined) void this.#giveBack(late);
    return { handlers, failure };
  }

  #ask(): Reservation | Promise<Reservation> {
    return this.#settings.store.reserve(this.#key, this.#settings.leaseMs, this.#token);
  }

  /** If the store cannot be told, the work of the handlers still counts; the lease ends the reservation. */
  async #end(isDone: boolean): Promise<ReceiverError | undefined> {
    const { store, ttlMs } = this.#settings;
    try {
      if (isDone) requireCompleted(await inTime(store.complete(this.#key, ttlMs, this.#token)));
      else await inTime(store.release(this.#key, this.#token));
      return undefined;
    } catch (cause) {
      return new ReceiverError("store_unavailable", { cause });
    }
  }

  /**
   * The wait is over, but the store may still reserve the event. Then it is released, so that the next delivery need not
   * wait for the lease.
   */
  async #giveBack(answer: Reservation | Promise<Reservation>): Promise<void> {
    try {
      if ((await answer) === "reserved") await this.#settings.store.release(this.#key, this.#token);
    } catch {
      // That the store failed has been announced.
    }
  }
}

function requireReservation(answer: unknown): Reservation {
  if (answer === "reserved" || answer === "in_flight" || answer === "done") return answer;
  throw new TypeError(
    `reserve of the store must answer "reserved", "in_flight" or "done", received ${describeValue(answer)}`,
  );
}

function requireCompleted(answer: unknown): void {
  if (answer === true) return;
  throw answer === false
    ? new Error("The lease was over and another delivery took the event: it is handled twice. Raise leaseMs")
    : new TypeError(`complete of the store must answer true or false, received ${describeValue(answer)}`);
}
