import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const root = join(import.meta.dirname, "../..");

/** The entries that go beside the core, as in `exports` of package.json. */
export const adapters = ["node", "express", "fastify", "fetch", "koa", "lambda"] as const;

/** A bundle as a user's bundler makes it, for no platform in particular. */
export interface Bundle {
  readonly text: string;
  /** Bytes after gzip at its best. */
  readonly gzipped: number;
  /** The files that are in it, and the bytes that each takes before gzip, the largest first. */
  readonly inputs: readonly (readonly [file: string, bytes: number])[];
}

/** Bundles the core, and an adapter with it if one is named. */
export function bundle(adapter?: string): Promise<Bundle> {
  return bundleOf("./src/index.ts", ...(adapter ? [`./src/adapters/${adapter}.ts`] : []));
}

/** Bundles files of the source together. */
export async function bundleOf(...entries: readonly string[]): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: entries.map((entry) => `export * from "${entry}";`).join("\n"), resolveDir: root },
    absWorkingDir: root,
    bundle: true,
    format: "esm",
    mainFields: ["module", "main"],
    metafile: true,
    minify: true,
    platform: "neutral",
    target: "es2022",
    write: false,
  });
  const [output] = Object.values(metafile.outputs);
  const inputs = Object.entries(output?.inputs ?? {}).map(
    ([file, taken]) => [file, taken.bytesInOutput] as const,
  );
  const text = outputFiles[0]?.text ?? "";
  return {
    text,
    gzipped: gzipSync(text, { level: 9 }).length,
    inputs: inputs.filter(([, bytes]) => bytes > 0).sort(([, left], [, right]) => right - left),
  };
}
