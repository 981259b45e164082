import type { Delivery, DeliveryReceiver, Reply } from "../http/delivery.js";
import type { Listener, ListenerOptions, ReceiverEventMap } from "./announcements.js";
import { Traffic } from "./in-flight.js";
import { Lifecycle } from "./listeners.js";
import { type ReceiverOptions, requireSettings } from "./options.js";
import { Outcome } from "./outcome.js";
import { Passage } from "./pipeline.js";

/** Takes deliveries in, and answers each. Its methods may be taken off it: none of them needs `this`. */
export interface Receiver extends DeliveryReceiver {
  /**
   * Answers one delivery: verifies the secret, reads the body, parses it, and runs the handlers.
   *
   * @returns what to answer; it never rejects, whatever comes in and whatever a handler does
   */
  receive(delivery: Delivery): Promise<Reply>;
  /**
   * Calls `listener` when something has become of a delivery: `handled`, `ignored`, `rejected`, `failed`,
   * `mismatched` or `duplicate`. What a listener throws, or rejects with, ends in one line on the console.
   *
   * While nobody listens to `failed`, every failure is one line on `console.error`.
   */
  addEventListener<Name extends keyof ReceiverEventMap>(
    name: Name,
    listener: Listener<Name>,
    options?: ListenerOptions,
  ): void;
  /** Forgets `listener`. */
  removeEventListener<Name extends keyof ReceiverEventMap>(name: Name, listener: Listener<Name>): void;
  /**
   * Resolves when nothing is in flight: at once, or when the last delivery is answered and the last handler, late ones
   * included, has ended. A handler that never ends keeps it waiting, so give it a limit of your own.
   */
  idle(): Promise<void>;
}

/**
 * Makes a receiver.
 *
 * @throws TypeError when an option is wrong, above all when `secret` is `undefined`, empty, or longer than the 32
 *   characters that CMP keeps
 */
export function createReceiver(options: ReceiverOptions): Receiver {
  const settings = requireSettings(options);
  const lifecycle = new Lifecycle(settings.quiet);
  const traffic = new Traffic();
  return {
    receive: (delivery) => new Passage(settings, traffic, new Outcome(lifecycle), delivery).answer(),
    addEventListener: (name, listener, options) => lifecycle.add(name, listener, options),
    removeEventListener: (name, listener) => lifecycle.remove(name, listener),
    idle: () => traffic.idle(),
  };
}
