import { cut, escapeControls } from "../../text/safe.js";

/** Text from outside in a line: shortened, and without characters that control or hide others. */
export function clean(text: string, most = 300): string {
  return escapeControls(cut(text, most));
}

/** A value in a line: text as JSON has it, objects and arrays by their size. */
export function preview(value: unknown): string {
  if (value === undefined) return "";
  if (Array.isArray(value)) return `[ ${value.length || ""} ]`;
  if (typeof value === "object" && value !== null) return `{ ${Object.keys(value).length || ""} }`;
  return clean(typeof value === "string" ? JSON.stringify(value.slice(0, 3_000)) : String(value), 2_000);
}

/** The most characters of one text that are shown. */
const most = 20_000;

/** Text of several lines in which no character can turn the direction of writing or hide itself. */
export function safeLines(text: string): string {
  const lines = text.slice(0, most).split("\n");
  const rest = text.length > most ? `\n... ${text.length - most} more characters` : "";
  return lines.map((line) => clean(line.replaceAll("\t", "  "), most)).join("\n") + rest;
}

/** JSON in lines if it is JSON; else as it is. */
export function prettyJson(text: string): string {
  try {
    const lines = JSON.stringify(JSON.parse(text), null, 2);
    // Thousands of levels would be megabytes of blanks.
    return lines.length > text.length * 20 ? text : lines;
  } catch {
    return text;
  }
}

/** `0.8 ms`, `12 ms` */
export function msOf(ms: number): string {
  return `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;
}

/** `good` where CMP would take the status for an acknowledgement. */
export function verdictOf(status: number): "good" | "bad" | "" {
  if (status === 0) return "";
  return status === 200 || status === 202 ? "good" : "bad";
}
