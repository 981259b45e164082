import {
  type AnyEvent,
  type CmpEvent,
  deliveryKey,
  type EventName,
  eventNames,
} from "optimizely-cmp-webhooks";
import { createEvent } from "optimizely-cmp-webhooks/testing";

/** An event, and the name under which the ledger keep it. */
export interface Proof {
  readonly id: string;
  /** Whether a redelivery of it can be told from a second event. */
  readonly keyed: boolean;
  readonly event: CmpEvent;
}

/** So many events of all kinds, each with ids of its own and with its name in the ledger. */
export function makeProofs(count: number, names: readonly EventName[] = eventNames): readonly Proof[] {
  return Array.from({ length: count }, (_, index) => {
    const id = `e${index}`;
    const event = createEvent(names[index % names.length] ?? "task_added", {}, { seed: index + 1 });
    // CMP adds members without notice; this one tells the event from others with the same body.
    Object.assign(event.data, { proof: id });
    return { id, keyed: deliveryKey(event) !== undefined, event };
  });
}

/** The name under which the ledger keep an event. */
export function proofOf(event: AnyEvent): string {
  return String(Reflect.get(event.data, "proof"));
}
