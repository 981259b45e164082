import { join } from "node:path";

/** The files that the relative links of a document lead to, from the project's folder on and without anchors. */
export function targetsOf(document: string, text: string): string[] {
  return [...text.matchAll(/\]\(([^)#\s]+)[^)\s]*\)/g)]
    .map(([, target = ""]) => target)
    .filter((target) => !/^[a-z]+:/i.test(target))
    .map((target) => join(document, "..", target));
}
