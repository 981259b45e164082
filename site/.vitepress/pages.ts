/*
 * The pages of the site, by task: for the index at the side, and for llms.txt.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The project's folder. */
export const root = join(import.meta.dirname, "../..");

/** A group of pages, and the files of these from the project's folder on. */
export interface Group {
  readonly title: string;
  readonly files: readonly string[];
}

const docs = (...names: string[]): string[] => names.map((name) => `docs/${name}.md`);

function folder(name: string): string[] {
  return readdirSync(join(root, name))
    .filter((file) => file.endsWith(".md"))
    .map((file) => `${name}/${file}`)
    .sort((left, right) => Number(right.endsWith("/index.md")) - Number(left.endsWith("/index.md")));
}

export const groups: readonly Group[] = [
  { title: "Begin", files: ["README.md", ...docs("getting-started", "hosts", "upgrading")] },
  {
    title: "Receive",
    files: docs(
      "handlers",
      "secrets-and-rotation",
      "delivery",
      "idempotency",
      "event-keys",
      "long-work-and-queues",
    ),
  },
  { title: "Answer CMP", files: docs("answering") },
  {
    title: "Run",
    files: docs("troubleshooting", "observability", "deployment", "security", "scaling", "performance"),
  },
  { title: "Test", files: docs("testing", "command-line", "contracts") },
  { title: "Frameworks", files: folder("docs/frameworks") },
  { title: "Reference", files: docs("compatibility", "architecture", "proof-under-faults") },
  { title: "Events", files: folder("docs/events") },
];

/** The path of a file's page on the site; `undefined` for a file that is no page. */
export function pageOf(file: string): string | undefined {
  if (file === "README.md") return "index.md";
  if (!file.endsWith(".md")) return undefined;
  if (file.startsWith("docs/")) return file.slice("docs/".length);
  return file.startsWith("site/api/") ? file.slice("site/".length) : undefined;
}

/** The first heading of a page, as far as its colon; of the pages on events, what is behind it. */
export function titleOf(file: string): string {
  if (file === "README.md") return "What it is";
  const heading = /^# (?:Events: (.+)|([^:\n]+))/m.exec(readFileSync(join(root, file), "utf8"));
  const title = heading?.[1] ?? heading?.[2];
  if (title === undefined) throw new Error(`${file} must begin with a heading`);
  return title.replaceAll("`", "");
}
