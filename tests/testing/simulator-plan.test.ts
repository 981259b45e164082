import type { Attempt, SimulatorOptions } from "optimizely-cmp-webhooks/testing";
import { describe, expect, it, test } from "vitest";
import { answering, attemptsOf, eventsOf, simulate } from "./simulator-kit.js";

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
