import { build } from "vite";

await build({
  logLevel: "error",
  ssr: { noExternal: true },
  build: { ssr: "main.mjs", outDir: "out", rollupOptions: { output: { entryFileNames: "esm.mjs" } } },
});
