/* Bodies that are nested deeper than a stack is high. */
import { readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { answerWith, toJson, urlOf, useProgram } from "./program.js";

const { run, start, file, serve } = useProgram();

const arrays = (levels: number): string => "[".repeat(levels) + "]".repeat(levels);
const objects = (levels: number): string => `${'{"id":'.repeat(levels)}1${"}".repeat(levels)}`;
const event = (data: string): string => `{"event_name":"task_added","data":${data}}`;

const deep: readonly (readonly [name: string, body: string])[] = [
  ["arrays in the data", event(`{"task":${arrays(2_000)}}`)],
  ["many arrays in the data", event(`{"task":${arrays(100_000)}}`)],
  ["objects in the data", event(`{"task":${objects(50_000)}}`)],
  ["arrays in place of the event", arrays(100_000)],
  ["arrays that do not end", event("[".repeat(100_000))],
];

test("bodies of any depth, from any caller, are answered, saved, shown and replayed", async () => {
  const save = file("deep.ndjson");
  const args = ["listen", "--port", "0", "--no-secret", "--body", "--save", save];
  const listening = start(args);
  const to = await urlOf(listening);
  for (const [name, body] of deep) {
    const { status } = await fetch(to, { method: "POST", body });
    expect([name, status]).toEqual([name, name.includes("in the data") ? 200 : 400]);
  }
  await run(["send", "--from", save, "--to", to]);
  const { code, stdout, stderr } = await listening.end("SIGINT");
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(stdout).toContain("10 deliveries: 6 acknowledged");
  expect(stdout).toContain("10 saved to");
  expect(readFileSync(save, "utf8").trim().split("\n")).toHaveLength(10);
});

test("with --json too, and of a large body so many ids are shown as one can read", async () => {
  const listening = start(["listen", "--port", "0", "--no-secret", "--json", "--body"]);
  const to = await urlOf(listening);
  for (const [, body] of deep) await fetch(to, { method: "POST", body });
  const many = JSON.stringify(Array.from({ length: 100_000 }, (_, index) => ({ id: `i${index}` })));
  await fetch(to, { method: "POST", body: event(`{"task":${many}}`) });
  const lines = toJson((await listening.end("SIGINT")).stdout);
  expect(lines).toHaveLength(deep.length + 3);
  expect(Object.keys(Object(lines.at(-2)?.["ids"])).length).toBeLessThanOrEqual(200);
});

test.each(deep)("check and send name a file with %s", async (name, body) => {
  const deepFile = file(`${name}.json`);
  writeFileSync(deepFile, body);
  const checked = await run(["check", deepFile]);
  expect(checked).toMatchObject({ code: 1, stderr: "" });
  const url = await serve(answerWith(200));
  const sent = await run(["send", "--from", deepFile, "--to", url]);
  expect(sent.stderr).not.toContain("internal error");
});
