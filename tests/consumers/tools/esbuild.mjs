import { build } from "esbuild";

const options = { bundle: true, platform: "node", minify: true };
await build({ ...options, entryPoints: ["main.mjs"], format: "esm", outfile: "out/esm.mjs" });
await build({ ...options, entryPoints: ["main.cjs"], format: "cjs", outfile: "out/cjs.cjs" });
