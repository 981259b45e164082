/*
 * Reads docs/events for the list that can be filtered.
 */
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { createMarkdownRenderer } from "vitepress";

/** An event as docs/events tells of it; texts are HTML. */
export interface EventEntry {
  readonly name: string;
  readonly group: string;
  /** The page that has it, such as `task-brief`. */
  readonly page: string;
  readonly certainty: "documented" | "recorded" | "inferred";
  readonly isExperimental: boolean;
  readonly description: string;
  readonly fields: readonly { readonly path: string; readonly cells: readonly string[] }[];
  readonly sample: string;
}

declare const data: readonly EventEntry[];

export { data };

type Render = (text: string) => string;

export default {
  watch: ["../../../docs/events/*.md"],
  async load(files: string[]): Promise<EventEntry[]> {
    const markdown = await createMarkdownRenderer("..");
    const render: Render = (text) => markdown.renderInline(text.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1"));
    const index = readFileSync(files.find((file) => file.endsWith("/index.md")) ?? "", "utf8");
    const entries = files.flatMap((file) =>
      readFileSync(file, "utf8")
        .split(/^## /m)
        .slice(1)
        .filter((section) => section.includes("\n<details>"))
        .map((section) => entryOf(section, basename(file, ".md"), index, render)),
    );
    const placeOf = ({ name }: EventEntry): number => index.indexOf(`- [${name}]`);
    return entries.sort((left, right) => placeOf(left) - placeOf(right));
  },
};

function entryOf(section: string, page: string, index: string, render: Render): EventEntry {
  const [name = "", description = "", certainty = ""] = section.split("\n\n");
  const rows = section.split("\n").filter((line) => line.startsWith("| `"));
  const fields = rows.map((row) => {
    const [path = "", ...cells] = row.slice(2, -2).split(/(?<!\\) \| /);
    return {
      path: path.replaceAll("`", ""),
      cells: cells.map((cell) => render(cell.replaceAll("\\|", "|"))),
    };
  });
  return {
    name,
    page,
    group: [...index.slice(0, index.indexOf(`- [${name}]`)).matchAll(/^\*\*(.+)\*\*$/gm)].at(-1)?.[1] ?? "",
    certainty: /\*\*Inferred/.test(certainty)
      ? "inferred"
      : /\*\*Recorded/.test(certainty)
        ? "recorded"
        : "documented",
    isExperimental: certainty.includes("**Experimental**"),
    description: render(description),
    fields,
    sample: /```json\n([\s\S]*?)\n```/.exec(section)?.[1] ?? "",
  };
}
