/* The site, as `npm run docs` has built it, in a browser. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import axe from "axe-core";
import { eventNames } from "optimizely-cmp-webhooks";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { root } from "../docs/blocks.js";
import type { Host } from "../support/listen.js";
import { documentsOf, pagesOfSite, serveSite, sourceOf } from "./site-kit.js";

const documents = documentsOf(pagesOfSite());
/** The largest of the API reference and two others stand for all of its pages, since one program writes them. */
const opened = [
  ...documents,
  "api/index.html",
  "api/optimizely-cmp-webhooks.html",
  "api/optimizely-cmp-webhooks/node.html",
];

let browser: Browser;
let host: Host;
let origin = "";

beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu"],
  });
  host = await serveSite();
  origin = `http://127.0.0.1:${host.port}`;
});

afterAll(async () => {
  await browser?.close();
  await host?.close();
});

interface Visit {
  readonly page: Page;
  /** What the console shows, requests that are refused, and requests to anywhere else. */
  readonly faults: string[];
}

async function visit(options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({ ...options, bypassCSP: true });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("console", (message) => faults.push(message.text()));
  page.on("response", (response) => response.ok() || faults.push(`${response.status()} ${response.url()}`));
  page.on("request", (request) => {
    if (!request.url().startsWith(origin) && !request.url().startsWith("data:")) faults.push(request.url());
  });
  return { page, faults };
}

/** Opens a page, and waits until its script has taken it over. */
async function open(page: Page, path: string): Promise<void> {
  await page.goto(`${origin}/${path}`);
  await page.waitForFunction("document.querySelector('#app')?.__vue_app__ !== undefined");
}

test("no page has an error, loads anything from elsewhere, or is wider than a screen of 400 px", {
  timeout: 300_000,
}, async () => {
  const { page, faults } = await visit({ viewport: { width: 400, height: 800 } });
  const wide: string[] = [];
  for (const path of opened) {
    await open(page, path);
    const width = await page.evaluate<number>("document.documentElement.scrollWidth");
    if (width > 400) wide.push(`${path}: ${width}`);
  }
  await page.context().close();
  expect(wide).toEqual([]);
  expect(faults).toEqual([]);
});

test("the search finds secret_mismatch, and leads to its fix", async () => {
  const { page, faults } = await visit();
  await open(page, "index.html");
  await page.getByRole("button", { name: /search/i }).click();
  await page.locator("#localsearch-input").fill("secret_mismatch");
  const results = page.locator("#localsearch-list a");
  await results.first().waitFor();
  const targets = await results.evaluateAll((links) => links.map((link) => link.getAttribute("href") ?? ""));
  expect(targets.some((target) => target.startsWith("/troubleshooting.html"))).toBe(true);
  await page.locator('#localsearch-list a[href^="/troubleshooting.html"]').first().dispatchEvent("click");
  await page.getByRole("heading", { level: 1, name: "Troubleshooting" }).waitFor();
  await page.context().close();
  expect(faults).toEqual([]);
});

test("every picture is drawn", async () => {
  const { page, faults } = await visit();
  let drawn = 0;
  for (const path of documents) {
    const source = readFileSync(join(root, sourceOf(path)), "utf8");
    const blocks = source.match(/^```mermaid$/gm)?.length ?? 0;
    if (blocks === 0) continue;
    await open(page, path);
    const pictures = page.locator(".picture svg");
    expect(await pictures.count(), path).toBe(blocks);
    for (const picture of await pictures.all()) {
      const box = await picture.boundingBox();
      expect(box?.width, path).toBeGreaterThan(100);
      expect(box?.height, path).toBeGreaterThan(40);
      expect(await picture.locator("text").count(), path).toBeGreaterThan(3);
    }
    drawn += blocks;
  }
  await page.context().close();
  expect(drawn).toBeGreaterThan(8);
  expect(faults).toEqual([]);
});

test("the events can be filtered by field, group and source, and each has an anchor", async () => {
  const { page, faults } = await visit();
  await open(page, "events/index.html#task_added");
  const entries = page.locator("details.event");
  expect(await entries.evaluateAll((all) => all.map(({ id }) => id))).toEqual([...eventNames]);
  await page.locator("details.event#task_added[open]").waitFor();
  expect(await page.locator("#task_added td code").first().textContent()).toBe("data.task");
  expect(JSON.parse((await page.locator("#task_added pre").textContent()) ?? "")).toMatchObject({
    event_name: "task_added",
  });
  await page.getByLabel("Text").fill("preview_id");
  await page.getByText(`1 of ${eventNames.length} events`).waitFor();
  expect(await entries.first().getAttribute("id")).toBe("content_preview_requested");
  await page.getByLabel("Text").fill("");
  await page.getByLabel("Group").selectOption("Publish");
  await page.getByText(`3 of ${eventNames.length} events`).waitFor();
  await page.getByLabel("Source").selectOption("inferred");
  await page.getByText(`2 of ${eventNames.length} events`).waitFor();
  await page.context().close();
  expect(faults).toEqual([]);
});

test("code can be copied, and the page can be made dark", async () => {
  const { page, faults } = await visit({ permissions: ["clipboard-read", "clipboard-write"] });
  await open(page, "index.html");
  await page.locator(".language-sh button.copy").first().click();
  await page.locator("button.copied").waitFor();
  expect(await page.evaluate("navigator.clipboard.readText()")).toBe("npm install optimizely-cmp-webhooks");
  await page.getByRole("switch").first().click();
  await page.locator("html.dark").waitFor();
  await page.context().close();
  expect(faults).toEqual([]);
});

test.each(["light", "dark"] as const)("axe finds nothing, %s", async (colorScheme) => {
  const { page, faults } = await visit({ colorScheme });
  const kinds = ["index", "delivery", "events/index", "frameworks/lambda"].map((kind) => `${kind}.html`);
  const found: string[] = [];
  for (const path of [...kinds, ...opened.slice(-1)]) {
    await open(page, path);
    await page.evaluate(axe.source);
    const violations = await page.evaluate<string[]>(
      "axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ' ' + html)))",
    );
    found.push(...violations.map((violation) => `${path}: ${violation}`));
  }
  await page.context().close();
  expect(found).toEqual([]);
  expect(faults).toEqual([]);
});
