import { readFileSync } from "node:fs";
import { join } from "node:path";
import { eventCatalog, eventNames } from "optimizely-cmp-webhooks";
import { createEvent } from "optimizely-cmp-webhooks/testing";
import { expect, test } from "vitest";
import { deliveryKey } from "../../src/idempotency/delivery-key.js";
import { createTable } from "../../src/idempotency/postgres-statements.js";

const read = (file: string): string => readFileSync(join(import.meta.dirname, "../..", file), "utf8");
const delivery = read("docs/delivery.md");
const keys = read("docs/event-keys.md");
const queues = read("docs/long-work-and-queues.md");
const documents = [delivery, read("docs/scaling.md"), read("docs/idempotency.md"), queues];

test("the table in docs/event-keys.md says of all events what the code says", () => {
  const [, table = ""] = /<!-- keys: begin.*?-->([\s\S]*?)<!-- keys: end -->/.exec(keys) ?? [];
  const rows = [...table.matchAll(/^\| `(\w+)` \| (yes|no)[^|]* \| (.+) \|$/gm)];
  const said = rows.map(([, name, key]) => `${name} ${key}`);
  const done = eventNames.map((name) => `${name} ${eventCatalog[name].repeats ? "no" : "yes"}`);
  const keyed = eventNames.filter((name) => deliveryKey(createEvent(name)) !== undefined);

  expect(said).toEqual(done);
  expect(rows.filter(([, , key]) => key === "yes").map(([, name]) => name)).toEqual(keyed);
});

test("the recipe for a stop in docs/deployment.md is the one that is tried", () => {
  const child = read("tests/faults/children/receiver.ts");
  const [, recipe = "none"] = /\/\/ recipe: begin\n([\s\S]*?)\/\/ recipe: end/.exec(child) ?? [];
  expect(read("docs/deployment.md")).toContain(recipe.trim());
});

test.each(["handover", "handlers", "nats-enqueue", "nats-worker"])(
  "the recipe %s.ts in docs/long-work-and-queues.md is the one that is run",
  (name) => {
    expect(queues).toContain(`\`\`\`ts\n${read(`tests/faults/recipes/${name}.ts`)}\`\`\``);
  },
);

test("the table in docs/idempotency.md is the one that createTable makes", () => {
  const [, table = "none"] = /```sql\n([\s\S]*?)\n```/.exec(documents.join("\n")) ?? [];
  expect(createTable).toContain(table);
});

test("every pool and client in the documents has a listener for error, without which it can end the process", () => {
  const blocks = documents.flatMap((text) => [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)]);
  const made = blocks.map(([block]) => block).filter((block) => /new Pool\(|createClient\(/.test(block));
  expect(made).toHaveLength(3);
  for (const block of made) expect(block).toMatch(/\.on\("error"/);
});

const proof = read("docs/proof-under-faults.md");
const commands = [...proof.matchAll(/\| `(\w+) -t "?([^`"]+)"?` \|/g)].map(([, file = "", name = ""]) => [
  file,
  name,
]);

test("docs/proof-under-faults.md names a command for every row", () => {
  expect(commands).toHaveLength(14);
});

// `vitest list` takes seconds for each. Names that a table makes are looked for in the tables, too.
test.each(commands)("the command `%s -t %s` selects a test", (file, name) => {
  const code = read(`tests/faults/${file}.faults.ts`).replaceAll(/^ *(\/?\*|\/\/).*$/gm, "");
  const strings = (code + read("tests/faults/kit/receivers.ts")).match(/"[^"\n]*"|`[^`]*`/g) ?? [];
  expect(strings.filter((string) => string.includes(name))).not.toEqual([]);
});

/** As much of Mermaid's grammar as is used here. */
const statements = [
  /^participant [A-Z]\w*$/,
  /^([A-Z]\w*)(?:->>|-->>)([A-Z]\w*): [^;#]+$/,
  /^Note over ([A-Z]\w*)(?:,([A-Z]\w*))?: [^;#]+$/,
  /^(?:alt|else) [^;#:]+$/,
  /^end$/,
];

test("every picture is a sequence diagram that Mermaid can read", () => {
  const pictures = documents.flatMap((text) => [...text.matchAll(/^```mermaid\n([\s\S]*?)^```$/gm)]);
  expect(pictures.length).toBeGreaterThan(6);
  for (const [, picture = ""] of pictures) {
    const [first, ...lines] = picture
      .trimEnd()
      .split("\n")
      .map((line) => line.trim());
    const actors = lines.filter((line) => line.startsWith("participant")).map((line) => line.slice(12));
    let depth = 0;
    expect(first).toBe("sequenceDiagram");
    for (const line of lines) {
      const found = statements.map((form) => form.exec(line)).find((match) => match !== null);
      expect(found, line).toBeDefined();
      for (const actor of found?.slice(1) ?? []) if (actor) expect(actors, line).toContain(actor);
      depth += line.startsWith("alt ") ? 1 : line === "end" ? -1 : 0;
      expect(depth, line).toBeGreaterThanOrEqual(line.startsWith("else") ? 1 : 0);
    }
    expect(depth, picture).toBe(0);
  }
});
