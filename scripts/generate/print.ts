/*
 * Writes JSON with each value in one line if it fits.
 */

/** How JSON is laid out. */
export interface Layout {
  /** Characters in a line, unless a single string is longer. */
  readonly width: number;
  /** The start of a line, by level. */
  readonly indent: string;
  /** The space inside braces, and after colons and commas. */
  readonly gap: string;
  /** The name of members that are always in one line. */
  readonly flat?: string;
}

/** For files in the package: small, with a line for each member in diffs. docs/events has the examples for people. */
export const compact: Layout = { width: 320, indent: "", gap: "", flat: "examples" };

/** For documents. */
export const airy: Layout = { width: 90, indent: "  ", gap: " " };

/** A value as JSON; `margin` is the start of all lines after the first. */
export function print(value: unknown, layout: Layout, margin = ""): string {
  const flat = flatten(value, layout.gap);
  if (typeof value !== "object" || value === null || margin.length + flat.length <= layout.width) return flat;
  const inner = margin + layout.indent;
  const members = membersOf(value, layout.gap, (member, key) =>
    key !== undefined && key === layout.flat ? flatten(member, layout.gap) : print(member, layout, inner),
  );
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  return `${open}\n${members.map((member) => inner + member).join(",\n")}\n${margin}${close}`;
}

function flatten(value: unknown, gap: string): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = membersOf(value, gap, (member) => flatten(member, gap)).join(`,${gap}`);
  if (Array.isArray(value)) return `[${members}]`;
  return members === "" ? "{}" : `{${gap}${members}${gap}}`;
}

function membersOf(value: object, gap: string, write: (member: unknown, key?: string) => string): string[] {
  if (Array.isArray(value)) return value.map((item) => write(item));
  return Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .map(([key, member]) => `${JSON.stringify(key)}:${gap}${write(member, key)}`);
}
