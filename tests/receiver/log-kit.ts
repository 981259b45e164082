import { createReceiver, EventRouter, type Log, type ReceiverOptions } from "optimizely-cmp-webhooks";
import { secret } from "../support/client.js";
import { delivery } from "./kit.js";

/** A log that keeps its lines, each with its level. */
export function keepLines(): { log: Log; lines: string[] } {
  const lines: string[] = [];
  const write = (level: string) => (text: string) => void lines.push(`${level} ${text}`);
  return { lines, log: { warn: write("warn"), error: write("error") } };
}

/** A receiver whose handlers throw these, one each, and the lines of its log. */
export function makeFailing(thrown: readonly unknown[], options: Partial<ReceiverOptions> = {}) {
  const router = new EventRouter();
  for (const one of thrown) router.onAny(() => Promise.reject(one));
  const { log, lines } = keepLines();
  const receiver = createReceiver({ router, secret, log, ...options });
  const guess = () => receiver.receive(delivery({ headers: { "callback-secret": "guess" } }));
  return { receiver, lines, guess };
}

/** An error as libraries make it: the reason is two causes deep. */
export function fetchFailed(): Error {
  const refused = Object.assign(new Error("connect ECONNREFUSED 10.0.0.5:5432"), { code: "ECONNREFUSED" });
  return new TypeError("fetch failed", { cause: refused });
}
