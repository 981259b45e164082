import { performance } from "node:perf_hooks";
import { buildFolder, fileOf } from "../build.js";
import { dialectOf } from "../dialects.js";
import { askOnce } from "../load/once.js";
import { requestBytes } from "../load/request-bytes.js";
import { runNode } from "../node-program.js";
import { deliveryOf } from "../payloads.js";
import { Child } from "../processes.js";
import type { Contestant } from "../rounds.js";
import { eachCase, type Suite } from "./run.js";

/** What is imported, by contestant; of Linear the part that is for webhooks. */
const modules: Readonly<Record<string, readonly string[]>> = {
  "empty module": ["./empty.js"],
  "empty package": ["empty-package"],
  ours: ["optimizely-cmp-webhooks"],
  "ours node": ["optimizely-cmp-webhooks", "optimizely-cmp-webhooks/node"],
  linear: ["@linear/sdk/webhooks"],
  octokit: ["@octokit/webhooks"],
  stripe: ["stripe"],
  standardwebhooks: ["standardwebhooks"],
  express: ["express"],
  fastify: ["fastify"],
};

const servers = ["node bare", "node ours", "octokit", "express by hand", "fastify by hand"];

/** How long an import takes in a new process, and how long it is from the start of a process to its first answer. */
export const start: Suite = (run) =>
  eachCase(run, ["-"], async (name) => {
    // Short ones, which differ much from one time to the next.
    const rounds = run.options.quick ? 1 : Math.max(15, run.options.rounds);
    const imports = Object.entries(modules).map(([contestant, names]) => importing(contestant, names));
    return [
      ...(await run.rounds.run("start", name, imports, rounds)),
      ...(await run.rounds.run("start", name, servers.map(answering), rounds)),
    ];
  });

function importing(name: string, names: readonly string[]): Contestant {
  return {
    name,
    measure: async () => {
      const { code, output } = await runNode([fileOf("importing"), ...names], buildFolder);
      if (code !== 0) throw new Error(`${names} cannot be imported`);
      return { import: Number(output) };
    },
  };
}

function answering(name: string): Contestant {
  const request = (): Buffer => requestBytes(deliveryOf("small", dialectOf(name)), "keep-alive");
  return {
    name,
    measure: async () => {
      const bytes = request();
      const begin = performance.now();
      const [server, { port }] = await Child.start<{ readonly port: number }>("server", [name]);
      const { status, text } = await askOnce(port, bytes);
      const elapsed = performance.now() - begin;
      await server.stop();
      if (status !== 200) throw new Error(`${name}: ${text}`);
      return { "first answer": elapsed };
    },
  };
}
