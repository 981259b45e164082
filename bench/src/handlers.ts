/* The parts that the receivers share: the handler, the port, and the least code that does the work. */
import { timingSafeEqual } from "node:crypto";
import { secret } from "./bodies.js";

/** The path of deliveries. */
export const path = "/webhooks/cmp";

/** The events of all bodies. */
export const names = ["task_added", "content_preview_requested"] as const;

/** An event that nobody has validated. */
export interface LooseEvent {
  readonly event_name: string;
}

/** Every handler of every receiver counts here, so that a receiver that handles nothing is found. */
export const tally = { count: 0 };

/** How many handlers an event has. */
export const handlersPerEvent = Number(process.env["HANDLERS"] ?? 1);

/** The handler of all receivers: asynchronous, as most are. */
export async function handler(): Promise<void> {
  tally.count += 1;
}

const list = Array.from({ length: handlersPerEvent }, () => handler);
const handlers: ReadonlyMap<string, () => Promise<unknown>> = new Map(
  names.map((name) => [name, list.length === 1 ? handler : () => Promise.all(list.map((one) => one()))]),
);

/** Runs the handlers of an event. */
export async function dispatch(name: string): Promise<void> {
  await handlers.get(name)?.();
}

const expected = Buffer.from(secret);

/** Compares the secret in constant time. @throws Error for another one */
export function requireSecret(header: unknown): void {
  const given = Buffer.from(String(header));
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    throw new Error("Another secret");
}
