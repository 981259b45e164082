import type { Delivery, DeliveryReceiver, Reply } from "../http/delivery.js";
import type { Listener, ListenerOptions, ReceiverEventMap } from "./announcements.js";
import { Announcer } from "./announcer.js";
import { InFlight } from "./in-flight.js";
import { Listeners } from "./listeners.js";
import { LogWriter } from "./log.js";
import { type ReceiverOptions, requireSettings } from "./options.js";
import { answer } from "./pipeline.js";

/** Receives deliveries, and answers each. Its methods may be taken off it: none of them needs `this`. */
export interface Receiver extends DeliveryReceiver {
  /**
   * Answers one delivery: verifies the secret, reads the body, parses it, and runs the handlers.
   *
   * @returns the answer; the promise never rejects, whatever arrives and whatever a handler does
   */
  receive(delivery: Delivery): Promise<Reply>;
  /**
   * Calls `listener` for every announcement of that name: `answered` once for each delivery, and beside it `handled`,
   * `ignored`, `rejected`, `failed`, `mismatched` or `duplicate`. What a listener throws, or rejects with, is one line in
   * the log.
   *
   * Announcements are made in the asynchronous context of the request: `AsyncLocalStorage` works in a listener.
   *
   * @throws TypeError when nothing is announced by that name, or an option is wrong or unknown
   */
  addEventListener<Name extends keyof ReceiverEventMap>(
    name: Name,
    listener: Listener<Name>,
    options?: ListenerOptions,
  ): void;
  /** Forgets `listener`. */
  removeEventListener<Name extends keyof ReceiverEventMap>(name: Name, listener: Listener<Name>): void;
  /** How many deliveries are in flight: not answered yet, or answered while a handler still runs. */
  readonly inFlight: number;
  /**
   * Resolves when nothing is in flight: when the last delivery is answered and the last handler, late ones included,
   * has ended. A handler that never ends keeps it waiting, so add a time limit of your own.
   */
  idle(): Promise<void>;
}

/**
 * Makes a receiver.
 *
 * @throws TypeError when an option is wrong or unknown, above all when `secret` is `undefined`, empty, or longer than
 *   the 32 characters that CMP keeps
 */
export function createReceiver(options: ReceiverOptions): Receiver {
  const settings = requireSettings(options);
  const log = new LogWriter(settings.log, Array.isArray(settings.secret) ? settings.secret : []);
  const listeners = new Listeners((error) => log.calleeFailure("A listener", error));
  const inFlight = new InFlight();
  const announcer = new Announcer(listeners, log);
  const reportSignal = (error: unknown): void => log.calleeFailure("A listener of a signal", error);
  const reportMiddleware = (error: unknown): void => log.calleeFailure("Middleware", error);
  const parts = { settings, announcer, inFlight, log, reportSignal, reportMiddleware };
  return {
    receive: (delivery) => answer(parts, delivery),
    addEventListener: (name, listener, options) => listeners.add(name, listener, options),
    removeEventListener: (name, listener) => listeners.remove(name, listener),
    get inFlight() {
      return inFlight.count;
    },
    idle: () => inFlight.idle(),
  };
}
