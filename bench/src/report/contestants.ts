/*
 * Who stands on the same ground as whom.
 */
import type { SuiteName } from "../results.js";

/** The contestants of one server; the first is the least code that does the work there, and what the others are set against. */
export interface Host {
  readonly name: string;
  readonly contestants: readonly string[];
}

/** By suite, who is compared with whom. A suite that is missing here has nobody to be set against. */
export const hosts: Readonly<Partial<Record<SuiteName, readonly Host[]>>> = {
  http: [
    { name: "Node", contestants: ["node bare", "node ours", "linear", "octokit"] },
    {
      name: "Express",
      contestants: ["express by hand", "express ours", "express standardwebhooks", "express stripe"],
    },
    { name: "Fastify", contestants: ["fastify by hand", "fastify ours"] },
    { name: "Fetch on Node", contestants: ["fetch bare", "fetch ours", "hono by hand"] },
  ],
  refusal: [{ name: "Node", contestants: ["bare", "ours"] }],
  core: [
    {
      name: "In process",
      contestants: ["bare", "bare ===", "ours", "octokit", "linear", "stripe", "standardwebhooks"],
    },
    { name: "In process, handlers that return at once", contestants: ["bare, at once", "ours, at once"] },
  ],
  fetch: [{ name: "In process", contestants: ["bare", "ours", "linear", "octokit", "hono by hand"] }],
  connections: [{ name: "Node", contestants: ["node bare", "node ours"] }],
  body: [{ name: "Node", contestants: ["node bare", "node ours"] }],
  "in-flight": [{ name: "Node", contestants: ["bare", "ours"] }],
};

/** Whom a contestant is set against; `undefined` for the one that the others are set against. */
export function baseOf(suite: SuiteName, contestant: string): string | undefined {
  const host = hosts[suite]?.find(({ contestants }) => contestants.includes(contestant));
  const base = host?.contestants[0];
  return base === contestant ? undefined : base;
}

/** Whether it is this package. */
export function isOurs(contestant: string): boolean {
  return /(^| )ours\b/.test(contestant);
}
