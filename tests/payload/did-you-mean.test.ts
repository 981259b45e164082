import { describe, expect, test } from "vitest";
import { didYouMean } from "../../src/payload/did-you-mean.js";

const names = ["asset_added", "task_added", "campaign_brief_removed"];

test.each([
  ["task_aded", "task_added"],
  ["taskadded", "task_added"],
  ["task_ad", "task_added"],
  ["added_task", "task_added"],
  ["TASK_ADDED", "task_added"],
  ["brief", "campaign_brief_removed"],
])("%s asks for %s", (wanted, answer) => {
  expect(didYouMean(wanted, names)).toBe(` Did you mean ${answer}?`);
});

describe("nothing is asked", () => {
  test.each(["zzz", "", "_", "__proto__", "x".repeat(1_000_000)])("for %.20s", (wanted) => {
    expect(didYouMean(wanted, names)).toBe("");
  });
});

test("three names are the most, the nearest first", () => {
  const near = ["task_e", "task_d", "task_a", "task_c", "task_b"];
  expect(didYouMean("task_a", near)).toBe(" Did you mean task_a or task_e or task_d?");
});

test("names are found in capitals, and asked as they are", () => {
  expect(didYouMean("maxbodybites", ["maxBodyBytes"])).toBe(" Did you mean maxBodyBytes?");
});
