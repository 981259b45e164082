/*
 * What can be asked for on the command line.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildFolder } from "./build.js";
import { type SuiteName, suiteNames } from "./results.js";

/** Those that a check measures unless it is told: the rest has no ratio to bare, or takes long to say the same. */
const guarded: readonly SuiteName[] = ["http", "refusal", "core", "fetch"];

/** How a run goes. */
export interface Options {
  readonly suites: readonly SuiteName[];
  /** The cases that are measured; all of them where this is `undefined`. */
  readonly cases: readonly string[] | undefined;
  /** Short and inexact: shows that everything works. */
  readonly quick: boolean;
  readonly rounds: number;
  /** Where the results go, as JSON. */
  readonly out: string;
  /** Whether docs and charts are written anew from the results. */
  readonly write: boolean;
  /** Whether the ratios are compared with those of bench/baseline.json. */
  readonly check: boolean;
  /** Whether the ratios are kept in bench/baseline.json. */
  readonly record: boolean;
  /** How many processes of a contestant take turns. */
  readonly instances: number;
  /** How long a turn lasts by the clock, in milliseconds: over HTTP, and within a process. */
  readonly turnMs: { readonly http: number; readonly inside: number };
}

/** Reads the command line. @throws TypeError or RangeError when it is wrong */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: "string" },
      cases: { type: "string" },
      quick: { type: "boolean", default: false },
      rounds: { type: "string" },
      out: { type: "string", default: join(buildFolder, "results.json") },
      write: { type: "boolean", default: false },
      check: { type: "boolean", default: false },
      record: { type: "boolean", default: false },
    },
  });
  const { only, quick, out, write, check, record } = values;
  if (quick && (write || check || record)) throw new RangeError("--quick: too inexact to keep or to compare");
  const rounds = Number(values.rounds ?? (quick ? 1 : 15));
  if (!Number.isInteger(rounds) || rounds < 1) throw new RangeError("--rounds: a whole number from 1 on");
  return {
    suites: only === undefined ? (check ? guarded : suiteNames) : only.split(",").map(requireSuite),
    cases: values.cases?.split(","),
    quick,
    rounds,
    out,
    write,
    check,
    record,
    instances: quick ? 1 : 3,
    turnMs: quick ? { http: 100, inside: 50 } : { http: 150, inside: 50 },
  };
}

function requireSuite(name: string): SuiteName {
  const suite = suiteNames.find((known) => known === name);
  if (!suite) throw new RangeError(`--only: there is no suite "${name}", but ${suiteNames.join(", ")}`);
  return suite;
}
