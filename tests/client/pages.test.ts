import { createCmpClient } from "optimizely-cmp-webhooks/client";
import { describe, expect, test } from "vitest";
import { callsOf, errorOf, start } from "./kit.js";

describe("pages", () => {
  test("come one after the other, and end with the last", async () => {
    const { api, client } = await start();
    const link = api.putList(
      "/v3/tasks",
      Array.from({ length: 25 }, (_, id) => ({ id })),
    );
    const sizes: number[] = [];
    for await (const { data } of client.pages<{ data: object[] }>(link)) sizes.push(data.length);
    expect(sizes).toEqual([10, 10, 5]);
  });

  test("are not asked for when nobody wants them", async () => {
    const { api, client } = await start();
    const link = api.putList(
      "/v3/tasks",
      Array.from({ length: 25 }, (_, id) => ({ id })),
    );
    for await (const page of client.pages(link)) {
      expect(page).toBeTypeOf("object");
      break;
    }
    expect(callsOf(api)).toHaveLength(1);
  });

  test("lead nowhere else", async () => {
    const { api, client } = await start();
    const link = api.put("/v3/tasks", { data: [], pagination: { next: "https://evil.test/" } });
    const pages = client.pages(link);
    expect((await pages.next()).done).toBe(false);
    expect((await errorOf(pages.next())).code).toBe("link_not_allowed");
  });

  test("in a circle come to an end", async () => {
    let count = 0;
    const link = "https://api.cmp.optimizely.com/v3/tasks";
    const client = createCmpClient({
      getAccessToken: () => "t",
      fetch: async () => Response.json({ pagination: { next: link }, count: count++ }),
    });
    const error = await errorOf(
      (async () => {
        for await (const page of client.pages(link)) expect(page).toBeTypeOf("object");
      })(),
    );
    expect(error.code).toBe("malformed_answer");
    expect(count).toBe(1_000);
  });

  test.each([null, [], {}, { pagination: null }, { pagination: { next: 7 } }])(
    "end with %j",
    async (body) => {
      const { api, client } = await start();
      const pages = client.pages(api.put("/v3/tasks", body));
      expect(await pages.next()).toEqual({ done: false, value: body });
      expect((await pages.next()).done).toBe(true);
    },
  );
});
