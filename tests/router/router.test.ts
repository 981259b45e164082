import { type AnyEvent, type CmpEventMap, EventRouter, type UnknownEvent } from "optimizely-cmp-webhooks";
import { describe, expect, expectTypeOf, test } from "vitest";
import { fixtures } from "../fixtures/events.js";
import { thrownBy } from "../receiver/kit.js";

const { task_added: taskAdded, task_removed: taskRemoved } = fixtures;
const unknownEvent: UnknownEvent = { event_name: "brand_new", data: { a: 1 } };

/** Handlers that write down that they ran. */
function makeLog() {
  const ran: string[] = [];
  return { ran, write: (entry: string) => (): void => void ran.push(entry) };
}

describe("on", () => {
  test("a handler of one name runs for that event, with that event, and for no other", async () => {
    const router = new EventRouter();
    const seen: unknown[] = [];
    router.on("task_added", (event) => void seen.push(event));

    for (const event of [...Object.values(fixtures), unknownEvent]) await router.dispatch(event);

    expect(seen).toEqual([taskAdded]);
    expect(seen[0]).toBe(taskAdded);
  });

  test("a handler of a list runs for each of its names, and for no other", async () => {
    const router = new EventRouter();
    const seen: string[] = [];
    router.on(["task_added", "task_removed"], (event) => void seen.push(event.event_name));

    for (const event of [...Object.values(fixtures), unknownEvent]) await router.dispatch(event);

    expect(seen.toSorted()).toEqual(["task_added", "task_removed"]);
  });

  test("a name that stands twice in a list counts once", async () => {
    const router = new EventRouter();
    const { ran, write } = makeLog();
    router.on(["task_added", "task_added"], write("a"));
    await router.dispatch(taskAdded);

    expect(ran).toEqual(["a"]);
  });

  test("a handler that is registered twice runs twice, and is taken off once", async () => {
    const router = new EventRouter();
    const { ran, write } = makeLog();
    const handler = write("a");
    const off = router.on("task_added", handler);
    router.on("task_added", handler);

    await router.dispatch(taskAdded);
    expect(ran).toEqual(["a", "a"]);

    off();
    await router.dispatch(taskAdded);
    expect(ran).toEqual(["a", "a", "a"]);
  });

  test("the list may be changed afterwards", async () => {
    const router = new EventRouter();
    const { ran, write } = makeLog();
    const names: ("task_added" | "task_removed")[] = ["task_added"];
    const off = router.on(names, write("a"));
    names.splice(0, 1, "task_removed");

    await router.dispatch(taskRemoved);
    await router.dispatch(taskAdded);
    expect(ran).toEqual(["a"]);

    off();
    await router.dispatch(taskAdded);
    expect(ran).toEqual(["a"]);
  });

  test("two routers share nothing", async () => {
    const { ran, write } = makeLog();
    new EventRouter().on("task_added", write("a"));
    await new EventRouter().dispatch(taskAdded);

    expect(ran).toEqual([]);
  });

  test("events are typed by their names", () => {
    const router = new EventRouter();
    router.on("task_added", (event) => {
      expectTypeOf(event).toEqualTypeOf<CmpEventMap["task_added"]>();
    });
    router.on(["task_asset_added", "task_asset_modified"], (event) => {
      expectTypeOf(event).toEqualTypeOf<CmpEventMap["task_asset_added" | "task_asset_modified"]>();
      expectTypeOf(event.event_name).toEqualTypeOf<"task_asset_added" | "task_asset_modified">();
    });
    router.onUnknown((event) => {
      expectTypeOf(event).toEqualTypeOf<UnknownEvent>();
    });
    router.onAny((event) => {
      expectTypeOf(event).toEqualTypeOf<AnyEvent>();
    });
    // @ts-expect-error The compiler knows the names as well.
    expect(() => router.on("task_aded", () => {})).toThrow(TypeError);
  });
});

describe("a name that is none of CMP's throws, since its handler would never run", () => {
  test.each([
    "brand_new",
    "task_metadata_modifed",
    "__proto__",
    "constructor",
    "toString",
    "*",
    "error",
    "",
    "Task_Added",
    " task_added",
  ])("%j, alone and in a list", async (name) => {
    const router = new EventRouter();
    const { ran, write } = makeLog();

    expect(() => router.on(name as "task_added", write("a"))).toThrow(TypeError);
    expect(() => router.on(["task_added", name as "task_added"], write("a"))).toThrow(TypeError);
    expect(String(thrownBy(() => router.on(name as "task_added", write("a"))))).toContain(`"${name}"`);

    await router.dispatch(taskAdded);
    expect(ran, "nothing of a refused list is registered").toEqual([]);
  });

  test.each<[string, unknown]>([
    ["a number", 5],
    ["a list of numbers", [5]],
    ["an object", {}],
    ["a list with undefined", [undefined]],
  ])("%s", (_title, name) => {
    expect(() => new EventRouter().on(name as "task_added", () => {})).toThrow(TypeError);
  });
});

test.each<[string, unknown]>([
  ["undefined", undefined],
  ["null", null],
  ["an empty list", []],
])("%s in place of a name throws, since its handler would never run", (_title, names) => {
  expect(() => new EventRouter().on(names as "task_added", () => {})).toThrow(TypeError);
});

test.each([undefined, null, "handler", {}])("a handler that is %j throws", (handler) => {
  const router = new EventRouter();

  expect(() => router.on("task_added", handler as () => void)).toThrow(TypeError);
  expect(() => router.onAny(handler as () => void)).toThrow(TypeError);
  expect(() => router.onUnknown(handler as () => void)).toThrow(TypeError);
});

describe("onUnknown and onAny", () => {
  const unknownNames = ["brand_new", "__proto__", "constructor", "*", "error", "", "task_metadata_modifed"];

  test.each(unknownNames)("%j goes to both", async (event_name) => {
    const router = new EventRouter();
    const { ran, write } = makeLog();
    router.onUnknown(write("unknown"));
    router.onAny(write("any"));
    router.on("task_added", write("named"));
    await router.dispatch({ event_name, data: {} });

    expect(ran).toEqual(["unknown", "any"]);
  });

  test("a known event goes to onAny and not to onUnknown, whether anybody handles it or not", async () => {
    const router = new EventRouter();
    const { ran, write } = makeLog();
    router.onUnknown(write("unknown"));
    router.onAny(write("any"));
    router.on("task_added", write("named"));

    await router.dispatch(taskAdded);
    expect(ran).toEqual(["named", "any"]);

    await router.dispatch(taskRemoved);
    expect(ran).toEqual(["named", "any", "any"]);
  });
});
