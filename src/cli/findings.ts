import type { Findings } from "./data/inspect.js";
import { count, type Painted, type Row } from "./layout.js";

/** As many as `parseEvent` finds before it stops. */
const mostIssues = 20;

/** How an event compares with its type, in a few words. */
export function verdictOf({ event, isKnown, issues, unknownFields }: Findings): Painted {
  const unknown = unknownFields.length > 0 ? `, ${count(unknownFields.length, "unknown field")}` : "";
  if (!isKnown) return { text: event === undefined ? "no event" : "unknown event", style: "bad" };
  if (issues.length > 0) {
    const least = issues.length >= mostIssues ? "at least " : "";
    return { text: `${least}${count(issues.length, "mismatch", "mismatches")}${unknown}`, style: "bad" };
  }
  return unknown === ""
    ? { text: "known, as its type says", style: "good" }
    : { text: `known, as its type says${unknown}`, style: "odd" };
}

/** Rows that name each mismatch and each unknown field, at most `most` of each. */
export function describeFindings(
  { problem, issues, unknownFields }: Findings,
  clean: (text: string) => string,
  most = Infinity,
): readonly Row[] {
  const reason: Painted = { text: "reason", style: "bad" };
  return [
    ...(problem === undefined ? [] : [{ cells: [reason], text: problem }]),
    ...listed(
      issues,
      most,
      { text: "mismatch", style: "bad" },
      ({ path, expected, received }) => `${clean(path)}: ${expected} expected, ${received} received`,
    ),
    ...listed(
      unknownFields,
      most,
      { text: "unknown", style: "odd" },
      ({ path, kind }) => `${clean(path)} (${kind})`,
    ),
  ];
}

/** A row for each, with the label on the first alone, and a row with the number of those that are left out. */
export function listed<Item>(
  items: readonly Item[],
  most: number,
  label: string | Painted,
  describe: (item: Item) => string,
): readonly Row[] {
  const rows = items
    .slice(0, most)
    .map((item, index) => ({ cells: [index === 0 ? label : ""], text: describe(item) }));
  const rest = items.length - rows.length;
  return rest > 0 ? [...rows, { cells: [""], text: `and ${rest} more` }] : rows;
}
