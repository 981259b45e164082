import { Readable } from "node:stream";
import { createReceiver, EventRouter } from "optimizely-cmp-webhooks";
import { describe, expect, test } from "vitest";
import { secret } from "../support/client.js";
import { taskAdded } from "../support/recorder.js";
import { answerOf, delivery } from "./kit.js";

/*
 * `globalThis.Promise` may be somebody else's: a subclass, or a library such as bluebird. A promise that is not
 * recognised must never be taken for a value: a pending secret was taken for the index of a known one.
 */

const native = globalThis.Promise;

/** Behaves as a promise, and shares no prototype with the language's own. */
class Foreign {
  readonly #inner: Promise<unknown>;

  constructor(run: (resolve: (value: unknown) => void, reject: (reason: unknown) => void) => void) {
    this.#inner = new native(run);
  }

  static resolve(value: unknown): Foreign {
    return new Foreign((resolve) => resolve(value));
  }

  static reject(reason: unknown): Foreign {
    return new Foreign((_resolve, reject) => reject(reason));
  }

  // biome-ignore lint/suspicious/noThenProperty: it stands in for a promise
  then(...both: Parameters<Promise<unknown>["then"]>): Foreign {
    const next = this.#inner.then(...both);
    return new Foreign((resolve, reject) => void next.then(resolve, reject));
  }
}

class Subclass extends native<never> {}

const kinds: readonly [string, unknown][] = [
  ["a subclass", Subclass],
  ["a library", Foreign],
];

describe.each(kinds)("with %s in place of Promise", (_title, kind) => {
  /** Only for as long as the work takes: the test runner needs the real one. */
  async function replaced(work: () => Promise<void>): Promise<void> {
    globalThis.Promise = kind as PromiseConstructor;
    try {
      await work();
    } finally {
      globalThis.Promise = native;
    }
  }

  const providers: readonly [string, () => never][] = [
    ["an async function", (async () => secret) as never],
    ["the promise of a library", (() => Foreign.resolve(secret)) as never],
  ];

  test.each(providers)("%s for the secret lets nobody in who does not know it", (_how, provider) =>
    replaced(async () => {
      const handled: unknown[] = [];
      const router = new EventRouter({ task_added: async (event) => void handled.push(event) });
      const receiver = createReceiver({ router, secret: provider, log: null });
      const guess = delivery({ headers: { "callback-secret": "guess" } });

      expect(answerOf(await receiver.receive(guess))).toBe("401 secret_mismatch");
      expect(handled).toEqual([]);
      expect(answerOf(await receiver.receive(delivery()))).toBe("200 handled");
      expect(handled).toEqual([JSON.parse(taskAdded)]);
    }),
  );

  test.each<[string, () => unknown]>([
    ["a Node stream", () => Readable.from([Buffer.from(taskAdded)])],
    ["a web stream", () => new Blob([taskAdded]).stream()],
  ])("%s is read before its event is answered", (_how, body) =>
    replaced(async () => {
      const router = new EventRouter({ task_added: () => Foreign.resolve(undefined) });
      router.onAny(async () => {});
      const receiver = createReceiver({ router, secret, log: null });

      expect(answerOf(await receiver.receive(delivery({ body: body() })))).toBe("200 handled");
    }),
  );

  test("a handler that fails is a failure", () =>
    replaced(async () => {
      const router = new EventRouter({ task_added: () => Foreign.reject(new Error("x")) });
      const receiver = createReceiver({ router, secret, log: null });

      expect(answerOf(await receiver.receive(delivery()))).toBe("500 handler_failed");
    }));
});

test("a handled event is announced where CustomEvent is missing", async () => {
  const { CustomEvent: known } = globalThis;
  Reflect.deleteProperty(globalThis, "CustomEvent");
  try {
    const receiver = createReceiver({ router: new EventRouter({ task_added: () => {} }), secret });
    const codes: string[] = [];
    receiver.addEventListener("answered", ({ detail }) => void codes.push(detail.code));

    expect(answerOf(await receiver.receive(delivery()))).toBe("200 handled");
    expect(codes).toEqual(["handled"]);
  } finally {
    globalThis.CustomEvent = known;
  }
});
