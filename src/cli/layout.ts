/*
 * Words in columns and lines, for a terminal of any width. Colours are put on last, since they take no room.
 */
import type { Paint, Style } from "./terminal.js";

/** `1 delivery`, `2 deliveries`; the plural is given where an s will not do. */
export function count(number: number, one: string, many: string = `${one}s`): string {
  return `${number.toLocaleString("en-US")} ${number === 1 ? one : many}`;
}

/**
 * Text from outside, such as an id of a delivery, so that it can do nothing to a terminal: control characters, and those
 * that turn the direction of writing, are shown as `\u001b`; more than `most` characters are cut.
 */
export function clean(text: string, most = 300): string {
  const shown = text.length > most ? `${text.slice(0, most)}...` : text;
  return shown.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that must not come through
    /[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/**
 * The text in lines of at most `width` characters, broken between words. A longer word has a line of its own; if it is
 * a URL, it is broken behind its slashes.
 */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).filter(Boolean)) {
    if (word.length > width) {
      const pieces = pack(word.split(/(?<=[^/:]\/)(?=[^/])/), width);
      lines.push(...(line === "" ? [] : [line]), ...pieces.slice(0, -1));
      line = pieces.at(-1) ?? "";
      continue;
    }
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = "";
    }
    line += line === "" ? word : ` ${word}`;
  }
  return line === "" ? lines : [...lines, line];
}

/** Puts pieces together again, as many as there is room for in a line. */
function pack(pieces: readonly string[], width: number): readonly string[] {
  const lines: string[] = [];
  for (const piece of pieces) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + piece.length <= width) lines[lines.length - 1] = last + piece;
    else lines.push(piece);
  }
  return lines;
}

/** A paragraph, each line of it indented. */
export function paragraph(text: string, width: number, indent = 0): readonly string[] {
  return wrap(text, width - indent).map((line) => " ".repeat(indent) + line);
}

/** The least room in which text beside other columns can still be read. */
const leastRoom = 28;

/** A cell that is coloured, where there are colours. */
export interface Painted {
  readonly text: string;
  readonly style: Style;
}

/** One row of {@link columns}: short cells, and a text at the end that may be long. */
export interface Row {
  readonly cells: readonly (string | Painted)[];
  readonly text: string;
}

/** Where columns are put. */
export interface Place {
  readonly width: number;
  readonly paint: Paint;
  /** Spaces on the left. @default 2 */
  readonly indent?: number;
}

/**
 * Rows with aligned cells. The text at the end goes on under itself; where there is no room for that beside the cells,
 * it goes below them, indented.
 */
export function columns(rows: readonly Row[], place: Place): readonly string[] {
  return table(rows, place).flat();
}

/** The same, with the lines of each row by themselves. */
export function table(
  rows: readonly Row[],
  { width, paint, indent = 2 }: Place,
): readonly (readonly string[])[] {
  const widths = widthsOf(rows);
  const left = indent + widths.reduce((sum, each) => sum + (each > 0 ? each + 2 : 0), 0);
  const isBeside = width - left >= leastRoom;
  return rows.map(({ cells, text }) => {
    const padded = widths.flatMap((each, index) => (each > 0 ? [pad(cells[index] ?? "", each, paint)] : []));
    const start = " ".repeat(indent) + padded.join("  ");
    if (!isBeside) return [start.trimEnd(), ...paragraph(text, width, start.search(/\S|$/) + 4)];
    const [first = "", ...rest] = wrap(text, width - left);
    return [`${start}  ${first}`.trimEnd(), ...rest.map((line) => " ".repeat(left) + line)];
  });
}

/** Cells one after the other, two spaces between them; what has no room any more goes on in a line that is indented. */
export function flow(
  cells: readonly (string | Painted)[],
  { width, paint, indent = 2 }: Place,
): readonly string[] {
  const lines: string[] = [];
  let room = 0;
  for (const cell of cells) {
    const whole = textOf(cell);
    // One that fits is left alone, with the spaces that align it.
    const fits = whole.length <= width - indent && whole !== "";
    for (const text of fits ? [whole] : wrap(whole, width - indent)) {
      const shown = typeof cell === "string" ? text : paint(cell.style, text);
      if (lines.length > 0 && text.length + 2 <= room) {
        lines.push(`${lines.pop() ?? ""}  ${shown}`);
        room -= text.length + 2;
      } else {
        room = width - text.length - (lines.length > 0 ? indent : 0);
        lines.push((lines.length > 0 ? " ".repeat(indent) : "") + shown);
      }
    }
  }
  return lines;
}

/** Of each column the longest cell; 0 for a column that is empty all the way, which is left out. */
function widthsOf(rows: readonly Row[]): readonly number[] {
  const widths: number[] = [];
  for (const { cells } of rows) {
    cells.forEach((cell, index) => {
      widths[index] = Math.max(widths[index] ?? 0, textOf(cell).length);
    });
  }
  return widths;
}

function pad(cell: string | Painted, width: number, paint: Paint): string {
  const text = textOf(cell);
  const spaces = " ".repeat(width - text.length);
  return (typeof cell === "string" ? text : paint(cell.style, text)) + spaces;
}

function textOf(cell: string | Painted): string {
  return typeof cell === "string" ? cell : cell.text;
}
