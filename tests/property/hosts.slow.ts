import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Sent, secret, send } from "../support/client.js";
import { type Host, hosts } from "../support/hosts.js";
import { record } from "../support/recorder.js";
import { runs } from "../support/thorough.js";
import { anyText, fixture, mutate, mutation } from "./arbitraries.js";

const statuses = [200, 202, 400, 401, 405, 413];

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  anyText().map((text) => Buffer.from(text)),
  fc
    .tuple(fixture, fc.array(mutation, { maxLength: 2 }))
    .map(([event, mutations]) => Buffer.from(JSON.stringify(mutations.reduce(mutate, event)))),
);

const type = fc.constantFrom(
  undefined,
  "application/json",
  "application/json; charset=latin1",
  "text/plain",
  "application/x-www-form-urlencoded",
  "multipart/form-data",
  ";",
);

/** With its length, or in chunks without one. */
const sent: fc.Arbitrary<Sent> = fc
  .record({
    method: fc.oneof(
      { weight: 8, arbitrary: fc.constant("POST") },
      { weight: 1, arbitrary: fc.constantFrom("PUT", "PATCH", "DELETE") },
    ),
    received: fc.oneof(
      { weight: 5, arbitrary: fc.constant<string | undefined>(secret) },
      { weight: 1, arbitrary: fc.constantFrom("", undefined, secret.slice(1), secret.toUpperCase()) },
    ),
    type,
    bytes,
    parts: fc.nat(3),
  })
  .map(({ method, received, type, bytes, parts }) => ({
    method,
    headers: {
      "callback-secret": received,
      "content-type": type,
      ...(parts > 0 ? { "transfer-encoding": "chunked" } : {}),
    },
    ...(parts > 0 ? { chunks: cut(bytes, parts) } : { body: bytes }),
  }));

/** So many pieces; none of them is empty, since an empty chunk ends a body. */
function cut(content: Uint8Array, parts: number): Uint8Array[] {
  const size = Math.ceil(content.length / parts);
  return Array.from({ length: parts }, (_piece, index) =>
    content.subarray(index * size, (index + 1) * size),
  ).filter(({ length }) => length > 0);
}

describe.each(hosts)("$name", ({ start }) => {
  const { receiver, router, announced } = record();
  let ran = 0;
  let host: Host;
  router.onAny(() => void ran++);

  beforeAll(async () => {
    host = await start(receiver);
  });

  afterAll(() => host.close());

  test("answers any bytes with a documented status, and runs handlers for the right secret alone", async () => {
    await fc.assert(
      fc.asyncProperty(sent, async (request) => {
        ran = 0;
        announced.length = 0;
        const seen = await send(host.port, request, { agent: false });

        expect(statuses).toContain(seen.status);
        expect(seen.body).toMatch(/^\{"code":"[a-z_]+"\}$/);
        expect(announced.filter(({ name }) => name !== "mismatched")).toHaveLength(1);
        expect(announced.filter(({ name }) => name === "failed")).toEqual([]);
        const mayRun = request.method === "POST" && request.headers?.["callback-secret"] === secret;
        if (!mayRun) expect([ran, seen.status]).toEqual([0, request.method === "POST" ? 401 : 405]);
      }),
      runs(40),
    );
  });
});
