import {
  createReceiver,
  type ErrorCode,
  EventRouter,
  eventCatalog,
  eventNames,
  ReceiverError,
  type ReceiverEventMap,
  type ReceiverOptions,
} from "optimizely-cmp-webhooks";
import { expect, test } from "vitest";
import { linesOf } from "./blocks.js";

const lines = linesOf("README.md");

// The compiler compares these lists with the types.
const codes = Object.keys({
  body_aborted: true,
  body_consumed: true,
  body_timeout: true,
  body_too_large: true,
  deadline_exceeded: true,
  delivery_in_flight: true,
  handler_failed: true,
  internal_error: true,
  malformed_envelope: true,
  malformed_json: true,
  method_not_allowed: true,
  not_found: true,
  organization_unknown: true,
  payload_mismatch: true,
  secret_mismatch: true,
  secret_missing: true,
  secret_unavailable: true,
  store_unavailable: true,
  unsupported_encoding: true,
} satisfies Record<ErrorCode, true>) as ErrorCode[];
const options = Object.keys({
  router: true,
  secret: true,
  deadlineMs: true,
  maxBodyBytes: true,
  onMismatch: true,
  acknowledge: true,
  idempotency: true,
  log: true,
} satisfies Record<keyof ReceiverOptions, true>);
const announcements = Object.keys({
  handled: true,
  ignored: true,
  rejected: true,
  failed: true,
  mismatched: true,
  duplicate: true,
  answered: true,
} satisfies Record<keyof ReceiverEventMap, true>);

/** What CMP is told that needs no further delivery, and its status; 202 `ignored` has two reasons. */
const acknowledgements = [
  "200 `handled`",
  "200 `duplicate`",
  "202 `ignored`",
  "202 `ignored`",
  "202 `accepted`",
];

test.each(["npm ci && npm run demo", "npm ci && npm test"])("%s stands alone on a line", (command) => {
  expect(lines.filter((line) => line === command)).toHaveLength(1);
});

test("the table of answers has every code once, with the status that the source gives it", () => {
  const answers = rowsUnder("## What does CMP get when ...?").map(
    ([, status, code]) => `${Number.parseInt(status ?? "", 10)} ${code}`,
  );
  const refusals = codes.map((code) => `${new ReceiverError(code).status} \`${code}\``);
  const expected = [...acknowledgements, ...refusals];
  expect(answers.sort()).toEqual(expected.sort());
});

test("the table of answers says of every refusal that CMP delivers again", () => {
  for (const [what, status, , again] of rowsUnder("## What does CMP get when ...?")) {
    expect(again, what).toBe(/^20[02]$/.test(status ?? "") ? "no" : "yes");
  }
});

test("the table of mends has every code once", () => {
  const named = rowsUnder("## Errors and their mends").flatMap(([cell]) => namesIn(cell));
  for (const code of codes) expect(named.filter((name) => name === code)).toEqual([code]);
});

test("the table of mistakes has the messages that a wrong option throws", () => {
  const router = new EventRouter();
  const wrong = [undefined, " padded", "x".repeat(33), []].map((secret) => ({ router, secret }));
  const others = [
    { router: undefined as never, secret: null },
    { router, secret: null, idempotency: {} as never },
  ];
  const messages = [...wrong, ...others].map((options) => {
    expect(() => createReceiver(options)).toThrow(TypeError);
    return messageOf(() => createReceiver(options));
  });
  const listed = rowsUnder("What `createReceiver` and `verifySecret` throw at once is a `TypeError`:");
  expect(listed).toHaveLength(messages.length);
  for (const message of messages) {
    expect(
      listed.filter(([cell = ""]) => message.startsWith(cell.slice(1, -1))),
      message,
    ).toHaveLength(1);
  }
});

test("the tables of options and announcements are complete", () => {
  expect(rowsUnder("## Options").flatMap(([cell]) => namesIn(cell))).toEqual(options);
  expect(rowsUnder("## Observing").flatMap(([cell]) => namesIn(cell))).toEqual(announcements);
});

test("the table of events has every event in its group, with its marks", () => {
  const listed = rowsUnder("## Events").flatMap(([group, cell = ""]) =>
    [...cell.matchAll(/`(\w+)`(?: \(([\w, ]+)\))?/g)].map(
      ([, name, marks = ""]) => `${group}: ${name} ${marks}`,
    ),
  );
  const expected = eventNames.map((name) => {
    const { group, verified, experimental } = eventCatalog[name];
    const marks = [verified ? "" : "inferred", experimental ? "experimental" : ""].filter(Boolean);
    return `${group}: ${name} ${marks.join(", ")}`;
  });
  expect(listed).toEqual(expected);
});

test("every link within the document leads somewhere", () => {
  const targets = [...lines.join("\n").matchAll(/\]\(#([^)]*)\)/g)].map(([, target]) => target);
  const headings = lines.filter((line) => /^#+ /.test(line)).map(slugOf);
  expect(targets.length).toBeGreaterThan(20);
  expect(targets.filter((target) => !headings.includes(target ?? ""))).toEqual([]);
});

/** The cells of the first table under a heading, without its head. */
function rowsUnder(heading: string): string[][] {
  const begin = lines.indexOf(heading);
  expect(begin, heading).toBeGreaterThan(0);
  const first = lines.findIndex((line, at) => at > begin && line.startsWith("|"));
  const length = lines.slice(first).findIndex((line) => !line.startsWith("|"));
  return lines.slice(first + 2, first + length).map((line) =>
    line
      .slice(1, -1)
      .split(/(?<!\\)\|/)
      .map((cell) => cell.trim()),
  );
}

function messageOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    if (error instanceof Error) return error.message;
  }
  return "";
}

function namesIn(cell = ""): string[] {
  return [...cell.matchAll(/`(\w+)`/g)].map(([, name = ""]) => name);
}

/** What GitHub makes of a heading. */
function slugOf(line: string): string {
  return line
    .replace(/^#+ /, "")
    .toLowerCase()
    .replaceAll(/[^\w\- ]/g, "")
    .replaceAll(" ", "-");
}
