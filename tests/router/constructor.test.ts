import { type EventHandlers, EventRouter, type TaskAddedEvent } from "optimizely-cmp-webhooks";
import { expect, expectTypeOf, test } from "vitest";
import { fixtures } from "../fixtures/events.js";

test("handlers given to the constructor run for their events", async () => {
  const seen: string[] = [];
  const router = new EventRouter({
    task_added: (event, { signal }) => {
      expectTypeOf(event).toEqualTypeOf<TaskAddedEvent>();
      seen.push(event.event_name, String(signal.aborted));
    },
    task_removed: async (event) => void seen.push(event.data.task.id),
  });
  await router.dispatch(fixtures.task_added);
  await router.dispatch(fixtures.task_removed);

  expect(seen).toEqual(["task_added", "false", fixtures.task_removed.data.task.id]);
});

test("a misspelt name is a compile error, and a TypeError", () => {
  // @ts-expect-error Object literal may only specify known properties. Did you mean to write "task_added"?
  expect(() => new EventRouter({ task_addded: () => {} })).toThrow(/"task_addded"\. Did you mean task_added/);
});

test.each<[string, unknown]>([
  ["null", null],
  ["a string", "task_added"],
  ["a Map", new Map([["task_added", () => {}]])],
  [
    "an instance of a class",
    new (class {
      task_added() {}
    })(),
  ],
  ["a handler that is undefined", { task_added: undefined }],
  ["a handler that is a string", { task_added: "run" }],
  ["a name of every object", { constructor: () => {} }],
])("%s in place of handlers throws a TypeError", (_title, handlers) => {
  expect(() => new EventRouter(handlers as EventHandlers)).toThrow(TypeError);
});

test("what a handler returns may be anything, such as the promise of a queue", () => {
  const queue = { add: async (_event: object) => ({ id: "job-1" }) };
  const router = new EventRouter();
  router.onAny((event) => queue.add(event));
  router.on("task_added", (event) => queue.add(event));
});
