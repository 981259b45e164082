import type { Command } from "../command.js";
import { type Findings, inspect, isAsTyped } from "../data/inspect.js";
import { type Recorded, type Recordings, readRecordings } from "../data/recordings.js";
import { describeFindings, verdictOf } from "../findings.js";
import { columns, count, flow } from "../layout.js";
import type { Terminal } from "../terminal.js";

/** `cmp-webhooks check` */
export const check: Command = {
  name: "check",
  summary: "Compare a recorded body with the type of its event",
  usage: "FILE|- [--json]",
  details: [
    "The file holds one body, an array of them, or one a line, as listen saves them;",
    'each by itself or as {"headers": ..., "body": ...}; at most 64 MiB. Every',
    "mismatch, and every field that the type does not name, is listed with its path.",
    "",
    "Exit code 1 means that a member is missing or has the wrong type, or that an",
    "event is not known. Fields that the type does not name are no fault: CMP adds",
    "some without notice.",
  ],
  options: {},
  words: [1, 1],
  takes: "files",
  examples: ["cmp-webhooks check deliveries.ndjson", "pbpaste | cmp-webhooks check - --json"],
  run({ words: [file = "-"], has }, terminal) {
    const recordings = readRecordings(file);
    const checked = recordings.bodies.map((recorded) => ({ recorded, findings: inspect(recorded.body) }));
    if (has("json")) printJson(checked, recordings, terminal);
    else printWords(checked, recordings, terminal);
    const isFine = recordings.broken.length === 0 && checked.every(({ findings }) => isAsTyped(findings));
    return isFine ? 0 : 1;
  },
};

interface Checked {
  readonly recorded: Recorded;
  readonly findings: Findings;
}

function printWords(checked: readonly Checked[], { broken }: Recordings, terminal: Terminal): void {
  const { paint, clean } = terminal;
  for (const { recorded, findings } of checked) {
    const source = { text: clean(recorded.source), style: "bold" } as const;
    terminal.print(
      flow([source, clean(findings.eventName ?? ""), verdictOf(findings)], paint),
      ...columns(describeFindings(findings, clean), paint),
    );
  }
  for (const { source, reason } of broken) {
    terminal.print(`${paint("bold", clean(source))}  ${paint("bad", "no event")}: ${reason}`);
  }
  const fine = checked.filter(({ findings }) => isAsTyped(findings)).length;
  const bad = checked.length - fine + broken.length;
  const total = count(checked.length + broken.length, "body", "bodies");
  const verdict =
    bad === 0
      ? ", as their types say"
      : `: ${count(fine, "as its type says", "as their types say")}, ${bad} not`;
  if (checked.length + broken.length !== 1) terminal.print("", total + verdict);
}

function printJson(checked: readonly Checked[], { broken }: Recordings, terminal: Terminal): void {
  for (const { recorded, findings } of checked) {
    const { eventName, isKnown, problem, issues, unknownFields } = findings;
    terminal.printJson({
      source: recorded.source,
      ok: isAsTyped(findings),
      event_name: eventName ?? null,
      known: isKnown,
      problem: problem ?? null,
      mismatches: issues,
      unknown_fields: unknownFields,
    });
  }
  for (const { source, reason } of broken) {
    terminal.printJson({ source, ok: false, event_name: null, known: false, problem: reason });
  }
}
