import { createReceiver, EventRouter, type HandlerContext } from "optimizely-cmp-webhooks";
import { expect, test } from "vitest";
import { secret } from "../support/client.js";
import { taskAdded } from "../support/recorder.js";
import { answerOf, type Deferred, defer, delivery, makeBench, only } from "./kit.js";

/** A delivery with an id of its own in all its parts. */
function deliveryOf(id: string, parts: object = {}) {
  return delivery({
    headers: { "organization-id": `org-${id}`, "x-trace": `trace-${id}` },
    body: taskAdded.replace("task-31", `task-${id}`),
    ...parts,
  });
}

test("deliveries in flight share neither event, nor context, nor facts", async () => {
  const { router, receiver, told } = makeBench();
  const gates: Deferred<void>[] = [];
  const seen: string[] = [];
  const contexts: HandlerContext[] = [];
  router.on("task_added", async (event, context) => {
    const gate = defer();
    gates.push(gate);
    contexts.push(context);
    await gate.promise;
    seen.push([event.data.task.id, context.organizationId, context.header("x-trace")].join(" "));
  });
  const ids = ["a", "b", "c", "d"];
  const answered = ids.map((id) => receiver.receive(deliveryOf(id)));
  while (gates.length < ids.length) await undefined;
  for (const gate of gates.toReversed()) gate.resolve();
  await Promise.all(answered);

  expect(seen.toSorted()).toEqual(ids.map((id) => `task-${id} org-${id} trace-${id}`));
  expect(new Set(contexts.map(({ signal }) => signal)).size).toBe(4);
  expect(told.map(({ detail }) => detail.organizationId).toSorted()).toEqual(ids.map((id) => `org-${id}`));
});

test("a delivery that fails does not touch the one beside it", async () => {
  const { router, receiver, told } = makeBench();
  const gate = defer();
  router.on("task_added", async (event) => {
    await gate.promise;
    if (event.data.task.id === "task-bad") throw new Error("bad");
  });
  const answered = [receiver.receive(deliveryOf("good")), receiver.receive(deliveryOf("bad"))];
  const refused = await receiver.receive(deliveryOf("worse", { headers: { "callback-secret": "guess" } }));
  gate.resolve();

  expect((await Promise.all(answered)).map(answerOf)).toEqual(["200 handled", "500 handler_failed"]);
  expect(answerOf(refused)).toBe("401 secret_mismatch");
  expect(only(told, "failed").organizationId).toBe("org-bad");
  expect(only(told, "handled").organizationId).toBe("org-good");
});

test("bodies that are read at the same time do not mix", async () => {
  const { router, receiver } = makeBench();
  const seen: string[] = [];
  router.on("task_added", (event) => void seen.push(event.data.task.id));
  async function* slowly(text: string) {
    for (const character of text) yield Buffer.from(character);
  }
  const ids = ["ä", "密", "🔑"];
  const bodies = ids.map((id) => slowly(taskAdded.replace("task-31", id)));
  await Promise.all(bodies.map((body) => receiver.receive(delivery({ body }))));

  expect(seen.toSorted()).toEqual(ids.toSorted());
});

test("two receivers with one router do not open each other's door", async () => {
  const router = new EventRouter();
  const first = createReceiver({ router, secret: "first" });
  const second = createReceiver({ router, secret: "second" });
  const open = createReceiver({ router, secret: null });
  const tryWith = (value: string) =>
    Promise.all(
      [first, second, open].map(async (receiver) =>
        answerOf(await receiver.receive(delivery({ headers: { "callback-secret": value } }))),
      ),
    );
  const [no, yes] = ["401 secret_mismatch", "202 ignored"];

  expect(await Promise.all(["first", "second", secret].map(tryWith))).toEqual([
    [yes, no, yes],
    [no, yes, yes],
    [no, no, yes],
  ]);
});

test("each organization's secret opens its own door alone, also at the same time", async () => {
  const { receiver } = makeBench({ secret: async ({ organizationId }) => `secret-of-${organizationId}` });
  const tryWith = async (organization: string, value: string) =>
    answerOf(
      await receiver.receive(
        delivery({ headers: { "organization-id": organization, "callback-secret": value } }),
      ),
    );

  expect(
    await Promise.all([
      tryWith("a", "secret-of-a"),
      tryWith("a", "secret-of-b"),
      tryWith("b", "secret-of-b"),
    ]),
  ).toEqual(["202 ignored", "401 secret_mismatch", "202 ignored"]);
});

test("two receivers do not hear each other's announcements", async () => {
  const [one, other] = [makeBench(), makeBench()];
  await one.receiver.receive(delivery());

  expect(one.told).toHaveLength(1);
  expect(other.told).toEqual([]);
});
