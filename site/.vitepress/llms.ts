/*
 * Writes llms.txt, llms-full.txt and the Markdown of each page beside it, for machines that read.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { groups, pageOf, root, titleOf } from "./pages.js";

/** Writes the files. @param base the path of the site on its host, with slashes around it */
export function writeForMachines(out: string, base: string, description: string): void {
  const files = groups.flatMap((group) => group.files);
  for (const file of files) {
    const target = join(out, pageOf(file) ?? "");
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, textOf(file));
  }
  const lists = groups.map(({ title, files: listed }) => {
    const links = listed.map((file) => `- [${titleOf(file)}](${base}${pageOf(file)})`);
    return `## ${title}\n\n${links.join("\n")}`;
  });
  const head = `# optimizely-cmp-webhooks\n\n> ${description}`;
  writeFileSync(join(out, "llms.txt"), `${[head, ...lists].join("\n\n")}\n`);
  const pages = files.map((file) => `<!-- ${base}${pageOf(file)} -->\n\n${textOf(file)}`);
  writeFileSync(join(out, "llms-full.txt"), pages.join("\n"));
}

function textOf(file: string): string {
  return readFileSync(join(root, file), "utf8");
}
