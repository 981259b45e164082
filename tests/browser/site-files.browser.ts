/* The files of the site, as `npm run docs` has written them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { eventNames } from "optimizely-cmp-webhooks";
import { expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { root } from "../docs/blocks.js";
import { deadLinksOf, documentsOf, pagesOfSite, sourceOf, textOfSite } from "./site-kit.js";

const pages = pagesOfSite();
const repository = manifest.repository.url.replaceAll(/^git\+|\.git$/g, "");

test("no link of any page is dead, on the site or into the repository", () => {
  expect(pages.flatMap((page) => deadLinksOf(page, repository).map((link) => `${page}: ${link}`))).toEqual(
    [],
  );
});

test("the API reference has a page for each entry, and a heading for each of its exports", () => {
  const entries = Object.entries(manifest.exports).flatMap(([entry, target]) =>
    typeof target === "object" ? [`${manifest.name}${entry.slice(1)}`] : [],
  );
  const reference = pages.filter((page) => page.startsWith("api/"));
  expect(reference).toEqual(["index", ...entries].map((entry) => `api/${entry}.html`).sort());
  expect(reference.flatMap((page) => textOfSite(page).match(/<h3 /g) ?? []).length).toBeGreaterThan(380);
  for (const name of [...eventNames.map((event) => `${event.replaceAll("_", "")}event`), "receiveroptions"])
    expect(textOfSite(`api/${manifest.name}.html`)).toContain(` id="${name}"`);
});

test("llms.txt leads to the Markdown of every page, and llms-full.txt has all of it", () => {
  const links = [...textOfSite("llms.txt").matchAll(/^- \[.+\]\(\/(.+)\)$/gm)].map(([, link = ""]) => link);
  expect(links.map((link) => link.replace(/\.md$/, ".html")).sort()).toEqual(documentsOf(pages));
  const full = textOfSite("llms-full.txt");
  for (const link of links) {
    const text = textOfSite(link);
    expect(text).toBe(readFileSync(join(root, sourceOf(link)), "utf8"));
    expect(full).toContain(text);
  }
});
