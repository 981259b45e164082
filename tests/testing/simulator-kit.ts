import {
  type Attempt,
  createEvent,
  createSimulator,
  createVirtualClock,
  type SimulatorOptions,
} from "optimizely-cmp-webhooks/testing";

export const minute = 60_000;
export const days = 24 * 60 * minute;

export const eventsOf = (count: number) =>
  Array.from({ length: count }, (_, seed) => createEvent("task_added", {}, { seed }));

/** A Fetch handler that answers with these statuses, and then with 200. */
export function answering(...statuses: number[]): { fetch: (request: Request) => Response } {
  return { fetch: () => new Response(null, { status: statuses.shift() ?? 200 }) };
}

export function simulate(options: SimulatorOptions) {
  return createSimulator({ clock: createVirtualClock(), concurrency: 1, ...options });
}

export async function attemptsOf(options: SimulatorOptions, count = 1): Promise<Attempt[]> {
  const attempts: Attempt[] = [];
  for await (const attempt of simulate(options).run(eventsOf(count))) attempts.push(attempt);
  return attempts;
}
