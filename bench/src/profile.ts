/*
 * Prints where `node ours` spends more than `node bare`, in microseconds of a request: what is behind the ratios.
 */
import { parseArgs } from "node:util";
import { buildChildren } from "./build.js";
import type { Profile } from "./children/profiler.js";
import { withWrongSecret } from "./dialects.js";
import type { OpenOrder } from "./load/generator.js";
import type { RefusalOrder } from "./load/refusals.js";
import { requestBytes } from "./load/request-bytes.js";
import { deliveryOf, type PayloadName } from "./payloads.js";
import { Child, stopAll } from "./processes.js";
import { startLoad } from "./served.js";

/** How many rows of a table. */
const rows = 18;

type Flood = (load: Child, port: number) => Promise<unknown>;

/** Requests of one kind, many times over 50 connections. */
function accepted(payload: PayloadName, count: number): Flood {
  return async (load, port) => {
    const request = requestBytes(deliveryOf(payload, "cmp"), "keep-alive");
    const order: OpenOrder = { port, request, connections: 50 };
    await load.ask("open", order);
    await load.ask("run", count, 120_000);
    await load.ask("close");
  };
}

/** Requests with the wrong secret and a body of 1 MB. */
function refused(connection: "close" | "keep-alive", count: number): Flood {
  return async (load, port) => {
    const request = requestBytes(withWrongSecret(deliveryOf("large", "cmp")), connection);
    const order: RefusalOrder = { port, request, count, lanes: 10 };
    await load.ask("refuse", order);
  };
}

/** What can be looked at: the requests, and how many of them. */
const floods: Readonly<Record<string, readonly [Flood, number]>> = {
  small: [accepted("small", 60_000), 60_000],
  large: [accepted("large", 600), 600],
  "large-dense": [accepted("large-dense", 300), 300],
  "refusal-close": [refused("close", 2_000), 2_000],
  "refusal-keep-alive": [refused("keep-alive", 2_000), 2_000],
};

async function profile(
  name: string,
  load: Child,
  [flood, count]: readonly [Flood, number],
): Promise<Profile> {
  const [server, { port }] = await Child.start<{ readonly port: number }>("server", [name]);
  await flood(load, port);
  await server.ask("startProfile");
  await flood(load, port);
  const times = await server.ask<Profile>("endProfile");
  await server.stop();
  return Object.fromEntries(Object.entries(times).map(([place, time]) => [place, time / count]));
}

function print(name: string, ours: Profile, bare: Profile): void {
  const places = [...new Set([...Object.keys(ours), ...Object.keys(bare)])];
  const differences = places
    .filter((place) => place !== "(idle)")
    .map((place) => [place, ours[place] ?? 0, bare[place] ?? 0] as const)
    .sort((one, other) => Math.abs(other[1] - other[2]) - Math.abs(one[1] - one[2]));
  console.log(`\n${name}: µs of a request\n\n| Place | ours | bare | more |\n| --- | --: | --: | --: |`);
  for (const [place, mine, theirs] of differences.slice(0, rows)) {
    console.log(`| ${place} | ${mine.toFixed(2)} | ${theirs.toFixed(2)} | ${(mine - theirs).toFixed(2)} |`);
  }
}

const { positionals } = parseArgs({ allowPositionals: true });
await buildChildren();
const load = await startLoad();
try {
  for (const name of positionals.length > 0 ? positionals : Object.keys(floods)) {
    const flood = floods[name];
    if (!flood)
      throw new RangeError(`There is no "${name}" to profile, but ${Object.keys(floods).join(", ")}`);
    print(name, await profile("node ours", load, flood), await profile("node bare", load, flood));
  }
} finally {
  await stopAll();
}
