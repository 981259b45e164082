import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

setFlagsFromString("--expose-gc");

/** So that what is measured is held, and not merely waiting to be collected. */
export const collectGarbage: () => void = runInNewContext("gc");
