/*
 * Who takes part, by name. Each is imported when it is asked for, so that a process holds one contestant and no more.
 */
import type { MakeFetch, MakeReceive, Serve } from "./contestant.js";

const onHono = async (makeFetch: MakeFetch): Promise<Serve> =>
  (await import("./fetch-server.js")).serveByHono(makeFetch);

const servers = {
  "node bare": async () => (await import("./node-bare.js")).serve,
  "node ours": async () => (await import("./node-ours.js")).serve,
  linear: async () => (await import("./linear.js")).serve,
  octokit: async () => (await import("./octokit.js")).serve,
  "express by hand": async () => (await import("./express-by-hand.js")).serve,
  "express ours": async () => (await import("./express-ours.js")).serve,
  "express standardwebhooks": async () => (await import("./express-standardwebhooks.js")).serve,
  "express stripe": async () => (await import("./express-stripe.js")).serve,
  "fastify by hand": async () => (await import("./fastify-by-hand.js")).serve,
  "fastify ours": async () => (await import("./fastify-ours.js")).serve,
  "fetch bare": async () => onHono((await import("./fetch-bare.js")).makeFetch),
  "fetch ours": async () => onHono((await import("./fetch-ours.js")).makeFetch),
  "hono by hand": async () => onHono((await import("./hono-by-hand.js")).makeFetch),
} as const satisfies Record<string, () => Promise<Serve>>;

const receives = {
  bare: async () => (await import("./core-bare.js")).makeReceive,
  "bare ===": async () => (await import("./core-bare.js")).makeUnsafeReceive,
  ours: async () => (await import("./ours.js")).makeReceive,
  "bare, at once": async () => (await import("./core-bare.js")).makeReceiveAtOnce,
  "ours, at once": async () => (await import("./ours.js")).makeReceiveAtOnce,
  octokit: async () => (await import("./octokit.js")).makeReceive,
  linear: async () => (await import("./linear.js")).makeReceive,
  stripe: async () => (await import("./stripe.js")).makeReceive,
  standardwebhooks: async () => (await import("./standardwebhooks.js")).makeReceive,
} as const satisfies Record<string, () => Promise<MakeReceive>>;

const fetches = {
  bare: async () => (await import("./fetch-bare.js")).makeFetch,
  ours: async () => (await import("./fetch-ours.js")).makeFetch,
  linear: async () => (await import("./linear.js")).makeFetch,
  octokit: async () => (await import("./octokit.js")).makeFetch,
  "hono by hand": async () => (await import("./hono-by-hand.js")).makeFetch,
} as const satisfies Record<string, () => Promise<MakeFetch>>;

/** All servers. */
export const serverNames: readonly string[] = Object.keys(servers);
/** All that receive without HTTP. */
export const receiveNames: readonly string[] = Object.keys(receives);
/** All Fetch handlers. */
export const fetchNames: readonly string[] = Object.keys(fetches);

/** The server of that name. @throws RangeError when nobody has it */
export const serverOf = (name: string): Promise<Serve> => choose(servers, name);
/** The receiver of that name. @throws RangeError when nobody has it */
export const receiveOf = (name: string): Promise<MakeReceive> => choose(receives, name);
/** The Fetch handler of that name. @throws RangeError when nobody has it */
export const fetchOf = (name: string): Promise<MakeFetch> => choose(fetches, name);

function choose<Kind>(all: Readonly<Record<string, () => Promise<Kind>>>, name: string): Promise<Kind> {
  const load = all[name];
  if (!load) throw new RangeError(`Nobody is called ${name}`);
  return load();
}
