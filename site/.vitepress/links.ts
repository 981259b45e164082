/*
 * The documents link to one another, and to files of the project, by relative paths, so that they work in a checkout.
 * Here a link to a page leads to that page of the site, and any other to the file in the repository.
 */
import { existsSync, statSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import type { MarkdownRenderer } from "vitepress";

/** What the links of a page are resolved with. */
export interface Places {
  /** The project's folder. */
  readonly root: string;
  /** The repository, where people read it. */
  readonly repository: string;
  /** The path of a page on the site, for that of its file in the project; `undefined` when it is no page. */
  pageOf(file: string): string | undefined;
}

interface Env {
  readonly realPath?: string;
  readonly path: string;
}

/** Rewrites the links of all pages. */
export function linkWith(places: Places): (markdown: MarkdownRenderer) => void {
  return (markdown) => {
    markdown.core.ruler.push("project-links", ({ tokens, env }) => {
      for (const token of tokens.flatMap(({ children }) => children ?? [])) {
        const href = token.type === "link_open" ? token.attrGet("href") : null;
        if (href && !/^([a-z]+:|#|\/)/i.test(href)) token.attrSet("href", targetOf(places, env, href));
      }
    });
  };
}

function targetOf({ root, repository, pageOf }: Places, env: Env, href: string): string {
  const [path = "", anchor] = href.split("#");
  const file = relative(root, join(dirname(env.realPath ?? env.path), decodeURI(path)));
  const suffix = anchor === undefined ? "" : `#${anchor}`;
  const page = pageOf(file);
  if (page !== undefined) return `/${page}${suffix}`;
  if (!existsSync(join(root, file))) return href;
  return `${repository}/${statSync(join(root, file)).isDirectory() ? "tree" : "blob"}/main/${file}${suffix}`;
}
