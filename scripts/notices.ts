import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "esbuild";

/** The folders of the packages that the builds of this process have bundled. */
const bundled = new Set<string>();

/** Writes the licences of all packages whose code is in the built files, as those licences demand. */
export const notices: Plugin = {
  name: "notices",
  setup({ initialOptions, onEnd }) {
    onEnd(({ metafile }) => {
      for (const input of Object.keys(metafile?.inputs ?? {})) {
        const folder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(input)?.[0];
        if (folder !== undefined) bundled.add(folder);
      }
      const outdir = initialOptions.outdir ?? "dist";
      mkdirSync(outdir, { recursive: true });
      // Every build writes what all of them have found so far, so the last one writes everything.
      writeFileSync(join(outdir, "THIRD-PARTY-NOTICES.txt"), [...bundled].sort().map(noticeOf).join("\n"));
    });
  },
};

/** @throws Error where a package includes no licence: then its code may not be shipped */
function noticeOf(folder: string): string {
  const { name, version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  if (file === undefined) throw new Error(`${folder} includes no licence`);
  return `${name} ${version}\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
}
