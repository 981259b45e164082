import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { consumers } from "../consumers.js";
import type { Contestant } from "../rounds.js";
import { eachCase, type Suite } from "./run.js";

/** How large the bundle of a small server is. It is the same every time, so one round will do. */
export const size: Suite = (run) =>
  eachCase(run, ["-"], (name) => {
    const contestants = Object.entries(consumers).map(([contestant, source]) => bundling(contestant, source));
    return run.rounds.run("size", name, contestants, 1);
  });

function bundling(name: string, source: string): Contestant {
  return {
    name,
    measure: async () => {
      const { outputFiles } = await build({
        stdin: { contents: source, resolveDir: join(import.meta.dirname, "../.."), loader: "ts" },
        bundle: true,
        minify: true,
        platform: "node",
        target: "node20",
        format: "esm",
        write: false,
      });
      const bundle = outputFiles[0]?.contents ?? new Uint8Array();
      return { min: bundle.length, gzip: gzipSync(bundle, { level: 9 }).length };
    },
  };
}
