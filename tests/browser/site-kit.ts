/*
 * The site as `npm run docs` has built it, on a free port, and what its pages link to.
 */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { root } from "../docs/blocks.js";
import { type Host, listen } from "../support/listen.js";

const folder = join(root, "site/dist");

const types: Readonly<Record<string, string>> = {
  ".css": "text/css",
  ".html": "text/html",
  ".js": "text/javascript",
  ".png": "image/png",
  ".woff2": "font/woff2",
};

/** The pages, from the site's root on: `delivery.html`. */
export function pagesOfSite(): string[] {
  if (!existsSync(folder)) throw new Error("site/dist must be there: run `npm run docs` first");
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".html") && file !== "404.html")
    .sort();
}

/** The pages that are no part of the API reference. */
export function documentsOf(pages: readonly string[]): string[] {
  return pages.filter((page) => !page.startsWith("api/"));
}

/** The Markdown that a page is made of. */
export function sourceOf(page: string): string {
  return page.startsWith("index.") ? "README.md" : `docs/${page.replace(/\.html$/, ".md")}`;
}

/** A file of the site. */
export function textOfSite(file: string): string {
  return readFileSync(join(folder, file), "utf8");
}

/** Serves the site as a host of static files does. */
export function serveSite(): Promise<Host> {
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    const file = fileOf(decodeURIComponent(pathname));
    if (file === undefined) {
      response.writeHead(404).end();
      return;
    }
    response.setHeader("content-type", types[extname(file)] ?? "text/plain");
    response.end(readFileSync(join(folder, file)));
  });
  return listen(server);
}

/** The file that a path leads to. */
function fileOf(path: string): string | undefined {
  const file = path.endsWith("/") ? `${path}index.html` : path;
  return existsSync(join(folder, file)) && statSync(join(folder, file)).isFile() ? file.slice(1) : undefined;
}

const anchors = new Map<string, ReadonlySet<string>>();

function anchorsOf(file: string): ReadonlySet<string> {
  const known =
    anchors.get(file) ?? new Set([...textOfSite(file).matchAll(/\sid="([^"]+)"/g)].map(([, id = ""]) => id));
  anchors.set(file, known);
  return known;
}

/** The links, pictures and scripts of a page that lead nowhere, within the site or within the repository. */
export function deadLinksOf(page: string, repository: string): string[] {
  const targets = [...textOfSite(page).matchAll(/\s(?:href|src)="([^"]*)"/g)].map(
    ([, target = ""]) => target,
  );
  return [...new Set(targets)].filter((target) => {
    const url = new URL(target.replaceAll("&amp;", "&"), `http://site/${page}`);
    if (url.href.startsWith(`${repository}/`))
      return isMissing(url.pathname.slice(new URL(repository).pathname.length));
    if (url.host !== "site") return false;
    const file = fileOf(decodeURIComponent(url.pathname));
    if (file === undefined) return true;
    const anchor = decodeURIComponent(url.hash.slice(1));
    return anchor !== "" && !anchorsOf(file).has(anchor);
  });
}

/** @param path such as `/blob/main/src/index.ts` */
function isMissing(path: string): boolean {
  const [, file] = /^\/(?:blob|tree)\/main\/(.+)$/.exec(path) ?? [];
  return file !== undefined && !existsSync(join(root, file));
}
