import {
  createCmpApi,
  createEvent,
  createSimulator,
  createVirtualClock,
  deliver,
} from "optimizely-cmp-webhooks/testing";
import { describe, expect, it } from "vitest";

const event = createEvent("task_added");
const target = { fetch: () => new Response() };

/** What JavaScript can hand over, and what is said of it. */
describe("createSimulator refuses", () => {
  it.each([
    [{ duplicates: "0.5" }, 'duplicates must be a number from 0 to 1, received "0.5"'],
    [{ concurrency: "5" }, 'concurrency must be a number from 1 to 10000, received "5"'],
    [{ rate: "5" }, 'rate must be a number from 0.001 to 1000000, received "5"'],
    [{ reorder: "yes" }, 'reorder must be a number from 0 to 10000, received "yes"'],
    [{ timeoutMs: "5" }, 'timeoutMs must be a number above 0 and below 2147483648, received "5"'],
    [{ retryForMs: "5" }, 'retryForMs must be a number from 0 to Infinity, received "5"'],
    [{ clock: {} }, "clock must be a clock such as createVirtualClock(), received an object"],
    [
      { clock: createVirtualClock },
      "clock must be a clock such as createVirtualClock(), received a function",
    ],
    [{ random: 5 }, "random must be a function, received 5"],
    [{ path: 5 }, "path must begin with a slash, received 5"],
    [{ headers: new Headers() }, "headers must be an object, received an iterable"],
    [{ headers: { "x-a": 5 } }, "x-a must be a string, received number"],
    [{ duplicate: 1 }, 'clock, random, seed, received "duplicate"'],
  ])("%j", (wrong, message) => {
    expect(() => createSimulator({ target, ...(wrong as object) })).toThrow(TypeError);
    expect(() => createSimulator({ target, ...(wrong as object) })).toThrow(message);
  });
});

describe("a run refuses", () => {
  const simulator = createSimulator({ target, clock: createVirtualClock() });

  it.each([undefined, event, "task_added", Promise.resolve([event])])("%s for events", (events) => {
    expect(() => simulator.run(events as never)).toThrow(/^events must be an array or another iterable/);
  });

  it.each(["task_added", undefined, 5])("%s for an event", async (wrong) => {
    await expect(simulator.run([wrong] as never).finish()).rejects.toThrow(
      "events must hold events, received",
    );
  });

  it("options that are none", () => {
    expect(() => simulator.run([event], { signal: 5 } as never)).toThrow("signal must be an AbortSignal");
    expect(() => simulator.run([event], { sginal: 5 } as never)).toThrow("options of run must be of signal");
  });

  it.each([5, -1, 1, Number.NaN, "0.5x"])("%j of random, and ends", async (number) => {
    const random = () => number as never;
    const run = createSimulator({ target, random }).run([event, event]);
    await expect(run.finish()).rejects.toThrow("random must return a number from 0 up to 1, received");
  });
});

it("createEvent refuses options and overrides that are none", () => {
  expect(() => createEvent("task_added", {}, { sead: 2 } as never)).toThrow(
    "options of createEvent must be of seed",
  );
  expect(() => createEvent("task_added", {}, null as never)).toThrow(
    "options of createEvent must be an object",
  );
  for (const wrong of ["x", 5, []]) {
    expect(() => createEvent("task_added", wrong as never)).toThrow("overrides must be an object, received");
  }
});

it("deliver refuses headers that would be left out, and times and paths of another type", async () => {
  for (const [wrong, message] of [
    [{ headers: new Map([["x-a", "b"]]) }, "headers must be an object, received an iterable"],
    [{ headers: [["x-a", "b"]] }, "headers must be an object, received an array"],
    [{ timeoutMs: "5" }, "timeoutMs must be a number"],
    [{ path: 5 }, "path must begin with a slash, received 5"],
  ] as const) {
    await expect(deliver(target, event, wrong as never)).rejects.toThrow(message);
  }
});

it("the fake CMP refuses a misspelt fault, a path without a slash, and domains that are no list", async () => {
  const api = await createCmpApi();
  try {
    expect(() => api.fail({ paht: "/acknowledge" } as never)).toThrow("options of fail must be of path");
    expect(() => api.put("tasks/1", {})).toThrow('path must begin with a slash, received "tasks/1"');
  } finally {
    await api.close();
  }
  const started = createCmpApi({ publicDomains: "example.com" as never });
  await expect(started).rejects.toThrow('publicDomains must be an array, received "example.com"');
});
