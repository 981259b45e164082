import { once } from "node:events";
import { Agent } from "node:http";
import { connect } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { secret } from "../support/client.js";
import { replay } from "./kit/chance.js";
import { type Child, inFolder, readAccount, startChild } from "./kit/child.js";
import { makeProofs, type Proof } from "./kit/events.js";
import { Ledger } from "./kit/ledger.js";
import { post } from "./kit/post.js";
import { report } from "./kit/sender.js";
import { endOf } from "./kit/sockets.js";

test.each(["before", "after"] as const)(
  "acknowledge %s: a SIGTERM under load loses nothing that was acknowledged",
  async (acknowledge) => {
    await inFolder(async (folder) => {
      const file = join(folder, "account");
      const proofs = makeProofs(4_000);
      const ledger = new Ledger(proofs);
      const child = await startChild({ file, port: 0, workMs: 40, acknowledge });
      const code = await stopUnderLoad(child, ledger, proofs);
      readAccount(ledger, file);

      const acknowledged = ledger.lines.filter((line) => line.acknowledged > 0);
      const lost = acknowledged.filter((line) => line.completed === 0);
      report(
        `SIGTERM, acknowledge ${acknowledge}`,
        ledger,
        `; ${acknowledged.length} acknowledged, ${lost.length} lost`,
      );
      expect(acknowledged.length, replay).toBeGreaterThan(300);
      expect(acknowledged.length, "it stopped while there was more to come").toBeLessThan(proofs.length);
      expect(lost, replay).toEqual([]);
      expect(code).toBe(0);
    });
  },
);

test("a delivery that is half sent when SIGTERM comes is acknowledged early, and handled before the end", async () => {
  await inFolder(async (folder) => {
    const file = join(folder, "account");
    const [proof] = makeProofs(1);
    const ledger = new Ledger([proof as Proof]);
    const child = await startChild({ file, port: 0, workMs: 300, acknowledge: "before" });
    const body = JSON.stringify(proof?.event);
    const socket = connect({ port: child.port, host: "127.0.0.1" });
    const fields = `connection: close\r\nexpect: 100-continue\r\ncallback-secret: ${secret}`;
    const length = Buffer.byteLength(body);
    socket.write(`POST / HTTP/1.1\r\nhost: x\r\n${fields}\r\ncontent-length: ${length}\r\n\r\n`);
    // The server has the head: only that is a delivery in flight.
    expect(String((await once(socket, "data"))[0])).toMatch(/^HTTP\/1\.1 100 /);
    const ended = endOf(socket);
    const stopped = child.end("SIGTERM");
    await child.says("stopping");
    socket.write(body);

    expect(await ended).toEqual({ status: 202 });
    expect(await stopped).toBe(0);
    readAccount(ledger, file);
    expect(ledger.totals.completed).toBe(1);
  });
});

/** Sends on connections that are kept alive, as proxies do, and asks the process to stop at the 300th answer. */
async function stopUnderLoad(
  child: Child,
  ledger: Ledger,
  proofs: readonly Proof[],
): Promise<number | string> {
  const agent = new Agent({ keepAlive: true });
  const rest = proofs.values();
  let answers = 0;
  let stopped: Promise<number | string> | undefined;
  const deliver = async (): Promise<void> => {
    for (const { event } of rest) {
      const seen = await post(child.port, JSON.stringify(event), agent).catch((error: Error) => error);
      if (seen instanceof Error) {
        ledger.attempt({ event, acknowledged: false, error: seen });
        if (stopped && child.process.exitCode !== null) return;
        continue;
      }
      ledger.attempt({ event, acknowledged: seen.status === 200 || seen.status === 202 });
      if (++answers === 300) stopped = child.end("SIGTERM");
    }
  };
  await Promise.all(Array.from({ length: 16 }, deliver));
  agent.destroy();
  return (await stopped) ?? "never stopped";
}
