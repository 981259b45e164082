import type { AnyEvent } from "../events/index.js";
import { requireSignal, type Signal } from "../signal.js";
import { describeValue } from "../values.js";
import type { Clock } from "./clock.js";
import type { DeliveryResult } from "./deliver.js";
import type { Ledger } from "./ledger.js";
import type { Random } from "./random.js";
import { type HeaderChanges, requireOptions, type SenderOptions, type UrlLike } from "./request.js";
import { Run } from "./run.js";
import { requireSettings } from "./settings.js";
import type { Target } from "./target.js";

/**
 * Options of {@link createSimulator}. Those marked "CMP" are CMP's documented behaviour; all others are ours, since CMP
 * does not publish them.
 */
export interface SimulatorOptions extends SenderOptions {
  /** Where to deliver, over HTTP. Either this or `target` must be given. @default none */
  readonly url?: string | UrlLike | undefined;
  /** Where to deliver, if not to a URL: whatever `deliver` takes. A Node listener is served until the run ends. @default none */
  readonly target?: Target | undefined;
  /** Path, and query if any, of the requests to a `target` that is no URL. @default "/" */
  readonly path?: string | undefined;
  /** Headers that are to be other than CMP's; `undefined` takes one off. @default none */
  readonly headers?: HeaderChanges | undefined;
  /**
   * CMP: how long it waits for an answer, in milliseconds; 30 s by its newest page, 10 s by the older ones. It is real
   * time, whatever the clock, since the target's work is real. @default 30_000
   */
  readonly timeoutMs?: number | undefined;
  /** CMP: for how long it tries again after the first attempt, in milliseconds of the clock. @default 259_200_000 (three days) */
  readonly retryForMs?: number | undefined;
  /**
   * Milliseconds from the first attempt to the second. Each further interval is twice as long (CMP: "exponential
   * backoff", without numbers), and each is cut by up to a half, at random. @default 60_000
   */
  readonly firstRetryMs?: number | undefined;
  /** The share of events that are delivered a second time though all went well, from 0 to 1. @default 0 */
  readonly duplicates?: number | undefined;
  /**
   * How many later deliveries may overtake one, which mixes up the order; `true` stands for 20, `false` for none.
   * @default 0
   */
  readonly reorder?: number | boolean | undefined;
  /** How many deliveries are under way at once, at the most. With 1 the order of arrival is the plan's. @default 10 */
  readonly concurrency?: number | undefined;
  /** How many deliveries begin in a second, attempts at a retry not counted. @default as many as `concurrency` lets through */
  readonly rate?: number | undefined;
  /** What time to go by. With `createVirtualClock()` three days pass in milliseconds. @default real time */
  readonly clock?: Clock | undefined;
  /** Where chance comes from: numbers from 0 up to 1, as of `Math.random`. @default a generator with `seed` */
  readonly random?: Random | undefined;
  /**
   * A whole number. The same seed and the same events give the same plan: which are doubled, in which order they are
   * sent, how long each waits between attempts. What does not come of the plan is how fast the target answers. @default 1
   */
  readonly seed?: number | undefined;
}

/** One attempt at one delivery, and what became of it. */
export interface Attempt extends DeliveryResult {
  /** Which event: its position among those given, from 0. */
  readonly id: number;
  /** The event. */
  readonly event: AnyEvent;
  /** Counted from 0: 1 is the second delivery of a doubled event; the two are tried and retried by themselves. */
  readonly copy: number;
  /** The how many-th attempt at this copy, from 1. */
  readonly attempt: number;
  /** When it began, in milliseconds of the clock since the run began. */
  readonly at: number;
  /** `retrying`: tried again at `retryAt`; `given_up`: the next would come too late; `cancelled`: the run was ended. */
  readonly outcome: "acknowledged" | "retrying" | "given_up" | "cancelled";
  /** When the next attempt is due, in milliseconds since the run began; `undefined` when there is none. */
  readonly retryAt: number | undefined;
}

/** A run of a simulator: follow it, or just wait for its end. Nothing is sent before one of the two is done. */
export interface SimulatorRun extends AsyncIterable<Attempt> {
  /**
   * Each attempt when it is over. While the loop's body works nothing new is sent; leaving the loop ends the run: what
   * is under way is aborted.
   *
   * @throws TypeError (as a rejection) when the target turns out to be of another kind than it was taken for
   */
  [Symbol.asyncIterator](): AsyncIterator<Attempt>;
  /** What is known up to now: may be read at any time, also when the run was ended early. */
  readonly ledger: Ledger;
  /** Runs to the end, or to the abortion of the signal, and resolves to the ledger. */
  finish(): Promise<Ledger>;
}

/** Delivers as CMP does. */
export interface Simulator {
  /**
   * Begins a run with these events. Each run has a plan of its own, the same one for the same seed and events.
   *
   * @param events any number; they are taken as they are needed, so that a generator need not hold them all
   * @param options.signal ends the run: what is under way is aborted. In the ledger, what was taken of `events` and not
   *   delivered is unfinished
   */
  run(events: Iterable<AnyEvent>, options?: { readonly signal?: Signal | undefined }): SimulatorRun;
}

/** A string is iterable too. */
function requireEvents(events: Iterable<AnyEvent>): Iterable<AnyEvent> {
  if (typeof Object(events)[Symbol.iterator] === "function" && typeof events !== "string") return events;
  throw new TypeError(`events must be an array or another iterable, received ${describeValue(events)}`);
}

/**
 * A stand-in for CMP, which has no sandbox: delivers events as it does, with retries, duplicates and in another order,
 * and keeps a ledger of it.
 *
 * CMP's documented behaviour: `POST` with its headers; 200 and 202 acknowledge, and nothing else does; redirects are
 * failures; after a failure it tries again, with exponential back-off, for up to three days; an event may come more
 * than once, and in another order. Ours are the intervals, and how often and how much.
 *
 * ```ts
 * import { createEvent, createSimulator, createVirtualClock } from "optimizely-cmp-webhooks/testing";
 *
 * const clock = createVirtualClock();
 * const simulator = createSimulator({ url: "http://localhost:3000/", secret: "ours", duplicates: 0.05, clock });
 * const ledger = await simulator.run([createEvent("task_added"), createEvent("task_removed")]).finish();
 * ledger.givenUp.length; // 0
 * ```
 *
 * @throws TypeError when an option is wrong; the message names it
 */
export function createSimulator(options: SimulatorOptions): Simulator {
  const settings = requireSettings(options);
  return {
    run(events, options = {}) {
      requireOptions("run", options, { signal: true });
      requireSignal(options.signal);
      return new Run(settings, requireEvents(events), options.signal);
    },
  };
}
