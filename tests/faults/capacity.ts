/*
 * How much of a processor one delivery takes, by adapter: `npx tsx tests/faults/capacity.ts`.
 *
 * It counts the processor time of the receiving process, since the requests per second of a machine that has other
 * work tell more of that work. What takes the deliveries is this file, run again with the name of a host.
 */
import { fork } from "node:child_process";
import { once } from "node:events";
import { Agent } from "node:http";
import { createReceiver, EventRouter } from "optimizely-cmp-webhooks";
import { createEvent } from "optimizely-cmp-webhooks/testing";
import { secret } from "../support/client.js";
import { hosts } from "../support/hosts.js";
import { post } from "./kit/post.js";

const [name] = process.argv.slice(2);
const count = 10_000;
const connections = 50;
const body = JSON.stringify(createEvent("task_added"));

if (name) await receive(name);
else {
  console.log(
    `A delivery of ${body.length} bytes, ${connections} connections, ${count} deliveries, Node ${process.version}`,
  );
  for (const host of hosts) await measure(host.name);
}

async function receive(hostName: string): Promise<void> {
  const router = new EventRouter();
  router.onAny(async () => {});
  const host = await hosts.find((one) => one.name === hostName)?.start(createReceiver({ router, secret }));
  let before = process.cpuUsage();
  process.on("message", (message) => {
    if (message === "begin") before = process.cpuUsage();
    const { user, system } = process.cpuUsage(before);
    process.send?.(user + system);
  });
  process.send?.(host?.port);
}

async function measure(hostName: string): Promise<void> {
  const child = fork(import.meta.filename, [hostName], { execArgv: ["--import", "tsx"] });
  const [port] = await once(child, "message");
  await deliver(port, 3_000);
  await ask("begin");
  const start = performance.now();
  await deliver(port, count);
  const seconds = (performance.now() - start) / 1_000;
  const microseconds = (await ask("end")) / count;
  child.kill();
  console.log(
    `${hostName}: ${microseconds.toFixed()} us of processor time a delivery, ${Math.round(1e6 / microseconds)} ` +
      `a second on a core of its own; ${Math.round(count / seconds)} a second here and now`,
  );

  async function ask(what: string): Promise<number> {
    const answer = once(child, "message");
    child.send(what);
    return Number((await answer)[0]);
  }
}

async function deliver(port: number, deliveries: number): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  let left = deliveries;
  const lane = async (): Promise<void> => {
    while (left-- > 0) await post(port, body, agent);
  };
  await Promise.all(Array.from({ length: connections }, lane));
  agent.destroy();
}
