import { TypedEventTarget } from "typescript-event-target";
import { requireSignal, whenAborted } from "../signal.js";
import { describeValue, requireKnownOptions } from "../values.js";
import type { Announcement, Listener, ListenerOptions, ReceiverEventMap } from "./announcements.js";

type Name = keyof ReceiverEventMap;
type Announcements = { [Key in Name]: Event & Announcement<Key> };

/** Held to the map of announcements by the compiler. */
export const announced: Readonly<Record<Name, true>> = {
  handled: true,
  ignored: true,
  rejected: true,
  failed: true,
  mismatched: true,
  duplicate: true,
  answered: true,
};

interface Entry {
  readonly listener: Listener<never>;
  readonly once: boolean;
  /** Forgets the signal of the listener. */
  readonly forget: () => void;
}

/**
 * Calls the listeners of a receiver.
 *
 * An `EventTarget` underneath, with one listener for each name: what a listener throws ends the process on Node, which
 * also warns of a leak at the eleventh listener. So each is called, and guarded, here.
 */
export class Listeners {
  readonly #target = new TypedEventTarget<Announcements>();
  readonly #entries = new Map<Name, Entry[]>();
  readonly #report: (error: unknown) => void;

  /** @param report is told what a listener throws or rejects with; must not throw */
  constructor(report: (error: unknown) => void) {
    this.#report = report;
  }

  /** Calls `listener` for every announcement of that name. To add it twice is to add it once. */
  add<Key extends Name>(name: Key, listener: Listener<Key>, options: ListenerOptions = {}): void {
    if (!Object.hasOwn(announced, name)) {
      const names = Object.keys(announced).join(", ");
      throw new TypeError(
        `The name of an announcement must be one of ${names}, received ${describeValue(name)}`,
      );
    }
    if (typeof listener !== "function") {
      throw new TypeError(`listener must be a function, received ${describeValue(listener)}`);
    }
    requireKnownOptions("addEventListener", options, ["once", "signal"]);
    const { once = false, signal } = options;
    if (typeof once !== "boolean") {
      throw new TypeError(`once must be true or false, received ${describeValue(once)}`);
    }
    requireSignal(signal);
    const entries = this.#entriesOf(name);
    if (signal?.aborted || entries.some((entry) => entry.listener === listener)) return;
    const forget = signal ? whenAborted(signal, () => this.remove(name, listener)) : () => {};
    entries.push({ listener, once, forget });
  }

  /** Forgets `listener`. */
  remove(name: Name, listener: unknown): void {
    const entries = this.#entries.get(name) ?? [];
    const at = entries.findIndex((entry) => entry.listener === listener);
    if (at >= 0) entries.splice(at, 1)[0]?.forget();
  }

  /** Whether anybody listens to announcements of that name. */
  has(name: Name): boolean {
    return (this.#entries.get(name)?.length ?? 0) > 0;
  }

  /** Calls the listeners of that name. */
  announce<Key extends Name>(name: Key, detail: ReceiverEventMap[Key]): void {
    // No CustomEvent: some edge platforms have none.
    const announcement = Object.assign(new Event(name), { detail });
    this.#target.dispatchTypedEvent(name, announcement as Announcements[Key]);
  }

  #entriesOf(name: Name): Entry[] {
    const known = this.#entries.get(name);
    if (known !== undefined) return known;
    const entries: Entry[] = [];
    this.#entries.set(name, entries);
    this.#target.addEventListener(name, (announcement) => {
      for (const { listener, once } of [...entries]) {
        void this.#call(listener, announcement, once ? name : undefined);
      }
    });
    return entries;
  }

  /** @param done the name under which the listener is to be forgotten now */
  async #call(listener: Listener<never>, announcement: Event, done: Name | undefined): Promise<void> {
    try {
      if (done !== undefined) this.remove(done, listener);
      await listener(announcement as never);
    } catch (error) {
      this.#report(error);
    }
  }
}
