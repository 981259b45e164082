import type { AnyEvent } from "../events/index.js";
import type { Signal } from "../signal.js";
import { attempt as attemptOnce, type DeliveryResult } from "./deliver.js";
import { DueQueue } from "./due-queue.js";
import { type Ledger, LedgerBook } from "./ledger.js";
import { makePlan, type Planned } from "./plan.js";
import { compose } from "./request.js";
import type { SimulatorSettings } from "./settings.js";
import type { Attempt, SimulatorRun } from "./simulator.js";
import { open, type Transport } from "./transport.js";

/** A delivery on its way, from its first attempt to its last. */
interface Journey extends Planned {
  /** When it began, by the clock. */
  readonly firstAt: number;
  /** How many attempts it has had. */
  attempts: number;
}

/** One run of a simulator: a loop over what is due, with no more under way than may be. */
export class Run implements SimulatorRun {
  readonly #settings: SimulatorSettings;
  readonly #book = new LedgerBook();
  readonly #plan: Iterator<Planned, void>;
  readonly #retries = new DueQueue<Journey>();
  readonly #controllers = new Set<AbortController>();
  readonly #signal: Signal | undefined;
  readonly #over: Attempt[] = [];
  readonly #attempts: AsyncGenerator<Attempt, void>;
  #isEnded = false;
  #startedAt = 0;
  #breathedAt = 0;
  #begun = 0;
  #next: Planned | undefined;
  #failure: { readonly error: unknown } | undefined;
  #wake: () => void = () => {};

  constructor(settings: SimulatorSettings, events: Iterable<AnyEvent>, signal?: Signal) {
    this.#settings = settings;
    this.#signal = signal;
    const options = { ...settings, random: settings.makeRandom() };
    this.#plan = makePlan(events, options, (id, event, copies) =>
      this.#book.add(id, event.event_name, copies),
    );
    this.#attempts = this.#run();
  }

  get ledger(): Ledger {
    return this.#book;
  }

  [Symbol.asyncIterator](): AsyncIterator<Attempt> {
    return this.#attempts;
  }

  async finish(): Promise<Ledger> {
    for await (const _ of this.#attempts);
    return this.#book;
  }

  async *#run(): AsyncGenerator<Attempt, void> {
    const { target, path, clock } = this.#settings;
    const end = (): void => this.#end();
    if (this.#signal?.aborted) end();
    else this.#signal?.addEventListener("abort", end, { once: true });
    const transport = await open(target, path);
    this.#startedAt = clock.now();
    try {
      yield* this.#loop(transport);
    } finally {
      this.#signal?.removeEventListener("abort", end);
      this.#end();
      while (this.#controllers.size > 0) await this.#nextOver();
      await transport.close();
    }
  }

  /** Yields what is over, begins what is due, and sleeps until there is either. */
  async *#loop(transport: Transport): AsyncGenerator<Attempt, void> {
    const { clock } = this.#settings;
    for (;;) {
      this.#beginDue(transport);
      const over = this.#over.shift();
      if (this.#failure) throw this.#failure.error;
      if (over) {
        yield over;
        continue;
      }
      const wait = this.#hasRoom() ? this.#nextDue() - clock.now() : Infinity;
      const isBusy = this.#controllers.size > 0;
      if (!isBusy && wait === Infinity) return;
      await clock.sleep(wait, isBusy ? { work: this.#nextOver() } : { signal: this.#signal });
      await this.#breathe();
    }
  }

  /** Begins all that is due, retries first, as far as there is room. */
  #beginDue(transport: Transport): void {
    const { clock } = this.#settings;
    while (this.#hasRoom() && this.#nextDue() <= clock.now()) {
      const journey = this.#retries.nextDue <= clock.now() ? this.#retries.pop() : this.#takeNext();
      if (journey) void this.#attempt(transport, journey);
    }
  }

  #hasRoom(): boolean {
    return !this.#isEnded && this.#controllers.size < this.#settings.concurrency;
  }

  /** When there is something to begin, by the clock; `Infinity` when there is nothing left. */
  #nextDue(): number {
    this.#next ??= this.#plan.next().value ?? undefined;
    const fresh = this.#next ? this.#startedAt + (this.#begun * 1_000) / this.#settings.rate : Infinity;
    return Math.min(fresh, this.#retries.nextDue);
  }

  #takeNext(): Journey | undefined {
    const planned = this.#next;
    this.#next = undefined;
    this.#begun++;
    return planned && { ...planned, firstAt: this.#settings.clock.now(), attempts: 0 };
  }

  async #attempt(transport: Transport, journey: Journey): Promise<void> {
    const { clock, sender, headers, timeoutMs } = this.#settings;
    const at = clock.now() - this.#startedAt;
    const controller = new AbortController();
    journey.attempts++;
    this.#controllers.add(controller);
    try {
      const outgoing = compose(journey.event, sender, headers);
      const result = await attemptOnce(transport, outgoing, timeoutMs, controller);
      this.#over.push(this.#settle(journey, at, result));
    } catch (error) {
      this.#failure = { error };
    }
    this.#controllers.delete(controller);
    this.#wake();
  }

  /** Decides what comes after an attempt, and writes it down. */
  #settle(journey: Journey, at: number, result: DeliveryResult): Attempt {
    const { id, event, copy, attempts, firstAt } = journey;
    const retryAt = this.#retryAt(journey, result);
    const outcome = this.#outcomeOf(result, retryAt - firstAt);
    const isRetried = outcome === "retrying";
    if (isRetried) this.#retries.push(retryAt, journey);
    this.#book.write(id, result.status, result.acknowledged, !isRetried && outcome !== "cancelled");
    return {
      ...result,
      ...{ id, event, copy, attempt: attempts, at, outcome },
      retryAt: isRetried ? retryAt - this.#startedAt : undefined,
    };
  }

  #outcomeOf({ acknowledged }: DeliveryResult, afterMs: number): Attempt["outcome"] {
    if (acknowledged) return "acknowledged";
    if (this.#isEnded) return "cancelled";
    return afterMs <= this.#settings.retryForMs ? "retrying" : "given_up";
  }

  /** Exponential back-off with jitter: an interval that is doubled each time, and cut by up to a half. */
  #retryAt({ attempts, random }: Journey, { acknowledged }: DeliveryResult): number {
    const { clock, firstRetryMs } = this.#settings;
    if (acknowledged) return Infinity;
    return clock.now() + firstRetryMs * 2 ** (attempts - 1) * (1 - random() / 2);
  }

  /** Begins nothing more, and aborts what is under way. */
  #end(): void {
    this.#isEnded = true;
    for (const controller of this.#controllers) controller.abort(this.#signal?.reason);
  }

  /** Resolves when the next attempt is over. */
  #nextOver(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  /** Lets timers and sockets have their turn now and then, which a virtual clock and a target in memory would not. */
  async #breathe(): Promise<void> {
    if (performance.now() - this.#breathedAt < 20) return;
    await new Promise<void>((resolve) => setTimeout(resolve));
    this.#breathedAt = performance.now();
  }
}
