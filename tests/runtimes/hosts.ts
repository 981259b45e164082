import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** A runtime that serves the packed package. */
export interface Runtime {
  readonly name: string;
  /** The program within `tools`, and its arguments. */
  readonly program: string;
  readonly args: readonly string[];
  /** Cases that are answered otherwise here, what is answered, and why. */
  readonly differs?: Readonly<Record<string, Difference>>;
}

/** An answer that the platform gives instead of ours. */
export interface Difference {
  readonly answers: readonly string[];
  readonly why: string;
}

/** Every runtime that a delivery was received on. */
export const runtimes: readonly Runtime[] = [
  ...[20, 22, 24, 26].map((version) => ({
    name: `Node ${version}`,
    program: `node${version}/bin/node`,
    args: ["node.mjs"],
  })),
  { name: "Bun, Bun.serve", program: "@oven/bun-linux-x64/bin/bun", args: ["bun.mjs"] },
  { name: "Bun, node:http", program: "@oven/bun-linux-x64/bin/bun", args: ["node.mjs"] },
  {
    name: "Deno, Deno.serve",
    program: "@deno/linux-x64-glibc/deno",
    args: ["run", "--quiet", "--allow-all", "--node-modules-dir=manual", "deno.mjs"],
  },
  {
    name: "Deno, node:http",
    program: "@deno/linux-x64-glibc/deno",
    args: ["run", "--quiet", "--allow-all", "--node-modules-dir=manual", "node.mjs"],
  },
  {
    name: "workerd",
    program: "@cloudflare/workerd-linux-64/bin/workerd",
    args: ["serve", "workerd.capnp", "--control-fd=3"],
  },
];

/** A server that listens. */
export interface Served {
  readonly url: string;
  stop(): Promise<void>;
}

/** Starts a runtime in a folder that has the servers, and waits until it says at which port it listens. */
export async function serve({ program, args }: Runtime, tools: string, folder: string): Promise<Served> {
  const child = spawn(join(tools, "node_modules", program), args, {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe", "pipe"],
  });
  const stop = (): Promise<void> => end(child);
  try {
    return { url: `http://127.0.0.1:${await portOf(child)}/`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** `port 1234` on stdout, or workerd's `{"event":"listen",...,"port":1234}` on the fourth stream. */
function portOf(child: ChildProcess): Promise<number> {
  let written = "";
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", () => reject(new Error(`It ended before it listened:\n${written}`)));
    for (const stream of child.stdio.slice(1)) {
      if (!stream || !("setEncoding" in stream)) continue;
      createInterface(stream).on("line", (line) => {
        written += `${line}\n`;
        const port = /^port (\d+)$|"port":(\d+)/.exec(line);
        if (port !== null) resolve(Number(port[1] ?? port[2]));
      });
    }
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = new Promise((resolve) => child.once("close", resolve));
  child.kill("SIGKILL");
  await closed;
}
