import axe from "axe-core";
import type { BrowserContextOptions, Page } from "playwright-core";
import { expect, test } from "vitest";
import { useInspector } from "./kit.js";

const inspector = useInspector();

const screens: readonly BrowserContextOptions[] = [
  { colorScheme: "light" },
  { colorScheme: "dark" },
  { colorScheme: "light", viewport: { width: 400, height: 760 } },
];

test.each(screens)("axe finds nothing, and nothing is wider than the screen: %j", async (screen) => {
  const { page, send } = await inspector.open([], { ...screen, bypassCSP: true });
  await page.evaluate(axe.source);
  await expectAccessible(page);
  await send("--all");
  await send("task_added", "--set", "data.task.id:=5", "--set", "data.task.colour=red");
  await page.getByText("44 of 44 deliveries").waitFor();
  await expectAccessible(page);
  await page.keyboard.press("ArrowDown");
  await page.locator(".tree").waitFor();
  await expectAccessible(page);
  await page.keyboard.press("e");
  await page.getByRole("dialog").locator(".tree").waitFor();
  await expectAccessible(page);
  await page.context().close();
});

async function expectAccessible(page: Page): Promise<void> {
  const found = await page.evaluate<string[]>(
    "axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + html)))",
  );
  expect(found).toEqual([]);
  expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBeLessThanOrEqual(0);
}
