/*
 * The guard: whether this package has become slower since the baseline was recorded.
 */
export {
  type Baseline,
  baselinePath,
  makeBaseline,
  type Ratio,
  readBaseline,
  renewBaseline,
  writeBaseline,
} from "./baseline.js";
export { check, describeVerdicts, hasFailed, tolerance, type Verdict, warningsOf } from "./check.js";
