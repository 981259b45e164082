import { describeValue } from "../values.js";
import type { DeliveryReceiver } from "./delivery.js";

/**
 * Checks at start what every adapter is given: without a receiver each request would fail, or end the process.
 *
 * @throws TypeError when `receiver` has no method `receive`
 */
export function requireReceiver(receiver: unknown): asserts receiver is DeliveryReceiver {
  if (hasMethod(receiver, "receive")) return;
  throw new TypeError(
    `receiver must be what createReceiver returns, received ${describeValue(receiver)}${fixFor(receiver)}`,
  );
}

function fixFor(value: unknown): string {
  if (hasMethod(value, "then")) return ". Await it first";
  return hasMethod(value, "dispatch") ? ". Pass createReceiver({ router, secret })" : "";
}

function hasMethod<Name extends string>(value: unknown, name: Name): boolean {
  return typeof Object(value)[name] === "function";
}
