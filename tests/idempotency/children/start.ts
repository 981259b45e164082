import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { type Deferred, defer } from "../../receiver/kit.js";
import { tsxArgs, tsxEnv } from "../../support/tsx.js";

/** A process of our own, that can be told and that tells. */
export interface Child {
  readonly process: ChildProcess;
  /** What it tells next; an error if it ends before. */
  next(): Promise<unknown>;
  /** Ends it at once, by SIGKILL. */
  kill(): Promise<void>;
}

/** Runs a file of this folder in a process of its own. */
export function startChild(file: string, ...values: string[]): Child {
  const child = spawn(process.execPath, [...tsxArgs, join(import.meta.dirname, file), ...values], {
    env: tsxEnv(),
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const told: unknown[] = [];
  const waiting: Deferred<unknown>[] = [];
  child.on("message", (message) => {
    const first = waiting.shift();
    if (first) first.resolve(message);
    else told.push(message);
  });
  child.on("exit", () => {
    for (const one of waiting.splice(0)) one.reject(new Error(`${file} has ended`));
  });
  return {
    process: child,
    next: async () => {
      if (told.length > 0) return told.shift();
      if (hasEnded(child)) throw new Error(`${file} has ended`);
      const one = defer<unknown>();
      waiting.push(one);
      return await one.promise;
    },
    kill: async () => {
      if (hasEnded(child)) return;
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    },
  };
}

function hasEnded({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}
