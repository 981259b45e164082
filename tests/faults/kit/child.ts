import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Ledger } from "./ledger.js";

/** What a receiver in a process of its own is told. */
export interface ChildSettings {
  /** Where it writes down what it does. */
  readonly file: string;
  /** 0 for any. */
  readonly port: number;
  /** How long a handler works. */
  readonly workMs: number;
  /** At the how many-th event the handler hangs; never, if it is left out. */
  readonly hangAt?: number;
  readonly acknowledge?: "after" | "before";
  /** Where the store is, if there is one: the address of Redis or of PostgreSQL. */
  readonly storeUrl?: string;
}

/** A receiver in a process of its own. */
export interface Child {
  readonly process: ChildProcess;
  readonly port: number;
  /** Resolves when the child says so. */
  says(text: string): Promise<void>;
  /** Sends the signal and resolves, when the process has ended, to its exit code, or else to the signal. */
  end(signal: NodeJS.Signals): Promise<number | NodeJS.Signals>;
}

/** Starts it, and waits until it listens. A rejection that nobody handles would end it with an exit code of 1. */
export async function startChild(settings: ChildSettings): Promise<Child> {
  const path = join(import.meta.dirname, "../children/receiver.ts");
  const child = fork(path, {
    execArgv: ["--import", "tsx"],
    env: { ...process.env, SETTINGS: JSON.stringify(settings) },
  });
  const exited = once(child, "exit") as Promise<[number | null, NodeJS.Signals | null]>;
  const heard = new Set<unknown>();
  child.on("message", (message) => void heard.add(message));
  const [port] = await Promise.race([once(child, "message"), exited]);
  if (typeof port !== "number") throw new Error("The receiver ended before it listened");
  return {
    process: child,
    port,
    async says(text) {
      while (!heard.has(text)) await Promise.race([once(child, "message"), refuse(exited, text)]);
    },
    async end(signal) {
      child.kill(signal);
      const [code, killedBy] = await exited;
      return killedBy ?? code ?? 0;
    },
  };
}

async function refuse(exited: Promise<unknown>, text: string): Promise<void> {
  await exited;
  throw new Error(`The receiver ended before it said "${text}"`);
}

/** Runs `work` with a folder that is gone afterwards. */
export async function inFolder<Result>(work: (folder: string) => Promise<Result>): Promise<Result> {
  const folder = mkdtempSync(join(tmpdir(), "cmp-faults-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Enters in the ledger what a child has written down. */
export function readAccount(ledger: Ledger, file: string): void {
  const lines = existsSync(file) ? readFileSync(file, "utf8").trim().split("\n") : [];
  for (const line of lines) {
    const [what, id = ""] = line.split(" ");
    if (what === "started") ledger.started(id);
    if (what === "completed") ledger.completed(id);
  }
}
