/*
 * The table that the demo prints: 92 columns wide, and 79 in a narrow terminal.
 */
import type { Outcome } from "./outcome.js";

type Paint = (text: string) => string;

/** How the table looks; decided once. */
export interface Style {
  readonly green: Paint;
  readonly yellow: Paint;
  readonly red: Paint;
  readonly dim: Paint;
  readonly bold: Paint;
  /** What an answer means to CMP. */
  readonly acknowledged: string;
  readonly again: string;
}

/** Colours for a terminal whose owner has not asked for none, and short words for a narrow one. */
export function makeStyle(
  output: { readonly isTTY?: boolean; readonly columns?: number },
  noColor: string | undefined,
): Style {
  const isColoured = output.isTTY === true && !noColor;
  const paint = (code: number): Paint => {
    return isColoured ? (text) => `\x1b[${code}m${text}\x1b[0m` : (text) => text;
  };
  const colours = { green: paint(32), yellow: paint(33), red: paint(31), dim: paint(2), bold: paint(1) };
  return (output.columns ?? 100) < 92
    ? { ...colours, acknowledged: "done", again: "again" }
    : { ...colours, acknowledged: "acknowledged", again: "delivers again" };
}

/** The names of the columns. */
export function formatHead(style: Style): string {
  return style.bold(`${begin("sent", "handler")}${answer("CMP sees", "", style)}${"ms".padStart(5)}`);
}

/** The line over the rows of one title. */
export function formatTitle(title: string, { dim }: Style): string {
  return `\n${dim(title)}`;
}

/** One line of the table. */
export function formatRow({ row, status, code, ran, ms, faults }: Outcome, style: Style): string {
  const isAcknowledged = status === 200 || status === 202;
  const verdict = isAcknowledged ? style.acknowledged : style.again;
  const paint = isAcknowledged ? style.green : style.yellow;
  return [
    begin(row.sent, ran.join(" ") || "-"),
    paint(answer(`${status || "---"} ${code}`, verdict, style)),
    ms.toFixed(0).padStart(5),
    faults.length > 0 ? style.red(" WRONG") : "",
  ].join("");
}

function begin(sent: string, handler: string): string {
  return `${sent.padEnd(35)} ${handler.padEnd(9)} `;
}

function answer(statusAndCode: string, verdict: string, { again }: Style): string {
  return `${statusAndCode.padEnd(23)}${verdict.padEnd(again.length)}`;
}
