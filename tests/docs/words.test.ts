import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

/*
 * Words that this project does not use, in code, comments and documents: metaphors, and phrases that readers who
 * learnt English as a third language stumble over. Beside each the word to use.
 */
const banned: ReadonlyMap<RegExp, string> = new Map([
  [/\bmend(s|ed|ing)?\b/i, "fix"],
  [/\b(is|are|was|were) wanted\b/i, "must be"],
  [/(?<!socket )\b(hang|hangs|hanging|hung) up\b/i, "close the connection"],
  [/\bmid-body\b/i, "before the body is complete"],
  [/\b(come|comes|came|coming) along\b/i, "arrive"],
  [/\blet(s|ting)? go of\b|\bis let go\b/i, "release"],
  [/\bnobody's concern\b/i, "not checked"],
  [/\bpassages?\b/i, "pipeline, path"],
  [/\b(claim|claims|claimed)\b/i, "reserve, reservation"],
  [/\blifecycle\b/i, "listeners"],
  [/\bcrowds?\b/i, "many connections"],
  [/\bneighbours?\b/i, "other requests"],
  [/\bstrangers?\b/i, "unknown sender, unknown event"],
  [/\bbooks\b/i, "ledger"],
  [/\bhouse\b/i, "project, layout"],
  [/\bwithout a word\b/i, "without notice"],
  [/\ba text or\b/i, "a string or"],
]);

/** Folders and files that still have to be gone through. */
const toDo: readonly string[] = [];

const root = join(import.meta.dirname, "../..");
const files = ["src", "scripts", "tests", "docs"]
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((file) => `${folder}/${file}`),
  )
  .filter((file) => /\.(ts|md|mjs|cjs|cts)$/.test(file) && !file.includes("node_modules/"))
  .concat("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
  .filter((file) => file !== "tests/docs/words.test.ts" && !toDo.some((place) => file.startsWith(place)));

test.each(files)("%s", (file) => {
  const found = readFileSync(join(root, file), "utf8")
    .split("\n")
    .flatMap((line, index) =>
      [...banned].flatMap(([word, instead]) => {
        const match = line.match(word);
        return match ? [`${file}:${index + 1}: "${match[0]}", rather: ${instead}`] : [];
      }),
    );
  expect(found).toEqual([]);
});
