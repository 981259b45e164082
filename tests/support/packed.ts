import { readFileSync } from "node:fs";
import { join } from "node:path";
import manifest from "../../package.json" with { type: "json" };

/** The root of the repository. */
export const root = join(import.meta.dirname, "../..");

/** A packed and installed package. */
export interface Packed {
  /** A project that has the package in its `node_modules`, and nothing else. */
  readonly project: string;
  /** The package as it is installed there. */
  readonly folder: string;
  /** The tarball that `npm pack` wrote. */
  readonly tarball: string;
  /** The paths in the tarball, relative to `folder`. */
  readonly files: readonly string[];
  /** Bytes after unpacking. */
  readonly unpackedSize: number;
}

/** The package that `pack` has made in `project`. */
export function readPacked(project: string): Packed {
  const { filename, files, unpackedSize } = JSON.parse(readFileSync(join(project, "packed.json"), "utf8"));
  return {
    project,
    folder: join(project, "node_modules", manifest.name),
    tarball: join(project, filename),
    files: files.map(({ path }: { path: string }) => path),
    unpackedSize,
  };
}
