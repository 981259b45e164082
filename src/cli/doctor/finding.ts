import type { Answer } from "./probe.js";

/** The result of one check. */
export interface Finding {
  /** The name of the check. */
  readonly check: string;
  readonly result: "ok" | "fail" | "skipped";
  /** The observation, in one sentence. */
  readonly finding: string;
  /** The likely reason and the fix; empty where none is needed. */
  readonly fix: string;
  /** The answer, if there was a request. */
  readonly answer: Answer | undefined;
}

/** All is well. */
export function ok(check: string, finding: string, answer?: Answer): Finding {
  return { check, result: "ok", finding, fix: "", answer };
}

/** Something is wrong. */
export function failed(check: string, finding: string, fix: string, answer?: Answer): Finding {
  return { check, result: "fail", finding, fix, answer };
}

/** Not checked. */
export function skipped(check: string, finding: string): Finding {
  return { check, result: "skipped", finding, fix: "", answer: undefined };
}
