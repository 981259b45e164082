import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { pack } from "./pack.js";
import type { Packed } from "./packed.js";
import { installTools } from "./tools.js";

declare module "vitest" {
  interface ProvidedContext {
    /** The folder of the project that has the package installed; see `readPacked`. */
    packed: string;
    /** The folder in which the tools of the project are installed; only "package" and "runtimes" need some. */
    tools: string;
  }
}

/** Once per run, before the tests of the project begin. */
export async function setup(project: TestProject): Promise<void> {
  // Declarations take ten times as long as the code, and most tests at run time need none.
  const declarations = ["package", "runtimes"].includes(project.name);
  project.provide("packed", (await pack({ declarations })).project);
  if (project.name === "package") project.provide("tools", await installTools("consumers"));
  if (project.name === "runtimes") project.provide("tools", await installTools("runtimes"));
}

let packed: Promise<Packed> | undefined;

/** Lets `optimizely-cmp-webhooks` and its entries lead to the packed files, as `exports` of its package.json says. */
export const packedEntries = {
  name: "packed-entries",
  enforce: "pre",
  async resolveId(source: string): Promise<string | undefined> {
    if (!/^optimizely-cmp-webhooks(\/|$)/.test(source)) return undefined;
    // Once per run: otherwise a change of the source in the middle of it would mix two packages.
    packed ??= pack({ declarations: false });
    return targetOf(await packed, source.replace("optimizely-cmp-webhooks", "."));
  },
} as const;

function targetOf({ folder }: Packed, entry: string): string {
  const { exports } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const target = exports[entry]?.import?.default ?? exports[entry];
  if (typeof target !== "string") throw new Error(`The package exports no ${entry}`);
  return join(folder, target);
}
