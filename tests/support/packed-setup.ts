import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { type PackOptions, pack } from "./pack.js";
import type { Packed } from "./packed.js";

declare module "vitest" {
  interface ProvidedContext {
    /** The folder of the project that has the package installed; see `readPacked`. */
    packed: string;
  }
}

/** Without declarations: it takes two seconds, and tests at run time need none. */
const options: PackOptions = { declarations: false };

/** Once per run, before the tests of the project begin. */
export async function setup(project: TestProject): Promise<void> {
  project.provide("packed", (await pack(options)).project);
}

/** Lets `optimizely-cmp-webhooks` and its entries lead to the packed files, as `exports` of its package.json says. */
export const packedEntries = {
  name: "packed-entries",
  enforce: "pre",
  async resolveId(source: string): Promise<string | undefined> {
    if (!/^optimizely-cmp-webhooks(\/|$)/.test(source)) return undefined;
    return targetOf(await pack(options), source.replace("optimizely-cmp-webhooks", "."));
  },
} as const;

function targetOf({ folder }: Packed, entry: string): string {
  const { exports } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const pattern = Object.keys(exports).find((key) => key === entry) ?? "";
  const target = exports[pattern]?.import?.default ?? exports[pattern];
  if (typeof target !== "string") throw new Error(`The package exports no ${entry}`);
  return join(folder, target);
}
