import { describeValue, hasMethods, requireFunction } from "../values.js";
import { type Clock, systemClock } from "./clock.js";
import { requireTimeout } from "./deliver.js";
import { createRandom, type Random } from "./random.js";
import {
  compose,
  type HeaderChanges,
  requireHttpUrl,
  requirePath,
  requireSender,
  type SenderOptions,
} from "./request.js";
import type { SimulatorOptions } from "./simulator.js";
import type { Target } from "./target.js";

/** The options of a simulator, checked and complete. */
export interface SimulatorSettings {
  readonly target: Target;
  readonly path: string | undefined;
  readonly sender: SenderOptions;
  readonly headers: HeaderChanges | undefined;
  readonly timeoutMs: number;
  readonly retryForMs: number;
  readonly firstRetryMs: number;
  readonly duplicates: number;
  readonly reorder: number;
  readonly concurrency: number;
  readonly rate: number;
  readonly clock: Clock;
  /** Gives the chance of one run. */
  readonly makeRandom: () => Random;
}

const minute = 60_000;
const day = 24 * 60 * minute;

/** @throws TypeError that names the option */
export function requireSettings(options: SimulatorOptions): SimulatorSettings {
  requireSender("createSimulator", options, {
    ...{ url: true, target: true, path: true, headers: true, timeoutMs: true, retryForMs: true },
    ...{ firstRetryMs: true, duplicates: true, reorder: true, concurrency: true, rate: true },
    ...{ clock: true, random: true, seed: true },
  });
  const { seed = 1, random, reorder = 0, clock = systemClock } = options;
  // What no delivery could be made with is refused before there is one.
  compose("", options, options.headers);
  createRandom(seed);
  return {
    target: requireTarget(options),
    path: requirePath(options.path),
    sender: options,
    headers: options.headers,
    timeoutMs: requireTimeout(options.timeoutMs ?? 30_000),
    retryForMs: requireNumber("retryForMs", options.retryForMs ?? 3 * day, 0, Infinity),
    firstRetryMs: requireNumber("firstRetryMs", options.firstRetryMs ?? minute, 1, Infinity),
    duplicates: requireNumber("duplicates", options.duplicates ?? 0, 0, 1),
    reorder: requireNumber("reorder", reorder === true ? 20 : reorder || 0, 0, 10_000),
    concurrency: requireNumber("concurrency", options.concurrency ?? 10, 1, 10_000),
    rate: options.rate === undefined ? Infinity : requireNumber("rate", options.rate, 0.001, 1_000_000),
    clock: requireClock(clock),
    makeRandom: random === undefined ? () => createRandom(seed) : requireRandom(random),
  };
}

function requireTarget({ url, target }: SimulatorOptions): Target {
  if (url !== undefined && target === undefined) return requireHttpUrl(url);
  if (target !== undefined && url === undefined) return target;
  throw new TypeError("url, target must not both be given, nor both be missing");
}

function requireNumber(name: string, value: number, least: number, most: number): number {
  if (typeof value === "number" && value >= least && value <= most) return value;
  throw new TypeError(`${name} must be a number from ${least} to ${most}, received ${describeValue(value)}`);
}

function requireClock(clock: Clock): Clock {
  if (hasMethods(clock, "now", "sleep")) return clock;
  throw new TypeError(`clock must be a clock such as createVirtualClock(), received ${describeValue(clock)}`);
}

/** A number that is out of range would let the plan take nothing, for ever. */
function requireRandom(random: Random): () => Random {
  requireFunction("random", random);
  return () => () => {
    const value = random();
    if (value >= 0 && value < 1) return value;
    throw new TypeError(`random must return a number from 0 up to 1, received ${describeValue(value)}`);
  };
}
