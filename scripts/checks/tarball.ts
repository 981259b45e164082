import { existsSync } from "node:fs";
import { join } from "node:path";
import { mustRun, root } from "./shell.js";

/** The package as npm would publish it. */
export interface Tarball {
  /** Where it is. */
  readonly path: string;
  /** The paths in it. */
  readonly files: readonly string[];
  /** Bytes after unpacking. */
  readonly unpackedSize: number;
}

/** Packs what `npm run build` has built. */
export function packInto(folder: string): Tarball {
  if (!existsSync(join(root, "dist"))) throw new Error("There is no dist. Run npm run build first.");
  const packed = mustRun("npm", ["pack", "--json", "--loglevel=silent", "--pack-destination", folder], root);
  const [tarball] = JSON.parse(packed.slice(packed.indexOf("["))) as [PackedTarball];
  return {
    path: join(folder, tarball.filename),
    files: tarball.files.map(({ path }) => path),
    unpackedSize: tarball.unpackedSize,
  };
}

interface PackedTarball {
  readonly filename: string;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}
