import { TypedEventTarget } from "typescript-event-target";
import type { Failed, Listener, ListenerOptions, ReceiverEventMap } from "./announcements.js";

type Name = keyof ReceiverEventMap;
type Announcements = { [Key in Name]: CustomEvent<ReceiverEventMap[Key]> };

/** Held to the map of announcements by the compiler. */
const isAnnounced: Readonly<Record<Name, true>> = {
  handled: true,
  ignored: true,
  rejected: true,
  failed: true,
  mismatched: true,
  duplicate: true,
};

/**
 * Tells whoever listens what became of the deliveries.
 *
 * An `EventTarget` underneath; but what throws in a listener of that ends the process on Node, so each listener is
 * guarded here. It also has to be known whether anybody listens, which an `EventTarget` does not tell.
 */
export class Lifecycle {
  readonly #target = new TypedEventTarget<Announcements>();
  /** By name, the listeners, each with what takes it off. */
  readonly #listening = new Map<Name, Map<unknown, () => void>>();
  readonly #quiet: boolean;

  /** @param quiet nothing goes to the console, also when nobody listens to `failed` */
  constructor(quiet: boolean) {
    this.#quiet = quiet;
  }

  /** Calls `listener` for every announcement of that name. To add it twice is to add it once. */
  add<Key extends Name>(name: Key, listener: Listener<Key>, options: ListenerOptions = {}): void {
    if (!Object.hasOwn(isAnnounced, name)) {
      throw new TypeError(`Nothing is announced as "${name}", only ${Object.keys(isAnnounced).join(", ")}`);
    }
    const { once, signal } = options;
    const listening = this.#listening.get(name) ?? new Map();
    if (signal?.aborted || listening.has(listener)) return;
    const guard = async (announcement: Announcements[Key]): Promise<void> => {
      if (once) stop();
      try {
        await listener(announcement);
      } catch (error) {
        this.#print(`A listener failed: ${textOf(error)}`);
      }
    };
    const stop = (): void => {
      listening.delete(listener);
      this.#target.removeEventListener(name, guard);
      signal?.removeEventListener("abort", stop);
    };
    this.#listening.set(name, listening.set(listener, stop));
    this.#target.addEventListener(name, guard);
    signal?.addEventListener("abort", stop);
  }

  /** Forgets `listener`. */
  remove<Key extends Name>(name: Key, listener: Listener<Key>): void {
    this.#listening.get(name)?.get(listener)?.();
  }

  /** Tells the listeners, and makes the facts only if there are any. A failure goes to the console otherwise. */
  announce<Key extends Name>(name: Key, facts: () => ReceiverEventMap[Key]): void {
    if (this.#listening.get(name)?.size) {
      const announcement = new CustomEvent(name, { detail: facts() });
      this.#target.dispatchTypedEvent(name, announcement as Announcements[Key]);
    }
  }

  /** As `announce("failed", ...)`, but somebody is always told. */
  announceFailure(facts: () => Failed): void {
    if (this.#listening.get("failed")?.size) this.announce("failed", facts);
    else this.#print(describe(facts()));
  }

  #print(line: string): void {
    // One line of a bounded length, without anything that a terminal takes for a command.
    if (!this.#quiet)
      console.error(`optimizely-cmp-webhooks: ${line.slice(0, 2_000).replace(/[\s\p{Cc}]+/gu, " ")}`);
  }
}

function describe({ error, errors, event, late }: Failed): string {
  return [
    event?.event_name ?? "A delivery",
    error.code + (late ? " (late)" : ""),
    error.message,
    ...errors.map(textOf),
  ].join(": ");
}

/** Also of things that cannot be turned into text, since handlers may throw anything. */
function textOf(thrown: unknown): string {
  try {
    return String(thrown);
  } catch {
    return "?";
  }
}
