import { TypedEventTarget } from "typescript-event-target";
import type { Failed, Listener, ListenerOptions, ReceiverEventMap } from "./announcements.js";

type Announcements = { [Name in keyof ReceiverEventMap]: CustomEvent<ReceiverEventMap[Name]> };
type Guard<Name extends keyof ReceiverEventMap> = (announcement: Announcements[Name]) => void;
type Guards = { readonly [Name in keyof ReceiverEventMap]: Map<Listener<Name>, Guard<Name>> };

/**
 * Tells whoever listens what became of the deliveries.
 *
 * An `EventTarget` underneath; but what throws in a listener of that ends the process on Node, so each listener is
 * guarded here. It also has to be known whether anybody listens, which an `EventTarget` does not tell.
 */
export class Lifecycle {
  readonly #target = new TypedEventTarget<Announcements>();
  readonly #quiet: boolean;
  readonly #guards: Guards = {
    handled: new Map(),
    ignored: new Map(),
    rejected: new Map(),
    failed: new Map(),
    mismatched: new Map(),
  };

  /** @param quiet nothing goes to the console, also when nobody listens to `failed` */
  constructor(quiet: boolean) {
    this.#quiet = quiet;
  }

  /** Calls `listener` for every announcement of that name; a second time is no time. */
  add<Name extends keyof ReceiverEventMap>(
    name: Name,
    listener: Listener<Name>,
    { once, signal }: ListenerOptions = {},
  ): void {
    const guards = this.#guards[name];
    if (guards === undefined) {
      throw new TypeError(`Nothing is announced as "${name}", only ${Object.keys(this.#guards).join(", ")}.`);
    }
    if (guards.has(listener) || signal?.aborted) return;
    const forget = (): void => this.remove(name, listener);
    const guard: Guard<Name> = (announcement) => {
      if (once) forget();
      void this.#shield(() => listener(announcement));
    };
    guards.set(listener, guard);
    this.#target.addEventListener(name, guard);
    signal?.addEventListener("abort", forget, { once: true });
  }

  /** Forgets `listener`. */
  remove<Name extends keyof ReceiverEventMap>(name: Name, listener: Listener<Name>): void {
    const guard = this.#guards[name]?.get(listener);
    if (guard === undefined) return;
    this.#guards[name].delete(listener);
    this.#target.removeEventListener(name, guard);
  }

  /** Tells the listeners, and makes the facts only if there are any. */
  announce<Name extends keyof ReceiverEventMap>(name: Name, facts: () => ReceiverEventMap[Name]): void {
    if (this.#guards[name].size === 0) return;
    const announcement = new CustomEvent(name, { detail: facts() });
    this.#target.dispatchTypedEvent(name, announcement as Announcements[Name]);
  }

  /** As `announce("failed", ...)`, but somebody is always told. */
  announceFailure(facts: () => Failed): void {
    if (this.#guards.failed.size > 0) this.announce("failed", facts);
    else this.#print(describeFailure(facts()));
  }

  async #shield(listener: () => unknown): Promise<void> {
    try {
      await listener();
    } catch (error) {
      this.#print(`a listener failed: ${textOf(error)}`);
    }
  }

  #print(line: string): void {
    if (!this.#quiet) console.error(`optimizely-cmp-webhooks: ${line.replace(/\s+/g, " ")}`);
  }
}

function describeFailure({ error, errors, event, late }: Failed): string {
  const subject = `${error.code}${event ? ` for ${event.event_name}` : ""}${late ? ", after the deadline" : ""}`;
  return [subject, error.message, ...errors.map(textOf)].join(": ");
}

/** Also of things that cannot be turned into text, since handlers may throw anything. */
function textOf(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    return "something without a text";
  }
}
