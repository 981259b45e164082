import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import {
  type Attempt,
  createEvent,
  createSimulator,
  createVirtualClock,
  type SimulatorOptions,
} from "optimizely-cmp-webhooks/testing";
import { describe, expect, it, test, vi } from "vitest";
import { listen } from "../support/hosts.js";

const minute = 60_000;
const days = 24 * 60 * minute;

const eventsOf = (count: number) =>
  Array.from({ length: count }, (_, seed) => createEvent("task_added", {}, { seed }));

/** A Fetch handler that answers with these statuses, and then with 200. */
function answering(...statuses: number[]): { fetch: (request: Request) => Response } {
  return { fetch: () => new Response(null, { status: statuses.shift() ?? 200 }) };
}

function simulate(options: SimulatorOptions) {
  return createSimulator({ clock: createVirtualClock(), concurrency: 1, ...options });
}

async function attemptsOf(options: SimulatorOptions, count = 1): Promise<Attempt[]> {
  const attempts: Attempt[] = [];
  for await (const attempt of simulate(options).run(eventsOf(count))) attempts.push(attempt);
  return attempts;
}

describe("an attempt", () => {
  it("tells what was sent, when, and what became of it", async () => {
    const [first, second, ...others] = await attemptsOf({ target: answering(500) });
    expect(first).toEqual({
      id: 0,
      event: eventsOf(1)[0],
      copy: 0,
      attempt: 1,
      at: 0,
      status: 500,
      body: "",
      ms: expect.any(Number),
      acknowledged: false,
      outcome: "retrying",
      retryAt: second?.at,
    });
    expect(second).toMatchObject({ attempt: 2, status: 200, outcome: "acknowledged", retryAt: undefined });
    expect(others).toEqual([]);
  });

  it.each([201, 204, 301, 302, 307, 400, 401, 404, 500, 503])(
    "fails with %i, and is tried again",
    async (status) => {
      const target = { fetch: vi.fn(answering(status).fetch) };
      const ledger = await simulate({ target }).run(eventsOf(1)).finish();
      expect(ledger.get(0)).toMatchObject({ attempts: 2, acknowledgements: 1, outcome: "delivered_once" });
    },
  );

  it.each([200, 202])("is the last with %i", async (status) => {
    const ledger = await simulate({ target: answering(status, 500) })
      .run(eventsOf(1))
      .finish();
    expect(ledger.get(0)).toMatchObject({ attempts: 1, lastStatus: status, outcome: "delivered_once" });
  });

  it("that is not answered in time fails, in real time, and is tried again", async () => {
    let calls = 0;
    const fetch = (): Promise<Response> | Response =>
      calls++ === 0 ? new Promise(() => {}) : new Response();
    const attempts = await attemptsOf({ target: { fetch }, timeoutMs: 20 });
    expect(attempts.map(({ status, outcome }) => `${status} ${outcome}`)).toEqual([
      "0 retrying",
      "200 acknowledged",
    ]);
    expect(attempts[0]?.error?.message).toBe("No answer within 20 ms");
  });
});

describe("the back-off", () => {
  const down = { fetch: () => new Response(null, { status: 500 }) };

  it("doubles each time, less up to a half, for three days and no longer", async () => {
    const clock = createVirtualClock();
    const started = performance.now();
    const attempts = await attemptsOf({ target: down, clock });
    expect(performance.now() - started).toBeLessThan(5_000);
    const intervals = attempts.slice(1).map(({ at }, index) => at - (attempts[index]?.at ?? 0));
    intervals.forEach((interval, index) => {
      expect(interval).toBeLessThanOrEqual(minute * 2 ** index);
      expect(interval).toBeGreaterThan((minute * 2 ** index) / 2);
    });
    expect(attempts.length).toBeGreaterThan(10);
    const last = attempts.at(-1);
    expect(last).toMatchObject({ outcome: "given_up", retryAt: undefined });
    expect(last?.at).toBeLessThanOrEqual(3 * days);
    expect(last?.at).toBeGreaterThan(days / 2);
    expect(clock.now()).toBe(last?.at);
  });

  it("is cut at random, so that what failed together does not come together again", async () => {
    const attempts = await attemptsOf({ target: answering(...Array(20).fill(500)) }, 20);
    const waits = attempts.filter(({ attempt }) => attempt === 1).map(({ retryAt = 0, at }) => retryAt - at);
    expect(new Set(waits).size).toBe(20);
    expect(Math.min(...waits)).toBeLessThan(0.7 * minute);
    expect(Math.max(...waits)).toBeGreaterThan(0.8 * minute);
  });

  it("is as long as its options say", async () => {
    const random = (): number => 0;
    const attempts = await attemptsOf({ target: down, firstRetryMs: 1_000, retryForMs: 15_000, random });
    expect(attempts.map(({ attempt }) => attempt)).toEqual(attempts.map((_, index) => index + 1));
    expect(attempts.length).toBeGreaterThanOrEqual(4);
    expect(attempts.length).toBeLessThanOrEqual(6);
    expect(attempts.at(-1)?.at).toBeLessThanOrEqual(15_000);
    expect(await attemptsOf({ target: down, retryForMs: 0 })).toHaveLength(1);
  });

  it("ends when the target is up again", async () => {
    const clock = createVirtualClock();
    const fetch = (): Response => new Response(null, { status: clock.now() < days ? 503 : 200 });
    const ledger = await simulate({ target: { fetch }, clock, concurrency: 10 }).run(eventsOf(50)).finish();
    expect(ledger.deliveredOnce).toHaveLength(50);
    expect(clock.now()).toBeGreaterThan(days);
  });

  it("ends in a ledger that says so", async () => {
    const ledger = await simulate({ target: down, concurrency: 10 }).run(eventsOf(3)).finish();
    expect(ledger.givenUp.map(({ id }) => id)).toEqual([0, 1, 2]);
    expect(ledger.givenUp[0]).toMatchObject({ acknowledgements: 0, lastStatus: 500, outcome: "given_up" });
    expect(ledger.attempts).toBe(ledger.entries.reduce((sum, { attempts }) => sum + attempts, 0));
  });
});

describe("the plan", () => {
  const line = ({ id, copy, attempt, at }: Attempt): string => `${id} ${copy} ${attempt} ${at}`;
  const wild: SimulatorOptions = { duplicates: 0.2, reorder: true };
  const run = async (options: SimulatorOptions): Promise<string[]> => {
    let calls = 0;
    const fetch = (): Response => new Response(null, { status: calls++ % 3 === 0 ? 500 : 200 });
    return (await attemptsOf({ target: { fetch }, ...wild, ...options }, 100)).map(line);
  };

  it("is the same for the same seed, and another for another", async () => {
    expect(await run({ seed: 7 })).toEqual(await run({ seed: 7 }));
    expect(await run({ seed: 7 })).not.toEqual(await run({ seed: 8 }));
  });

  it("is the same again in a second run of one simulator", async () => {
    const simulator = simulate({ target: answering(), ...wild });
    const runs = await Promise.all(
      [1, 2].map(async () => {
        const lines: string[] = [];
        for await (const attempt of simulator.run(eventsOf(100)))
          lines.push(line(attempt).replace(/ \S+$/, ""));
        return lines;
      }),
    );
    expect(runs[0]).toEqual(runs[1]);
  });

  it("does not depend on who answers first: the waits of each delivery stay", async () => {
    const waits = async (
      concurrency: number,
      fails: (id: string) => boolean,
    ): Promise<Record<string, number>> => {
      const failed = new Set<string>();
      const fetch = async (request: Request): Promise<Response> => {
        const text = await request.text();
        const fail = fails(text) && !failed.has(text);
        failed.add(text);
        return new Response(null, { status: fail ? 500 : 200 });
      };
      const attempts = await attemptsOf({ target: { fetch }, concurrency, seed: 4 }, 40);
      const retried = attempts.filter(({ retryAt }) => retryAt !== undefined);
      return Object.fromEntries(retried.map(({ id, at, retryAt = 0 }) => [id, Math.round(retryAt - at)]));
    };
    const all = await waits(1, () => true);
    expect(await waits(16, () => true)).toEqual(all);
    const some = await waits(1, (text) => text.includes("7"));
    expect(all).toMatchObject(some);
  });

  it("takes chance from where it is told to", async () => {
    const doubled = await simulate({ target: answering(), duplicates: 0.5, random: () => 0.4 })
      .run(eventsOf(10))
      .finish();
    expect(doubled.deliveredMoreThanOnce).toHaveLength(10);
    const single = await simulate({ target: answering(), duplicates: 0.5, random: () => 0.6 })
      .run(eventsOf(10))
      .finish();
    expect(single.deliveredOnce).toHaveLength(10);
  });

  it("keeps to its order where one goes at a time", async () => {
    const order = async (reorder: number | boolean): Promise<number[]> =>
      (await attemptsOf({ target: answering(), reorder }, 50)).map(({ id }) => id);
    expect(await order(0)).toEqual([...Array(50).keys()]);
    expect(await order(false)).toEqual([...Array(50).keys()]);
    expect(await order(true)).not.toEqual([...Array(50).keys()]);
  });
});

test("no more are under way at once than may be", async () => {
  let underWay = 0;
  let most = 0;
  const fetch = async (): Promise<Response> => {
    most = Math.max(most, ++underWay);
    await new Promise((resolve) => setImmediate(resolve));
    underWay--;
    return new Response();
  };
  await simulate({ target: { fetch }, concurrency: 7 }).run(eventsOf(50)).finish();
  expect(most).toBe(7);
});

test("so many begin in a second as the rate says", async () => {
  const attempts = await attemptsOf({ target: answering(), rate: 4, concurrency: 10 }, 9);
  expect(attempts.map(({ at }) => at)).toEqual([0, 250, 500, 750, 1_000, 1_250, 1_500, 1_750, 2_000]);
});

test("more than ten under way bring no warning of leaks", async () => {
  const warned = vi.fn();
  process.on("warning", warned);
  const listener = (_request: IncomingMessage, response: ServerResponse): void =>
    void setImmediate(() => response.end());
  const ledger = await simulate({ target: listener, concurrency: 60 })
    .run(eventsOf(200), {
      signal: new AbortController().signal,
    })
    .finish();
  await new Promise((resolve) => setImmediate(resolve));
  process.off("warning", warned);
  expect(ledger.deliveredOnce).toHaveLength(200);
  expect(warned).not.toHaveBeenCalled();
});

describe("a run that is ended early", () => {
  it("by its signal: what is under way is aborted, and the rest is unfinished", async () => {
    const controller = new AbortController();
    const signals: AbortSignal[] = [];
    const fetch = (request: Request): Promise<Response> => {
      signals.push(request.signal);
      if (signals.length === 3) controller.abort();
      return new Promise(() => {});
    };
    const run = simulate({ target: { fetch }, concurrency: 3 }).run(eventsOf(10), controller);
    const attempts: Attempt[] = [];
    for await (const attempt of run) attempts.push(attempt);
    expect(attempts.map(({ status, outcome }) => `${status} ${outcome}`)).toEqual(
      Array(3).fill("0 cancelled"),
    );
    expect(signals.every(({ aborted }) => aborted)).toBe(true);
    expect(run.ledger.unfinished.length).toBe(run.ledger.entries.length);
    expect(run.ledger.attempts).toBe(3);
  });

  it("by a signal that was aborted before: nothing is sent", async () => {
    const target = { fetch: vi.fn(() => new Response()) };
    await simulate({ target }).run(eventsOf(10), { signal: AbortSignal.abort() }).finish();
    expect(target.fetch).not.toHaveBeenCalled();
  });

  it("while it waits for three days of real time", async () => {
    const controller = new AbortController();
    const run = createSimulator({ target: answering(500) }).run(eventsOf(1), controller);
    for await (const { outcome } of run) {
      expect(outcome).toBe("retrying");
      setImmediate(() => controller.abort());
    }
    expect(run.ledger.unfinished).toHaveLength(1);
  });

  it("by leaving the loop", async () => {
    const signals: AbortSignal[] = [];
    const fetch = (request: Request): Promise<Response> | Response => {
      signals.push(request.signal);
      return signals.length === 1 ? new Response() : new Promise<Response>(() => {});
    };
    const run = simulate({ target: { fetch }, concurrency: 5 }).run(eventsOf(100));
    for await (const _ of run) break;
    // Five at first, and a sixth in place of the one that was answered.
    expect(signals).toHaveLength(6);
    expect(signals.slice(1).every(({ aborted }) => aborted)).toBe(true);
    expect(run.ledger.deliveredOnce).toHaveLength(1);
    expect((await run.finish()).attempts).toBe(6);
  });
});

test("the ledger may be read while the run goes on", async () => {
  const run = simulate({ target: answering() }).run(eventsOf(5));
  const counts: number[] = [];
  for await (const _ of run) counts.push(run.ledger.deliveredOnce.length);
  expect(counts).toEqual([1, 2, 3, 4, 5]);
});

test("it goes to a URL, and a connection that is refused is a failure like others", async () => {
  const host = await listen(createServer((_request, response) => response.end()));
  const url = `http://127.0.0.1:${host.port}/`;
  expect((await simulate({ url }).run(eventsOf(3)).finish()).deliveredOnce).toHaveLength(3);
  await host.close();
  const [attempt] = await attemptsOf({ url: new URL(url), retryForMs: 0 });
  expect(attempt).toMatchObject({ status: 0, outcome: "given_up", error: { message: /ECONNREFUSED/ } });
});

test("a listener is served until the run ends, and no longer", async () => {
  const hosts = new Set<string>();
  const listener = ({ headers }: IncomingMessage, response: ServerResponse): void => {
    hosts.add(headers.host ?? "");
    response.end();
  };
  await simulate({ target: listener }).run(eventsOf(5)).finish();
  expect(hosts.size).toBe(1);
  const [attempt] = await attemptsOf({ url: `http://${[...hosts][0]}/`, retryForMs: 0 });
  expect(attempt?.error?.message).toMatch(/ECONNREFUSED/);
});

test("it sends secret, organization, path and headers as it is told", async () => {
  const seen: unknown[] = [];
  const fetch = ({ url, headers }: Request): Response => {
    const names = ["callback-secret", "organization-id", "x-later"];
    seen.push([new URL(url).pathname, ...names.map((name) => headers.get(name))]);
    return new Response();
  };
  const sender = { secret: "the secret", organizationId: "the organization" };
  await simulate({ target: { fetch }, ...sender, path: "/cmp", headers: { "x-later": "1" } })
    .run(eventsOf(1))
    .finish();
  expect(seen).toEqual([["/cmp", "the secret", "the organization", "1"]]);
});

test("a target that is of another kind ends the run with an error", async () => {
  const target = { fetch: () => "no response" as never };
  await expect(simulate({ target }).run(eventsOf(3)).finish()).rejects.toThrow(/taken for a Fetch handler/);
});

test("20,000 events of a generator pass, a tenth of the attempts failing", async () => {
  let calls = 0;
  const reply = { status: 200, headers: {}, body: "" };
  const receive = async () => ({ ...reply, status: calls++ % 10 === 0 ? 500 : 200 });
  function* events() {
    for (let count = 0; count < 20_000; count++) yield createEvent("task_removed");
  }
  const ledger = await simulate({ target: { receive }, concurrency: 50 }).run(events()).finish();
  expect(ledger.entries).toHaveLength(20_000);
  expect(ledger.deliveredOnce).toHaveLength(20_000);
}, 30_000);

describe("wrong options throw at once", () => {
  const target = answering();
  it.each<[string, SimulatorOptions]>([
    ["url, target", {}],
    ["url, target", { url: "http://example.com", target }],
    ["url", { url: "ftp://example.com" }],
    ["url", { url: "" }],
    ["timeoutMs", { target, timeoutMs: 0 }],
    ["retryForMs", { target, retryForMs: -1 }],
    ["firstRetryMs", { target, firstRetryMs: 0 }],
    ["duplicates", { target, duplicates: 5 }],
    ["duplicates", { target, duplicates: Number.NaN }],
    ["reorder", { target, reorder: -1 }],
    ["concurrency", { target, concurrency: 0 }],
    ["rate", { target, rate: 0 }],
    ["seed", { target, seed: 0.5 }],
    ["callback-secret", { target, secret: "line\nbreak" }],
  ])("%s: %j", (name, options) => {
    expect(() => createSimulator(options)).toThrow(TypeError);
    expect(() => createSimulator(options)).toThrow(new RegExp(`^${name}: `));
  });
});
