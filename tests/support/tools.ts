import { createHash } from "node:crypto";
import { cpSync, mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import { join } from "node:path";
import manifest from "../../package.json" with { type: "json" };
import { type Packed, root } from "./packed.js";
import { npm } from "./run.js";
import { onShelf } from "./shelf.js";

/** Installs what the lock file of a folder under tests lists, and returns where it is. */
export function installTools(folder: "consumers" | "runtimes"): Promise<string> {
  const files = ["package.json", "package-lock.json"].map((file) => join(root, "tests", folder, file));
  const hash = createHash("sha256");
  for (const file of files) hash.update(readFileSync(file));
  return onShelf(`${folder}-${hash.digest("hex").slice(0, 16)}`, async (draft) => {
    for (const file of files) cpSync(file, join(draft, file.slice(file.lastIndexOf("/") + 1)));
    await npm(["ci"], draft);
  });
}

/** A new folder that has the packed package installed, and finds all of `tools` further up. */
export function makeConsumer(tools: string, packed: Packed): string {
  const folder = mkdtempSync(join(tools, "consumer-"));
  const modules = join(folder, "node_modules");
  mkdirSync(modules);
  cpSync(packed.folder, join(modules, manifest.name), { recursive: true });
  return folder;
}
