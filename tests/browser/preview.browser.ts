import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createEvent, deliver } from "optimizely-cmp-webhooks/testing";
import { type BrowserContext, chromium } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Running, secret, shownUrl, startExample } from "../examples/kit.js";

const executablePath = process.env["CHROMIUM"] ?? "/usr/bin/chromium";
const args = [
  ...["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];

let profile = "";
let browser: BrowserContext;
let example: Running;

beforeAll(async () => {
  profile = mkdtempSync(join(tmpdir(), "cmp-chromium-"));
  browser = await chromium.launchPersistentContext(profile, {
    executablePath,
    args,
    viewport: { width: 800, height: 700 },
  });
  example = await startExample("preview/server.ts", { CONTENT_TYPES: "recipe" });
});

afterAll(async () => {
  await browser?.close();
  await example?.stop();
  rmSync(profile, { recursive: true, force: true });
});

test("the editor sees the content, and nothing of it is run", async () => {
  const { api, origin } = example;
  const event = api.adopt(createEvent("content_preview_requested"));
  const [content] = event.data.assets.structured_contents;
  const text = `<img src="/x" onerror="document.title='run'"><script>document.title='run'</script>`;
  const fields = content?.content_body.fields_version.fields ?? {};
  fields["warning"] = [{ locale: "en_US", field_values: [{ text_value: text }] }];
  expect((await deliver(`${origin}/webhooks/cmp`, event, { secret })).status).toBe(200);

  const page = await browser.newPage();
  const failures: string[] = [];
  const requests: string[] = [];
  page.on("pageerror", (error) => failures.push(error.message));
  page.on("console", (message) => failures.push(message.text()));
  page.on("request", (request) => requests.push(request.url()));
  const response = await page.goto(shownUrl(api));
  expect(response?.status()).toBe(200);
  expect(await page.locator("h1").textContent()).toBe("Plum dumplings");
  expect(await page.locator("dd").filter({ hasText: "Side dish" }).count()).toBeGreaterThan(0);
  expect(await page.locator("dt", { hasText: "warning" }).locator("+ dd").textContent()).toBe(text);
  expect(await page.title()).toBe("Plum dumplings");
  expect(await page.locator("img, script, iframe, a").count()).toBe(0);
  expect(requests).toEqual([shownUrl(api)]);
  expect(failures).toEqual([]);

  const picture = process.env["PICTURE"];
  if (picture) {
    await page.locator("dt", { hasText: "warning" }).evaluateAll((found) => {
      for (const each of found) {
        each.nextElementSibling?.remove();
        each.remove();
      }
    });
    writeFileSync(picture, await page.screenshot());
  }
});

test("this is the browser that it says it is", () => {
  expect(execFileSync(executablePath, ["--version"], { encoding: "utf8" })).toMatch(/^Chromium \d+/);
});
