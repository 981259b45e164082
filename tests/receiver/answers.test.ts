import type { SecretProvider } from "optimizely-cmp-webhooks";
import { describe, expect, test } from "vitest";
import { secret } from "../support/client.js";
import { acknowledged, broken, refused } from "./answers-rows.js";
import { answerOf, brief, delivery, makeBench } from "./kit.js";

describe.each([...acknowledged, ...refused, ...broken])("$title", (row) => {
  test(`is answered with ${row.answer}, and announced`, async () => {
    const ran: string[] = [];
    const { router, receiver, told } = makeBench(row.options);
    row.setUp?.(router, (handler) => void ran.push(handler));
    const reply = await receiver.receive(delivery(row));

    expect(answerOf(reply)).toBe(row.answer);
    expect(Object.keys(JSON.parse(reply.body))).toEqual(["code"]);
    expect(reply.headers).toEqual({
      "content-type": "application/json",
      ...(reply.status === 405 ? { allow: "POST" } : {}),
    });
    expect(brief(told)).toEqual(row.announced);
    expect(ran).toEqual(row.ran ?? []);
  });
});

test.each<[string, SecretProvider]>([
  ["a text", () => secret],
  ["a list", () => ["x", secret]],
  ["a promise of a text", async () => secret],
  ["a promise of a list", async () => ["x", secret]],
])("a function for the secret may return %s", async (_title, provider) => {
  const { receiver } = makeBench({ secret: provider });

  expect(answerOf(await receiver.receive(delivery()))).toBe("202 ignored");
  expect(answerOf(await receiver.receive(delivery({ headers: { "callback-secret": "guess" } })))).toBe(
    "401 secret_mismatch",
  );
});
