import {
  createReceiver,
  EventRouter,
  type IdempotencyStore,
  type ReceiverOptions,
} from "optimizely-cmp-webhooks";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type DeliveryParts, defer, delivery } from "../receiver/kit.js";
import { secret } from "../support/client.js";
import { linesOf } from "./blocks.js";

/*
 * The faults that docs/troubleshooting.md lists are planted in a default receiver: the line that it writes is the one in
 * the document.
 */

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const refused = new TypeError("fetch failed", { cause: new Error("connect ECONNREFUSED 10.0.0.5:5432") });
const broken: IdempotencyStore = {
  reserve: () => Promise.reject(refused),
  complete: () => true,
  release: () => {},
};

type Planted = DeliveryParts & { readonly misdirected?: boolean | string };

/** What the receiver is made with, what is delivered, and what the handler does. */
const faults: Readonly<Record<string, readonly [Partial<ReceiverOptions>, Planted, () => unknown]>> = {
  "another secret in CMP": [{}, { headers: { "callback-secret": "another" } }, () => {}],
  "a proxy that drops the header": [{}, { headers: { "callback-secret": undefined } }, () => {}],
  "an unset variable behind a function": [{ secret: () => undefined }, {}, () => {}],
  "a vault that is down": [{ secret: () => Promise.reject(refused) }, {}, () => {}],
  "a database that is down": [{}, {}, () => Promise.reject(refused)],
  "a middleware that reads the body": [{}, { body: undefined }, () => {}],
  "another path": [{}, { misdirected: true }, () => {}],
  "a compressing proxy": [
    {},
    { headers: { "content-encoding": "gzip" }, body: Buffer.from([31, 139, 8, 0]) },
    () => {},
  ],
  "a handler that is too slow": [{}, {}, () => defer().promise],
  "a store that is down": [{ idempotency: { store: broken } }, {}, () => {}],
};

const rows = linesOf("docs/troubleshooting.md")
  .join("\n")
  .split("## Ten planted faults")[1]
  ?.matchAll(/^\| ([^|]+) \| `([^`]+)` \|$/gm);

test.each([...(rows ?? [])].map(([, fault = "", line = ""]) => [fault, line] as const))(
  "%s is found by its line",
  async (fault, line) => {
    const [options, parts, handler] = faults[fault] ?? [];
    expect(parts, fault).toBeDefined();
    const lines: string[] = [];
    for (const level of ["warn", "error"] as const) {
      vi.spyOn(console, level).mockImplementation((text) => void lines.push(String(text)));
    }
    const router = new EventRouter({ task_added: handler ?? (() => {}) });
    const answered = createReceiver({ router, secret, ...options }).receive({
      ...delivery(parts),
      misdirected: parts?.misdirected,
    });
    await vi.advanceTimersByTimeAsync(8_000);
    await answered;

    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(line);
  },
);

test("ten faults are planted", () => {
  expect(Object.keys(faults)).toHaveLength(10);
});
