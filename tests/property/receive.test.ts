import { Readable } from "node:stream";
import fc from "fast-check";
import { type Delivery, ReceiverError } from "optimizely-cmp-webhooks";
import { expect, test } from "vitest";
import { answerOf, makeBench } from "../receiver/kit.js";
import { secret } from "../support/client.js";
import { runs } from "../support/thorough.js";
import { anyText, fixture, mutate, mutation } from "./arbitraries.js";

/** Every answer that the documents know. */
const documented = new Set([
  "200 handled",
  "202 ignored",
  "400 malformed_json",
  "400 malformed_envelope",
  "400 body_aborted",
  "401 secret_missing",
  "401 secret_mismatch",
  "405 method_not_allowed",
  "413 body_too_large",
  "422 payload_mismatch",
  "500 handler_failed",
  "500 body_consumed",
]);

const content = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  anyText().map((text) => Buffer.from(text)),
  fc
    .tuple(fixture, fc.array(mutation, { maxLength: 2 }))
    .map(([event, mutations]) => Buffer.from(JSON.stringify(mutations.reduce(mutate, event)))),
);

/** The content in pieces of that size. */
function cut(bytes: Uint8Array, size: number): Uint8Array[] {
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_piece, index) =>
    bytes.subarray(index * size, (index + 1) * size),
  );
}

async function* generate(chunks: readonly Uint8Array[]) {
  yield* chunks;
}

/** A function that makes the body, so that a run can be repeated with a fresh stream. */
const body: fc.Arbitrary<() => unknown> = fc.oneof(
  fc.tuple(content, fc.integer({ min: 1, max: 200 }), fc.nat(6)).map(([bytes, size, kind]) => () => {
    const chunks = cut(bytes, size);
    return [
      bytes,
      new TextDecoder().decode(bytes),
      Readable.from(chunks),
      Readable.from(chunks).setEncoding("utf8"),
      ReadableStream.from(chunks),
      generate(chunks),
      new Blob(chunks).stream(),
    ][kind];
  }),
  fc.jsonValue().map((value) => () => value),
  fc.constantFrom<() => unknown>(
    () => undefined,
    () => new Readable().destroy(),
    () => new ReadableStream({ start: (controller) => controller.error(new Error("reset")) }),
  ),
);

const header = fc.oneof(
  { weight: 5, arbitrary: fc.constant<string | undefined>(secret) },
  { weight: 1, arbitrary: fc.constantFrom("", undefined, secret.slice(1), `${secret}\u0000`) },
  { weight: 1, arbitrary: fc.string() },
);

const sent = fc.record({
  method: fc.oneof({ weight: 9, arbitrary: fc.constant("POST") }, { weight: 1, arbitrary: fc.string() }),
  received: header,
  declared: fc.oneof(fc.constant(undefined), fc.string(), fc.integer().map(String)),
  organization: fc.option(fc.string(), { nil: undefined }),
  body,
  maxBodyBytes: fc.constantFrom(1, 64, 5_000_000),
  onMismatch: fc.constantFrom("dispatch" as const, "reject" as const),
  fails: fc.boolean(),
});

test("any delivery has a documented answer and one announcement, and handlers run for the right secret alone", async () => {
  await fc.assert(
    fc.asyncProperty(sent, async ({ method, received, declared, organization, body, fails, ...options }) => {
      const { router, receiver, told } = makeBench(options);
      let ran = 0;
      router.onAny(async () => {
        ran++;
        if (fails) throw undefined;
      });
      const headers: Readonly<Record<string, string | undefined>> = {
        "callback-secret": received,
        "content-length": declared,
        "organization-id": organization,
      };
      const delivery: Delivery = { method, header: (name) => headers[name], body: body() };
      const reply = await receiver.receive(delivery);

      expect(documented).toContain(answerOf(reply));
      expect(reply.body).toMatch(/^\{"code":"[a-z_]+"\}$/);
      expect(told.filter(({ name }) => name !== "mismatched")).toHaveLength(1);
      if (method !== "POST" || received !== secret) expect(ran).toBe(0);
      if (ran === 0) expect(reply.status).not.toBe(200);
      expect(ran).toBeLessThanOrEqual(1);
      await receiver.idle();
    }),
    runs(600),
  );
});

test("whatever stands in place of a delivery is answered", async () => {
  await fc.assert(
    fc.asyncProperty(fc.anything(), async (value) => {
      const { receiver, told } = makeBench();
      const { status } = await receiver.receive(value as Delivery);

      expect([405, 500]).toContain(status);
      const [first] = told;
      expect(first && "error" in first.detail && first.detail.error).toBeInstanceOf(ReceiverError);
    }),
  );
});
