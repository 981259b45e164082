import commonjs from "@rollup/plugin-commonjs";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import { rollup } from "rollup";

for (const [input, file, format] of [
  ["main.mjs", "out/esm.mjs", "es"],
  ["main.cjs", "out/cjs.cjs", "cjs"],
]) {
  const onwarn = (warning) => {
    throw new Error(warning.message);
  };
  const bundle = await rollup({ input, plugins: [nodeResolve(), commonjs()], external: /^node:/, onwarn });
  await bundle.write({ file, format, inlineDynamicImports: true });
  await bundle.close();
}
