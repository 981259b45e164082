/*
 * Where this process spends its time, by V8's own profiler.
 */
import { Session } from "node:inspector/promises";

/** Time by place, in microseconds; a place is `function file`. */
export type Profile = Readonly<Record<string, number>>;

const session = new Session();

/** Begins to look, 5,000 times a second. */
export async function startProfile(): Promise<void> {
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.setSamplingInterval", { interval: 200 });
  await session.post("Profiler.start");
}

/** Ends the look. */
export async function endProfile(): Promise<Profile> {
  const { profile } = await session.post("Profiler.stop");
  session.disconnect();
  const places = new Map(profile.nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
  const times: Record<string, number> = {};
  for (const [at, id] of (profile.samples ?? []).entries()) {
    const place = places.get(id) ?? "?";
    times[place] = (times[place] ?? 0) + (profile.timeDeltas?.[at] ?? 0);
  }
  return times;
}

interface CallFrame {
  readonly functionName: string;
  readonly url: string;
}

function nameOf({ functionName, url }: CallFrame): string {
  const file = url.split("/").slice(-2).join("/");
  return `${functionName || "(anonymous)"} ${file}`.trim();
}
