/* Run by npm ahead of `npm publish`: refuses as long as package.json does not say where the repository is. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

const placeholder = "placeholder-owner";
const manifest = readFileSync(join(import.meta.dirname, "../package.json"), "utf8");

if (manifest.includes(placeholder)) {
  console.error(`package.json must name the owner of the repository, received "${placeholder}". Replace it.`);
  process.exitCode = 1;
}
