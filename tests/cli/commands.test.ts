import { writeFileSync } from "node:fs";
import { eventCatalog, eventNames } from "optimizely-cmp-webhooks";
import { describe, expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { createEvent } from "../../src/testing/create-event.js";
import { toJson, useProgram } from "./program.js";

const { run, runAlone, file } = useProgram();

const commands = ["listen", "send", "soak", "check", "doctor", "register", "secret", "events", "completion"];

test("--version is that of package.json", async () => {
  expect(await run(["--version"])).toEqual({ code: 0, stdout: `${manifest.version}\n`, stderr: "" });
});

test("--help names every command", async () => {
  const { code, stdout } = await run(["--help"]);
  for (const command of commands) expect(stdout).toMatch(new RegExp(`^  ${command} `, "m"));
  expect(code).toBe(0);
});

test("help listen is listen --help", async () => {
  expect(await run(["help", "listen"])).toEqual(await run(["listen", "--help"]));
});

test.each(commands)("%s --help has usage, options and examples, and fits in 80 columns", async (command) => {
  const { code, stdout } = await run([command, "--help"]);
  expect(stdout).toMatch(new RegExp(`^Usage: cmp-webhooks ${command} `));
  expect(stdout).toMatch(/\n {2}--json .*\n(.*\n)*\nExamples\n {2}\S/);
  expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
  expect(code).toBe(0);
});

test("a secret has 32 letters and digits, and never comes twice", async () => {
  const [first, second] = await Promise.all([run(["secret"]), run(["secret", "--json"])]);
  expect(first.stdout).toMatch(/^[A-Za-z0-9]{32}\n$/);
  expect(toJson(second.stdout)).toEqual([{ secret: expect.stringMatching(/^[A-Za-z0-9]{32}$/) }]);
  expect(second.stdout).not.toContain(first.stdout.trim());
});

describe("events", () => {
  test("is a table of all, by group", async () => {
    const { stdout } = await run(["events"]);
    const lines = stdout.split("\n");
    for (const name of eventNames) expect(lines.some((line) => line.startsWith(`  ${name} `))).toBe(true);
    expect(stdout).toMatch(/^Library \(4\)\n {2}asset_added .+/);
    expect(stdout).toContain("(inferred)");
    expect(stdout).toContain("(experimental)");
  });

  test("has one line for each where it is read by another program", async () => {
    const { stdout } = await run(["events"]);
    expect(stdout.match(/^ {2}\w+ {2,}\S.+$/gm)).toHaveLength(43);
  });

  test("--json is one document with what is known of each", async () => {
    const [all] = toJson((await run(["events", "--json"])).stdout);
    expect(all).toMatchObject(eventNames.map((event_name) => ({ event_name, ...eventCatalog[event_name] })));
    const facts = JSON.stringify(all);
    expect(facts.match(/"summary":"\w/g)).toHaveLength(43);
    expect(facts.match(/"source":"https:/g)?.length).toBeGreaterThan(30);
  });

  test("of one event has its fields with their types, a sample and the source", async () => {
    const { stdout } = await run(["events", "asset_added"]);
    expect(stdout).toMatch(/^ {6}id +string or null +\w+/m);
    expect(stdout).toMatch(/^ {4}source +object, optional +\w+/m);
    expect(stdout).toContain("https://docs.developers.optimizely.com/");
    const sample = stdout.slice(stdout.indexOf("Sample\n") + 7);
    expect(JSON.parse(sample)).toEqual(createEvent("asset_added"));
  });

  test("tells of an inferred event that it is, and ends where contents are within contents", async () => {
    expect((await run(["events", "asset_synced"])).stdout).toContain("Inferred: no source shows");
    const [preview] = toJson((await run(["events", "content_preview_requested", "--json"])).stdout);
    expect(preview).toMatchObject({ verified: true, repeats: false });
    expect(JSON.stringify(preview)).toContain("latest_fields_version");
  });
});

describe("check", () => {
  const good = createEvent("task_added");
  const bad = { event_name: "task_added", data: { task: { id: 42, links: { self: "s", more: 1 } } } };
  const odd = { ...good, sent_at: "now" };

  /** The content of the file, the exit code, and texts of the output. */
  const rows: readonly (readonly [string, string, number, readonly string[]])[] = [
    ["one body", JSON.stringify(good), 0, ["known, as its type says"]],
    ["a body behind a byte order mark", `\ufeff${JSON.stringify(good)}`, 0, ["known, as its type says"]],
    ["an array", JSON.stringify([good, bad]), 1, ["file[0]", "file[1]", "1 as its type says, 1 not"]],
    ["a capture", JSON.stringify({ headers: {}, body: bad }), 1, ["data.task.id: string expected, number"]],
    ["a capture of text", JSON.stringify({ body: JSON.stringify(good) }), 0, ["known, as its type says"]],
    [
      "lines",
      `${JSON.stringify(good)}\n${JSON.stringify(bad)}\n`,
      1,
      ["file:2", "data.task.links.more (number)"],
    ],
    ["a field that no type names", JSON.stringify(odd), 0, ["1 unknown field", "sent_at (string)"]],
    ["no object", "[[]]", 1, ["body: object expected, array received"]],
    ["no name", '{"data":{}}', 1, ["event_name: string expected, missing received"]],
    ["no data", '{"event_name":"task_added","data":[]}', 1, ["data: object expected, array received"]],
    ["an unknown event", '{"event_name":"task_aded","data":{}}', 1, ["Did you mean task_added?"]],
  ];

  test.each(rows)("%s", async (name, content, code, said) => {
    // Others are checked at the same time.
    const path = file(`${name} file`);
    writeFileSync(path, content);
    const ended = await run(["check", path]);
    for (const text of said) expect(ended.stdout).toContain(text);
    expect(ended).toMatchObject({ code, stderr: "" });
  });

  test("--json has a line for each body, also from stdin", async () => {
    const input = [good, bad, odd, { data: {} }].map((body) => JSON.stringify(body)).join("\n");
    const { code, stdout } = await runAlone(["check", "-", "--json"], { input: `${input}\n{"event` });
    expect(toJson(stdout)).toMatchObject([
      {
        source: "stdin:1",
        ok: true,
        event_name: "task_added",
        known: true,
        mismatches: [],
        unknown_fields: [],
      },
      { ok: false, mismatches: [{ path: "data.task.id", expected: "string", received: "number" }] },
      { ok: true, unknown_fields: [{ path: "sent_at", kind: "string" }] },
      { ok: false, event_name: null, known: false, mismatches: [{ path: "event_name" }] },
      { source: "stdin:5", ok: false, problem: "it is not JSON" },
    ]);
    expect(code).toBe(1);
  });

  test("every sample is as its type says, and has no field that the type does not name", async () => {
    const input = JSON.stringify(eventNames.map((name) => createEvent(name)));
    const results = toJson((await runAlone(["check", "-", "--json"], { input })).stdout);
    expect(results).toHaveLength(43);
    for (const result of results)
      expect(result).toMatchObject({ ok: true, mismatches: [], unknown_fields: [] });
  });
});
