/*
 * The child's end of the line to main: a question comes, an answer goes.
 */

/** What main asks, by name; each takes what main sends along. */
export type Orders = Readonly<Record<string, (detail: never) => unknown>>;

/** A question of main. */
export interface Question {
  readonly order: string;
  readonly detail: unknown;
}

/** What main gets: a result, or what was thrown. */
export interface Answer {
  readonly result?: unknown;
  readonly error?: string;
}

/** Does what main orders, and ends when main does. The first answer, unasked, says that the child is ready. */
export function obey(orders: Orders, ready: unknown = null): void {
  const reply = (answer: Answer): void => void process.send?.(answer);
  process.on("disconnect", () => process.exit());
  process.on("message", async ({ order, detail }: Question) => {
    try {
      const run = orders[order];
      if (!run) throw new RangeError(`No such order: ${order}`);
      reply({ result: await run(detail as never) });
    } catch (thrown) {
      reply({ error: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown) });
    }
  });
  reply({ result: ready });
}
