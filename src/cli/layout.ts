/*
 * Words in columns. Long lines are not broken: the terminal does that, and a line that is whole can be found by `grep`.
 */
import type { Paint, Style } from "./terminal.js";

/** `1 delivery`, `2 deliveries`; the plural is given where an s is not enough. */
export function count(number: number, one: string, many: string = `${one}s`): string {
  return `${number.toLocaleString("en-US")} ${number === 1 ? one : many}`;
}

/** A cell that is coloured, where there are colours. */
export interface Painted {
  readonly text: string;
  readonly style: Style;
}

/** One row of {@link columns}: short cells that are aligned, and a text at the end of any length. */
export interface Row {
  readonly cells: readonly (string | Painted)[];
  readonly text: string;
}

/** Rows with aligned cells, two spaces between them and in front. A column that is empty in all rows is left out. */
export function columns(rows: readonly Row[], paint: Paint): readonly string[] {
  const widths: number[] = [];
  for (const { cells } of rows) {
    cells.forEach((cell, index) => {
      widths[index] = Math.max(widths[index] ?? 0, textOf(cell).length);
    });
  }
  return rows.map(({ cells, text }) => {
    const padded = widths.flatMap((width, index) =>
      width > 0
        ? [show(cells[index] ?? "", paint) + " ".repeat(width - textOf(cells[index] ?? "").length)]
        : [],
    );
    return `  ${[...padded, text].join("  ")}`.trimEnd();
  });
}

/** Cells one after the other, two spaces between them; empty ones are left out. */
export function flow(cells: readonly (string | Painted)[], paint: Paint): string {
  return cells
    .filter((cell) => textOf(cell) !== "")
    .map((cell) => show(cell, paint))
    .join("  ");
}

function show(cell: string | Painted, paint: Paint): string {
  return typeof cell === "string" ? cell : paint(cell.style, cell.text);
}

function textOf(cell: string | Painted): string {
  return typeof cell === "string" ? cell : cell.text;
}
