import type { DeliveryReceiver, Receiver } from "optimizely-cmp-webhooks";
import { describe, expect, test } from "vitest";
import { secret } from "../support/client.js";
import { type Host, hosts } from "../support/hosts.js";
import { chance, replay } from "./kit/chance.js";
import { makeProofs, type Proof } from "./kit/events.js";
import { Ledger } from "./kit/ledger.js";
import { makeReceiver } from "./kit/receivers.js";
import { deliverAll, report } from "./kit/sender.js";
import { begin, drip, type End } from "./kit/sockets.js";

const adapters = hosts.filter(({ name }) => ["node:http", "Express 5", "Fastify 5", "Fetch"].includes(name));

describe.each(adapters)("$name", ({ name, start }) => {
  test("connections cut before the body is complete run no handler, and what was cut is handled when it comes again", async () => {
    const proofs = makeProofs(200);
    const ledger = new Ledger(proofs, { inOrder: true });
    const receiver = makeReceiver(ledger);
    const gate = watch(receiver, proofs.length);
    const host = await start(gate.receiver);
    try {
      const cut = proofs.map((proof) => cutOff(host.port, proof));
      await gate.reached;
      for (const hangUp of cut) hangUp();
      await receiver.idle();
      expect(ledger.totals.runs, replay).toBe(0);
      await deliverAll(ledger, proofs, host.port);
    } finally {
      await host.close();
    }

    report(`${name}, 200 cut off`, ledger);
    expect(ledger.problems(), replay).toEqual([]);
  });

  test("200 connections that drip do not keep honest deliveries from being acknowledged", async () => {
    const proofs = makeProofs(300);
    const ledger = new Ledger(proofs, { inOrder: true });
    const receiver = makeReceiver(ledger, { deadlineMs: 2_000 });
    const gate = watch(receiver, 200);
    const host = await start(gate.receiver);
    const connections = new Connections(host);
    try {
      connections.gather(200);
      await gate.reached;
      await deliverAll(ledger, proofs, host.port);
      const ends = await connections.disperse();

      report(`${name}, beside ${ends.length} that drip`, ledger, `; ${tally(ends)}`);
      expect(ends.length, replay).toBeGreaterThanOrEqual(200);
      expect(ledger.problems(), replay).toEqual([]);
    } finally {
      await host.close();
    }
  });
});

/** Half a delivery at the most, and how to close the connection: with a reset, or without. */
function cutOff(port: number, { id, event }: Proof): () => void {
  const body = JSON.stringify(event);
  const socket = begin(port, body, Math.floor(chance("cut", id) * body.length));
  return () => (chance("reset", id) < 0.5 ? socket.resetAndDestroy() : socket.destroy());
}

/** A receiver, and a promise for the moment at which so many deliveries have come to it. */
function watch(receiver: Receiver, count: number): { reached: Promise<void>; receiver: DeliveryReceiver } {
  let left = count;
  let reach = (): void => {};
  const reached = new Promise<void>((resolve) => {
    reach = resolve;
  });
  return {
    reached,
    receiver: {
      receive(delivery) {
        const reply = receiver.receive(delivery);
        if (--left === 0) reach();
        return reply;
      },
    },
  };
}

/** Connections that drip; one that is closed is followed by another, until they are told to disperse. */
class Connections {
  readonly #host: Host;
  readonly #ends: Promise<End>[] = [];
  #gathering = true;

  constructor(host: Host) {
    this.#host = host;
  }

  gather(count: number): void {
    for (let index = 0; index < count; index++) this.#join(index % 4 === 0 ? "guess" : secret);
  }

  /** Waits until the last of them is answered or closed. */
  async disperse(): Promise<readonly End[]> {
    this.#gathering = false;
    return await Promise.all(this.#ends);
  }

  /** One in four does not even know the secret. */
  #join(given: string): void {
    const ended = drip(this.#host.port, given);
    this.#ends.push(ended);
    void ended.then(() => this.#gathering && this.#join(given));
  }
}

function tally(ends: readonly End[]): string {
  const counts = new Map<string, number>();
  for (const { status } of ends) {
    const key = status === undefined ? "closed" : String(status);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].map(([status, count]) => `${count} of them ${status}`).join(", ");
}
