import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEvent, deliver } from "optimizely-cmp-webhooks/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { endExamples, type Running, secret, startExample } from "./kit.js";

const path = "/webhooks/cmp";

afterAll(endExamples);

describe("examples/publish", () => {
  const folder = mkdtempSync(join(tmpdir(), "cmp-publish-"));
  let example: Running;
  beforeAll(async () => {
    example = await startExample("publish/server.ts", {
      FOLDER: folder,
      PUBLIC_URL: "https://www.example.com",
    });
  }, 60_000);
  afterAll(async () => {
    await example.stop();
    rmSync(folder, { recursive: true });
  });

  test("writes a page for each content, and reports where it is; once more after a redelivery", async () => {
    const { api, origin, lines } = example;
    const event = api.adopt(createEvent("asset_published"));
    const id = event.data.assets.structured_contents?.[0]?.id;
    for (const times of [1, 2]) {
      expect((await deliver(origin + path, event, { secret })).status).toBe(200);
      // The lines come by another stream than the answer.
      const reported = () => lines.filter((line) => line === "Reported 1: all well");
      await expect.poll(reported).toHaveLength(times);
    }
    expect(readFileSync(join(folder, `${id}.html`), "utf8")).toContain("<h1>Plum dumplings</h1>");
    const [publication] = api.publications.values();
    expect(publication?.reported).toMatchObject([
      {
        asset_id: id,
        status: "published",
        locale: "en_US",
        public_url: `https://www.example.com/${id}.html`,
      },
    ]);
  });

  test("reports what cannot be written as failed", async () => {
    const { api, origin } = example;
    const event = api.adopt(createEvent("asset_published", {}, { seed: 2 }));
    const [content] = event.data.assets.structured_contents ?? [];
    if (content) content.id = "../outside";
    const adopted = api.adopt(event);
    expect((await deliver(origin + path, adopted, { secret })).status).toBe(200);
    const publication = api.publications.get(
      new URL(event.data.publishing_event.links.publishing_metadata).pathname,
    );
    expect(publication?.reported).toMatchObject([{ asset_id: "../outside", status: "failed" }]);
  });
});
