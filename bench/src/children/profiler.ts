/*
 * Where this process spends its time, by V8's own profiler.
 */
import { Session } from "node:inspector/promises";
import { cpuSince } from "./memory.js";

/** What a place belongs to. */
export type Region = "receiver" | "packages" | "node" | "system" | "collector" | "unseen";

/** A function, and the time in it without what it calls, in microseconds. */
export interface Spent {
  /** `function file`. */
  readonly place: string;
  readonly region: Region;
  readonly time: number;
}

const session = new Session();
let cpu = process.cpuUsage();

/** Begins to look: every 200 microseconds, unless told otherwise. */
export async function startProfile(interval = 200): Promise<void> {
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.setSamplingInterval", { interval });
  await session.post("Profiler.start");
  cpu = process.cpuUsage();
}

/**
 * Ends the look. The time in which nothing was to be done is left out; so, by the profiler, is the time in which the
 * system reads from sockets, and that of other threads. It is what the process has used beside all that is seen.
 */
export async function endProfile(): Promise<readonly Spent[]> {
  const used = cpuSince(cpu);
  const { profile } = await session.post("Profiler.stop");
  session.disconnect();
  const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]));
  const spent = new Map<string, Spent>();
  for (const [at, id] of (profile.samples ?? []).entries()) {
    const frame = frames.get(id);
    if (!frame || isNothing(frame)) continue;
    const place = placeOf(frame);
    const time = (spent.get(place)?.time ?? 0) + (profile.timeDeltas?.[at] ?? 0);
    spent.set(place, { place, region: regionOf(frame), time });
  }
  const seen = [...spent.values()].reduce((sum, { time }) => sum + time, 0);
  const unseen = { place: "(not seen)", region: "unseen", time: Math.max(0, used - seen) } as const;
  return [...spent.values(), unseen];
}

interface CallFrame {
  readonly functionName: string;
  readonly url: string;
}

/** Waiting, or the profiler's own line to this process. */
function isNothing({ functionName, url }: CallFrame): boolean {
  return functionName === "(idle)" || (functionName === "dispatch" && url === "");
}

function placeOf({ functionName, url }: CallFrame): string {
  const file = url.split("/").slice(-2).join("/");
  return `${functionName || "(anonymous)"} ${file}`.trim();
}

/** What is neither Node's nor some other package's was written for the purpose: by us, or for this comparison. */
function regionOf({ functionName, url }: CallFrame): Region {
  if (functionName === "(garbage collector)") return "collector";
  if (url === "") return "system";
  if (url.startsWith("node:")) return "node";
  return url.includes("/node_modules/") ? "packages" : "receiver";
}
