/* The documents in the unpacked package: where their links lead. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { readPacked, root } from "../support/packed.js";
import { targetsOf } from "./links.js";

const { folder, files } = readPacked(inject("packed"));
const documents = files.filter((file) => file.endsWith(".md"));

test("a relative link leads to a file of the package, or to one that npm resolves by `repository`", () => {
  expect(documents).toContain("README.md");
  const links = documents.flatMap((document) =>
    targetsOf(document, readFileSync(join(folder, document), "utf8")),
  );
  const missing = links.filter((file) => !existsSync(join(folder, file)));
  // npm shows such a link as one into the repository, from its root on: so the file has to be there.
  expect(manifest.repository.url).toMatch(
    /^git\+https:\/\/github\.com\/[\w-]+\/optimizely-cmp-webhooks\.git$/,
  );
  expect(manifest.repository).not.toHaveProperty("directory");
  expect(missing.filter((file) => !existsSync(join(root, file)))).toEqual([]);
});
