import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { inject } from "vitest";

/** A program as a user's bundler makes it, with the packed package, for no platform in particular. */
export interface Bundle {
  readonly text: string;
  /** Bytes after gzip at its best. */
  readonly gzipped: number;
  /** The files that are in it, and the bytes that each takes before gzip, the largest first. */
  readonly inputs: readonly (readonly [file: string, bytes: number])[];
}

/** Bundles and minifies a program that imports the package. */
export async function bundle(contents: string): Promise<Bundle> {
  const folder = inject("packed");
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: folder },
    absWorkingDir: folder,
    bundle: true,
    format: "esm",
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
