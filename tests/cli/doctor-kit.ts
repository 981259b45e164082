import type { RequestListener } from "node:http";
import { createReceiver, EventRouter, type ReceiverOptions } from "optimizely-cmp-webhooks";
import { toNodeHandler } from "optimizely-cmp-webhooks/node";
import { type Ended, secret } from "./program.js";

export const path = "/webhooks/cmp";
export const handled: unknown[] = [];

/** A receiver whose handlers tell that they ran. */
export function makeReceiver(options: Partial<ReceiverOptions> = {}) {
  const router = new EventRouter();
  router.onAny((event) => void handled.push(event));
  router.onUnknown((event) => void handled.push(event));
  return createReceiver({ router, secret, log: null, ...options });
}

export const receive = (options: Partial<ReceiverOptions> = {}): RequestListener =>
  toNodeHandler(makeReceiver(options), { path });

/** The lines that begin with FAIL, and the line of the fix behind each. */
export function failuresOf({ stdout }: Ended): string {
  const lines = stdout.split("\n");
  return lines
    .filter((line, index) => line.startsWith("  FAIL") || lines[index - 1]?.startsWith("  FAIL"))
    .join("\n");
}
