import { expect, test } from "vitest";
import { secret } from "../cli/program.js";
import { post, rowOf, usePage } from "./kit.js";

const { inspector, open } = usePage();

test("before the first delivery the page tells what to do, and a sample can be sent", async () => {
  const { page, listenUrl } = await open();
  await page.getByText(`cloudflared tunnel --url http://127.0.0.1:${new URL(listenUrl).port}`).waitFor();
  await page.getByText("Admin > Apps and Webhooks").waitFor();
  await page.getByRole("button", { name: "Send a sample" }).click();
  await rowOf(page, /task_added/).waitFor();
});

test("all 43 events arrive as typed, and are filtered by event, group, status and text", async () => {
  const { page, send, listenUrl } = await open();
  await send("--all");
  await page.getByText("43 of 43 deliveries").waitFor();
  await post(listenUrl, "{");
  await page.getByLabel("Status").selectOption("400");
  await page.getByText("1 of 44 deliveries").waitFor();
  await page.getByLabel("Status").selectOption("");
  await page.getByLabel("Group").selectOption("Library");
  await page.getByText("4 of 44 deliveries").waitFor();
  await page.getByLabel("Event").selectOption("asset_removed");
  await page.getByText("1 of 44 deliveries").waitFor();
  await page.getByLabel("Group").selectOption("");
  await page.getByLabel("Filter by text").fill("campaign_brief");
  await page.getByText("3 of 44 deliveries").waitFor();
  // A word of a body, which the list does not hold.
  await page.getByLabel("Filter by text").fill("html_body");
  await page.getByText(/^[1-9] of 44 deliveries/).waitFor();
  expect(await page.getByRole("img", { name: "mismatch" }).count()).toBe(0);
});

test("a mismatch and an unknown member are marked at their place", async () => {
  const { page, send } = await open();
  await send("task_added", "--set", "data.task.id:=5", "--set", "data.task.colour=red");
  await rowOf(page, /task_added/).click();
  const row = page.locator(".line", { has: page.locator('[data-path="data.task.id"]') }).last();
  await expect.poll(() => row.textContent()).toContain("string expected, number received");
  expect(await row.textContent()).toContain("Identifier of the task.");
  const unknown = page.locator(".line", { has: page.locator('[data-path="data.task.colour"]') }).last();
  expect(await unknown.textContent()).toContain("not in its type");
  expect(await page.locator(".tree .tag", { hasText: "expected" }).count()).toBe(1);
  expect(await page.getByText("callback-secret").count()).toBe(0);
  expect(await page.getByText(secret).count()).toBe(0);
});

test("each member of the body has its type, doc comment and certainty, the name and the data too", async () => {
  const { page, send } = await open();
  await send("task_added", "asset_synced");
  const textOf = async (path: string): Promise<string | null> =>
    page
      .locator(".line", { has: page.locator(`[data-path="${path}"]`) })
      .last()
      .textContent();
  await rowOf(page, /task_added/).click();
  await expect.poll(() => textOf("event_name")).toBe('event_name"task_added"string A task was created.');
  expect(await textOf("data")).toBe("data{ 1 }object The new task.");
  expect(await textOf("data.task")).toBe("task{ 2 }object The new task.");
  expect(await page.getByText("documented", { exact: true }).count()).toBe(1);
  expect(await page.locator(".tree").getByText("Inferred").count()).toBe(0);
  await rowOf(page, /asset_synced/).click();
  await page.getByText("inferred: no source shows its fields").waitFor();
  for (const path of ["event_name", "data", "data.organization", "data.organization.id"])
    expect(await textOf(path)).toContain("Inferred");
});

test("a delivery that got a 500 is replayed, with the secret, until it is acknowledged", async () => {
  const statuses = [500, 200];
  const seen: string[] = [];
  const url = await inspector.serve((request, response) => {
    seen.push(String(request.headers["callback-secret"]));
    request.resume().on("end", () => response.writeHead(statuses.shift() ?? 418).end(`echo ${seen.at(-1)}`));
  });
  const { page, send } = await open("--forward", url);
  await send("task_added");
  await rowOf(page, /task_added.*500/).click();
  await page.getByText("response of --forward").waitFor();
  await page.keyboard.press("r");
  await page.getByText("Sent: the response is 200").waitFor();
  await rowOf(page, /task_added sent.*200/).click();
  await page.getByText("echo [secret]").waitFor();
  expect(seen).toEqual([secret, secret]);
});

test("an event is edited by its fields and sent, and the form knows when it is no longer as typed", async () => {
  const bodies: string[] = [];
  const url = await inspector.serve((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (chunk: string) => {
      body += chunk;
    });
    request.on("end", () => response.writeHead(bodies.push(body) > 0 ? 200 : 500).end());
  });
  const { page, send } = await open("--forward", url);
  await send("task_added");
  await rowOf(page, /task_added/).click();
  await page.getByRole("button", { name: "Edit and send" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("as typed").waitFor();
  await dialog.getByLabel("data.task.id").fill("edited-id");
  await dialog.getByLabel("as JSON").check();
  const text = await dialog.getByLabel("Body as JSON").inputValue();
  await dialog.getByLabel("Body as JSON").fill(text.replace('"self"', '"other"'));
  await dialog.getByText("data.task.links.self: string expected").waitFor();
  await dialog.getByRole("button", { name: "Send" }).click();
  await rowOf(page, /task_added sent/).waitFor();
  expect(JSON.parse(bodies.at(-1) ?? "").data.task).toEqual({
    id: "edited-id",
    links: { other: expect.stringContaining("https://") },
  });
});

test("the keys choose, filter, edit and close; the list is a list box for screen readers", async () => {
  const { page, send } = await open();
  await send("task_added", "task_removed", "campaign_added");
  await page.getByText("3 of 3 deliveries").waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.getByRole("heading", { name: "task_removed" }).waitFor();
  const chosen = page.locator(".delivery[aria-selected=true]");
  expect(await page.getByRole("listbox").getAttribute("aria-activedescendant")).toBe(
    await chosen.getAttribute("id"),
  );
  await page.keyboard.press("e");
  await page.getByRole("dialog").getByLabel("as JSON").check();
  expect(await page.getByLabel("Body as JSON").inputValue()).toMatch(
    /^\{\n {2}"event_name": "task_removed",\n/,
  );
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.keyboard.press("Escape");
  await page.getByText("Choose a delivery").waitFor();
  await page.keyboard.press("/");
  await page.keyboard.type("removed");
  await page.getByText("1 of 3 deliveries").waitFor();
});

test("listen ends although the page is open, and the page says so", async () => {
  const { page, listening, problems } = await inspector.open();
  expect(await listening.end("SIGINT")).toMatchObject({ code: 0, stderr: "" });
  await page.getByText("disconnected").waitFor();
  // The browser reports what was cut off, and each attempt to connect again.
  const lost = /net::ERR_(CONNECTION_REFUSED|INCOMPLETE_CHUNKED_ENCODING)/;
  expect(problems.filter((problem) => !lost.test(problem))).toEqual([]);
  await page.context().close();
});
