/*
 * The goals as a table. A run need not measure all of them, so in the document each row stands for itself: with the day
 * it was measured on, and kept until it is measured again.
 */
import { formatFigure, formatRatio, nothing } from "./format.js";
import type { Goal, Judgement } from "./goals.js";
import { type Table, toMarkdown } from "./tables.js";

const head = ["Goal", "at most", "measured", "quartiles", "verdict"];

/** For a terminal. */
export function tabulateGoals(judgements: readonly Judgement[]): Table {
  return { title: "Goals", head, rows: judgements.map(rowOf), words: [0, 4] };
}

/**
 * The goals' part of the document.
 * @param present the part as it is now, from which the rows are taken that this run says nothing of
 * @param day when the run was
 */
export function writeGoals(judgements: readonly Judgement[], present: string, day: string): string {
  const rows = judgements.map((judgement) => {
    return [...rowOf(judgement), judgement.verdict === "not measured" ? nothing : day];
  });
  const lines = toMarkdown({ title: "", head: [...head, "on"], rows, words: [0, 4, 5] })
    .split("\n")
    .map((line, at) => {
      const isUnmeasured = judgements[at - 2]?.verdict === "not measured";
      return isUnmeasured ? (findRow(present, line) ?? line) : line;
    });
  return lines.join("\n");
}

/** A goal that was changed since has another name or another bound, and then what was measured does not count. */
function findRow(present: string, wanted: string): string | undefined {
  const keyOf = (line: string): string => line.split(/(?<!\\)\|/, 3).join("|");
  return present.split("\n").find((line) => line.startsWith("|") && keyOf(line) === keyOf(wanted));
}

function rowOf({ goal, verdict, measured, isStretched }: Judgement): readonly string[] {
  const { path, atMost, stretch } = goal;
  const bound = format(atMost, goal) + (stretch === undefined ? "" : ` (hoped: ${format(stretch, goal)})`);
  const words = isStretched ? "met, as hoped" : verdict;
  if (!measured) return [path, bound, nothing, nothing, words];
  const { low, median, high } = measured;
  return [path, bound, format(median, goal), `${format(low, goal)}–${format(high, goal)}`, words];
}

function format(value: number, { unit }: Goal): string {
  return unit === "times" ? formatRatio(value) : formatFigure(value, unit);
}
