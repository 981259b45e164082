import { spawn } from "node:child_process";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { secret } from "../cli/program.js";
import { readPacked } from "../support/packed.js";
import { rowOf, usePage } from "./kit.js";

const { inspector, open } = usePage();

test("a copied test runs, and fails when the receiver does not acknowledge", async () => {
  let status = 200;
  const url = await inspector.serve((request, response) => {
    request.resume().on("end", () => response.writeHead(status).end());
  });
  const { page, send } = await open("--forward", url);
  await send("campaign_added", "--set", "data.campaign.id=copied");
  await rowOf(page, /campaign_added/).click();
  await page.getByRole("button", { name: "test", exact: true }).click();
  await page.getByText("Copied as test").waitFor();
  const text = await page.evaluate<string>("navigator.clipboard.readText()");
  expect(text).toContain('createEvent("campaign_added", {');
  const { project } = readPacked(inject("packed"));
  const file = join(project, `copied-${process.pid}.test.mjs`);
  writeFileSync(file, text);
  expect(await runTest(file)).toBe(0);
  status = 500;
  expect(await runTest(file)).toBe(1);
  rmSync(file);
});

test("what is exported is imported again, and what --save wrote", async () => {
  const save = inspector.file("deliveries.ndjson");
  const { page, send } = await open("--save", save);
  await send("task_added", "campaign_added");
  await page.getByText("2 of 2 deliveries").waitFor();
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByText("Export").click()]);
  const exported = await download.path();
  expect(readFileSync(exported, "utf8")).not.toContain(secret);
  for (const file of [exported, save]) await page.getByLabel("Import").setInputFiles(file);
  await page.getByText("6 of 6 deliveries").waitFor();
  expect(await page.getByRole("img", { name: "as typed" }).count()).toBe(6);
  const lines = (file: string) =>
    readFileSync(file, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line).body);
  expect(lines(exported)).toEqual(lines(save));
});

async function runTest(file: string): Promise<number | null> {
  const child = spawn(process.execPath, ["--test", file], {
    env: { PATH: process.env["PATH"], CMP_WEBHOOK_SECRET: secret },
    stdio: "ignore",
  });
  return new Promise((resolve) => child.on("close", resolve));
}
