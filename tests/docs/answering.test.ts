import type { CmpClientErrorCode, PreviewOutcome } from "optimizely-cmp-webhooks/client";
import { expect, test } from "vitest";
import { linesOf } from "./blocks.js";

const lines = linesOf("docs/answering.md");

// The compiler compares these lists with the types.
const codes = Object.keys({
  aborted: true,
  answer_too_large: true,
  incomplete: true,
  link_not_allowed: true,
  malformed_answer: true,
  previews_invalid: true,
  rate_limited: true,
  request_failed: true,
  timeout: true,
  token_unavailable: true,
  too_many_redirects: true,
  unauthorized: true,
  unavailable: true,
  webhook_invalid: true,
} satisfies Record<CmpClientErrorCode, true>);
const outcomes = Object.keys({
  already_acknowledged: true,
  completed: true,
  error_shown: true,
  not_renderable: true,
  wrong_state: true,
} satisfies Record<PreviewOutcome["outcome"], true>);

test.each([
  ["codes", "| Code |", codes],
  ["outcomes of handlePreview", "| Outcome |", outcomes],
])("the table of %s has each of them once", (_name, head, names) => {
  const first = lines.findIndex((line) => line.startsWith(head));
  expect(first).toBeGreaterThan(0);
  const rows = lines.slice(first + 2, lines.indexOf("", first));
  const listed = rows.flatMap((row) =>
    [...(row.split("|")[1] ?? "").matchAll(/`(\w+)`/g)].map(([, name]) => name),
  );
  expect(listed.sort()).toEqual([...names].sort());
});
