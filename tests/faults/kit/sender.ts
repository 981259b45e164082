import { Agent } from "node:http";
import type { DeliveryReceiver } from "optimizely-cmp-webhooks";
import { type Attempt, createSimulator, type SimulatorOptions } from "optimizely-cmp-webhooks/testing";
import { secret } from "../../support/client.js";
import { seed } from "./chance.js";
import type { Proof } from "./events.js";
import type { Ledger } from "./ledger.js";
import { post } from "./post.js";

/** What CMP does in a run: a tenth comes twice, and in another order. */
const manners = { secret, seed, duplicates: 0.1, reorder: 20, concurrency: 16 } as const;

/** Redeliveries come soon, so that what is held for a moment is free when they come. */
const soon = { firstRetryMs: 20, retryForMs: 120_000 } as const;

/** Delivers all of it to that port as CMP does, and enters each attempt in the ledger. */
export async function deliverAll(
  ledger: Ledger,
  proofs: readonly Proof[],
  port: number,
  options: Partial<SimulatorOptions> & { readonly look?: (attempt: Attempt) => void | Promise<void> } = {},
): Promise<void> {
  const { look = () => {}, ...others } = options;
  const agent = new Agent({ keepAlive: true });
  const simulator = createSimulator({ ...manners, ...soon, target: over(port, agent), ...others });
  for await (const attempt of simulator.run(proofs.map(({ event }) => event))) {
    ledger.attempt(attempt);
    await look(attempt);
  }
  agent.destroy();
}

/** A way to that port on connections that are kept alive. */
function over(port: number, agent: Agent): DeliveryReceiver {
  return {
    async receive({ header, body }) {
      const answer = await post(port, String(body), agent, header("callback-secret"));
      return { ...answer, headers: {} };
    },
  };
}

/** One line with the figures of a run. */
export function report(title: string, ledger: Ledger, more = ""): void {
  const { events, attempts, refused, unanswered, runs, completed } = ledger.totals;
  console.log(
    `${title}: ${events} events, ${attempts} deliveries (${refused} refused, ${unanswered} without an answer), ` +
      `${runs} handler runs, ${completed} completed, ${ledger.repeated.length} keyed ones more than once${more}`,
  );
}
