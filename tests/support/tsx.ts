import { join } from "node:path";
import { inject } from "vitest";

/** The arguments to Node that let it run TypeScript. */
export const tsxArgs: readonly string[] = ["--import", "tsx"];

/**
 * The environment in which a program under `tests` or `examples` imports what the tests that start it import: the packed
 * package, or src in the project "source".
 */
export function tsxEnv(): NodeJS.ProcessEnv {
  // Another project provides it, so here it may be undefined.
  const packed: string | undefined = inject("packed");
  return packed === undefined
    ? process.env
    : { ...process.env, TSX_TSCONFIG_PATH: join(packed, "tsconfig.json") };
}
