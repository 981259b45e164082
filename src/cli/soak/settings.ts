import type { Arguments } from "../arguments.js";
import { UsageError } from "../failure.js";
import { readCount, readNumber, readSecret, readShare, readUrl } from "../values.js";

/** What `soak` was asked for. */
export interface SoakSettings {
  readonly target: URL;
  readonly secret: string | undefined;
  /** Deliveries that begin in a second. */
  readonly rate: number;
  /** Seconds in which events begin. Retries continue a little longer. */
  readonly seconds: number;
  /** From 0 to 1. */
  readonly duplicates: number;
  readonly reorder: boolean;
  readonly concurrency: number;
  readonly failFast: boolean;
  readonly seed: number;
}

/** The ledger has an entry for each event, so their number needs a limit. */
const mostEvents = 500_000;

/** @throws UsageError */
export function readSettings(args: Arguments): SoakSettings {
  const target = args.text("to");
  if (target === undefined) {
    throw new UsageError("soak needs a target: --to URL, such as --to http://localhost:3000/");
  }
  const settings = {
    target: readUrl("--to", target),
    secret: readSecret(args),
    rate: readNumber("rate", args.text("rate") ?? "200", 0.1, 10_000),
    seconds: readNumber("duration", args.text("duration")?.replace(/s$/, "") ?? "30", 0.1, 3_600),
    duplicates: readShare("duplicates", args.text("duplicates") ?? "0%"),
    reorder: args.has("reorder"),
    concurrency: readCount("concurrency", args.text("concurrency") ?? "50", 1, 1_000),
    failFast: args.has("fail-fast"),
    seed: readCount("seed", args.text("seed") ?? "1", 0, 2 ** 31),
  };
  requireLoopback(settings.target, args.has("allow-remote"));
  if (settings.rate * settings.seconds <= mostEvents) return settings;
  throw new UsageError(`--rate times --duration must be at most ${mostEvents} events: choose less of one`);
}

/** Load on somebody else's server must be intended. */
function requireLoopback({ hostname }: URL, isAllowed: boolean): void {
  const isLoopback = /^((.+\.)?localhost|\[::1\]|127\.\d+\.\d+\.\d+)$/.test(hostname);
  if (isLoopback || isAllowed) return;
  throw new UsageError(`--to: ${hostname} is not this machine; add --allow-remote if you may put load on it`);
}
