import type { Usage } from "../children/server.js";
import { askOnce } from "../load/once.js";
import { requestBytes } from "../load/request-bytes.js";
import { deliveryOf, deliveryOfLength } from "../payloads.js";
import { Child } from "../processes.js";
import type { Contestant } from "../rounds.js";
import { startLoad, startServed } from "../served.js";
import { eachStep, type Run, type Suite } from "./run.js";

/** Lengths of the bodies, in bytes. */
export const bodySizes: readonly number[] = [1_024, 16_384, 131_072, 1_048_576, 4_194_304];

const names = ["node bare", "node ours"];

/** Bodies of ever more bytes: what each costs with 10 connections, and what one alone takes of memory. */
export const body: Suite = async (run) => [
  ...(await eachStep(run, bodySizes, (length) => measureLoad(run, length))),
  ...(await eachStep(run, bodySizes, (length) => measureOne(run, length))),
];

async function measureLoad({ options, rounds }: Run, length: number): ReturnType<Suite> {
  const load = await startLoad();
  const contestants: Contestant[] = [];
  const delivery = deliveryOfLength(length);
  const warmUp = Math.max(20, Math.min(3_000, Math.round(1e8 / length)) / (options.quick ? 10 : 1));
  for (const name of names) {
    const { instances, turnMs } = options;
    const deliver = () => delivery;
    const trial = { name, deliver, connections: 10, instances, warmUp, turnMs: turnMs.http };
    contestants.push(await startServed(load, trial));
  }
  return rounds.run("body", String(length), contestants.map(onlyCost));
}

/** Latencies are another suite's. */
function onlyCost({ name, measure }: Contestant): Contestant {
  return {
    name,
    measure: async () => {
      const { cpu = Number.NaN, rss = Number.NaN } = await measure();
      return { cpu, rss };
    },
  };
}

function measureOne({ rounds }: Run, length: number): ReturnType<Suite> {
  const request = requestBytes(deliveryOfLength(length), "keep-alive");
  const contestants = names.map((name) => ({ name, measure: () => weighOne(name, length, request) }));
  return rounds.run("body", String(length), contestants);
}

/**
 * What one body takes: a new process takes in 200 small ones, so that everything is loaded, and collects its garbage; then
 * the peak of its memory is forgotten, the body comes, and what the peak is above what was resident before is what it took.
 *
 * The system counts resident pages in lots, so that nothing is seen of bodies below some 100 kB. And the text has letters
 * beyond Latin-1, as texts have: V8 keeps it at two bytes a letter, which is twice what plain ASCII would take.
 */
async function weighOne(name: string, length: number, request: Buffer): ReturnType<Contestant["measure"]> {
  const [server, { port }] = await Child.start<{ readonly port: number }>("server", [name], ["--expose-gc"]);
  const small = requestBytes(deliveryOf("small", "cmp"), "keep-alive");
  for (let sent = 0; sent < 200; sent += 1) await askOnce(port, small);
  await server.ask("held");
  await server.ask("begin");
  const before = await server.ask<number>("resident");
  const { status, text } = await askOnce(port, request);
  const { peak } = await server.ask<Usage>("end");
  await server.stop();
  if (status !== 200) throw new Error(`${name}: ${text}`);
  return { "held per byte": Math.max(0, peak - before) / length };
}
