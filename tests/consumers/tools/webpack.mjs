import { promisify } from "node:util";
import webpack from "webpack";

for (const [entry, filename] of [
  ["./main.mjs", "esm.cjs"],
  ["./main.cjs", "cjs.cjs"],
]) {
  const output = { path: `${import.meta.dirname}/out`, filename };
  const stats = await promisify(webpack)({ mode: "production", target: "node20", entry, output });
  if (stats.hasErrors() || stats.hasWarnings()) throw new Error(stats.toString());
}
