import { expect, test } from "vitest";
import { type Opened, post, postTo, rowOf, usePage } from "./kit.js";

const { inspector, open } = usePage();

/** Opens the page, sends a body and chooses it. */
async function show(body: string, name: RegExp): Promise<Opened> {
  const opened = await open();
  await post(opened.listenUrl, body);
  await rowOf(opened.page, name).click();
  await opened.page.locator(".tree, .detail pre").first().waitFor();
  return opened;
}

const html = `<img src=x onerror="alert(1)"><script>alert(2)</script>`;

test("HTML in names, members and values is text", async () => {
  const body = JSON.stringify({ event_name: html, data: { [html]: html, link: "javascript:alert(3)" } });
  const { page } = await show(body, /img src/);
  await page.getByText(html).first().waitFor();
  expect(await page.locator("body img, body script, body a[href^=javascript]").count()).toBe(0);
  await page.getByRole("button", { name: "Edit and send" }).click();
  await page.getByRole("dialog").waitFor();
  expect(await page.locator("body img, body script").count()).toBe(0);
});

test("HTML that is no JSON is text as well, in the body and in the response", async () => {
  const url = await inspector.serve((request, response) => {
    request.resume().on("end", () => response.writeHead(200, { "content-type": "text/html" }).end(html));
  });
  const opened = await open("--forward", url);
  await post(opened.listenUrl, '{"event_name":"task_added","data":{}}');
  await rowOf(opened.page, /task_added/).click();
  await opened.page.getByText(html).waitFor();
  expect(await opened.page.locator("body img, body script").count()).toBe(0);
});

test("a body of 5 MB is shown, searched and sent again", async () => {
  const items = Array.from({ length: 400_000 }, (_, index) => index + 1_000_000);
  const body = JSON.stringify({ event_name: "task_added", data: { task: { id: "1", many: items } } });
  expect(body.length).toBeGreaterThan(3_000_000);
  const { page } = await show(body, /task_added/);
  await page.getByText("399000 more").or(page.locator('[data-path="data.task.many"]')).first().waitFor();
  expect(await page.locator(".line").count()).toBeLessThan(1_100);
  await page.getByLabel("Filter by text").fill("1399999");
  await page.getByText("1 of 1 deliveries").waitFor();
  await page.getByRole("button", { name: "Replay" }).click();
  await page.getByText(/^Sent: the response is/).waitFor();
});

test("one string of 5 MB is cut on the page", async () => {
  const body = JSON.stringify({ event_name: "task_added", data: { text: "x".repeat(5_000_000) } });
  const { page } = await show(body, /task_added/);
  await page.locator('[data-path="data.text"]').waitFor();
  expect((await page.locator(".tree").textContent())?.length).toBeLessThan(10_000);
});

test("3,000 levels are shown, opened, edited and copied without an error", async () => {
  const deep = `${'{"a":'.repeat(3_000)}1${"}".repeat(3_000)}`;
  const { page } = await show(`{"event_name":"task_added","data":${deep}}`, /task_added/);
  const closed = page.locator("details:not([open]) > summary");
  for (let level = 0; level < 30; level++) await closed.first().click();
  await page.getByRole("button", { name: "Edit and send" }).click();
  await page.getByRole("dialog").getByLabel("as JSON").check();
  await page.getByRole("button", { name: "Close" }).click();
  for (const kind of ["test", "fixture", "curl"]) {
    await page.getByRole("button", { name: kind, exact: true }).click();
    await page.getByText(`Copied as ${kind}`).waitFor();
  }
});

test("characters that turn the direction of writing or hide are shown as escapes, and copied as such", async () => {
  const { page } = await show(
    '{"event_name":"task_added","data":{"a\u202eb":"user\u202egnp.exe\u200b\\u0007"}}',
    /task_added/,
  );
  await page.getByText("user\\u202egnp.exe\\u200b").waitFor();
  expect(await page.locator("body").textContent()).not.toMatch(/\p{Cf}/u);
  await page.getByRole("button", { name: "curl", exact: true }).click();
  await page.getByText("Copied as curl").waitFor();
  expect(await page.evaluate<string>("navigator.clipboard.readText()")).toMatch(/^[\n\x20-\x7e]*$/);
});

test("names of what every object has are members like others", async () => {
  const body =
    '{"event_name":"__proto__","data":{"__proto__":{"polluted":1},"constructor":"x","hasOwnProperty":null}}';
  const { page } = await show(body, /__proto__/);
  for (const path of ["data.__proto__.polluted", "data.constructor", "data.hasOwnProperty"]) {
    await page.locator(`[data-path="${path}"]`).waitFor();
  }
  await page.getByRole("button", { name: "Edit and send" }).click();
  await page.getByRole("dialog").getByText("unknown event").waitFor();
});

test("whatever is no event is shown", async () => {
  const opened = await open();
  const { page, listenUrl } = opened;
  const bodies = ["null", "5", '""', "[]", "[[]]", "{", "\u0000", "", '{"event_name":5,"data":[]}'];
  for (const [index, body] of bodies.entries()) {
    await post(listenUrl, body);
    await page.locator(`#delivery-${index + 1}`).click();
    await page.getByText("The body: ").waitFor();
    await page.getByRole("heading", { name: "Timeline" }).waitFor();
    await page.keyboard.press("Escape");
  }
});

test("5,000 deliveries are a few rows of the page; they scroll to the oldest, and are filtered", async () => {
  const opened = await open();
  const { page } = opened;
  const lines = Array.from({ length: 5_010 }, (_, index) =>
    JSON.stringify({ event_name: "task_added", data: { task: { id: `id-${index}` } } }),
  );
  expect(await postTo(opened, "/import", lines.join("\n"))).toBe("5010 imported, 0 could not be read");
  await page.getByText("5000 of 5000 deliveries").waitFor();
  const drawn = () => page.locator(".delivery").count();
  expect(await drawn()).toBeLessThan(60);
  await page.locator(".list").hover();
  await page.mouse.wheel(0, 1_000_000);
  await page.locator('[aria-posinset="5000"]').click();
  await page.getByText('"id-10"').waitFor();
  expect(await drawn()).toBeLessThan(60);
  await page.keyboard.press("ArrowUp");
  await page.getByText('"id-11"').waitFor();
  await page.getByLabel("Filter by text").fill("id-4999");
  await page.getByText("1 of 5000 deliveries").waitFor();
  expect(await drawn()).toBe(1);
});
