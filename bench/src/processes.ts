/*
 * Children of main: each is asked one thing at a time, each question has a limit, and none of them outlives main.
 */
import { type ChildProcess, fork } from "node:child_process";
import { fileOf, type ProgramName } from "./build.js";
import type { Answer } from "./children/control.js";

const living = new Set<ChildProcess>();

/** Counts a process among the children that end with main. */
export function adopt(child: ChildProcess): void {
  living.add(child);
  child.on("exit", () => living.delete(child));
}

/** Ends all children at once, without asking. */
export function killAll(): void {
  for (const child of living) child.kill("SIGKILL");
}

process.on("exit", killAll);

/** Ends all children, and waits until they are gone. */
export async function stopAll(): Promise<void> {
  const gone = [...living].map((child) => new Promise((resolve) => child.once("exit", resolve)));
  killAll();
  await Promise.all(gone);
}

/** A child that obeys orders. */
export class Child {
  readonly #child: ChildProcess;
  readonly #name: string;
  #errors = "";

  private constructor(program: ProgramName, args: readonly string[], nodeOptions: readonly string[]) {
    this.#name = [program, ...args].join(" ");
    const { NODE_OPTIONS: _ours, ...env } = process.env;
    this.#child = fork(fileOf(program), args, {
      execArgv: [...nodeOptions],
      env: { ...env, NODE_ENV: "production" },
      serialization: "advanced",
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    const child = this.#child;
    adopt(child);
    child.stderr?.on("data", (chunk: Buffer) => {
      this.#errors = (this.#errors + chunk).slice(-4_000);
    });
  }

  /** Starts a program of the benchmarks, and waits until it is ready. */
  static async start<Ready>(
    program: ProgramName,
    args: readonly string[] = [],
    nodeOptions: readonly string[] = [],
  ): Promise<readonly [child: Child, ready: Ready]> {
    const child = new Child(program, args, nodeOptions);
    return [child, await child.#next<Ready>("start", 20_000)];
  }

  /** Has an order carried out. @throws Error when the child fails, ends, or takes too long */
  ask<Result = void>(order: string, detail?: unknown, limitMs = 60_000): Promise<Result> {
    const answer = this.#next<Result>(order, limitMs);
    this.#child.send({ order, detail });
    return answer;
  }

  /** Ends the child, and waits until it is gone. */
  async stop(): Promise<void> {
    const child = this.#child;
    if (!living.has(child)) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await gone;
  }

  #next<Result>(order: string, limitMs: number): Promise<Result> {
    const child = this.#child;
    return new Promise((resolve, reject) => {
      const fail = (reason: string): void => {
        child.kill("SIGKILL");
        settle();
        reject(new Error(`${this.#name}: ${order}: ${reason}\n${this.#errors}`));
      };
      const timer = setTimeout(() => fail(`no answer within ${limitMs} ms`), limitMs);
      const onExit = (): void => fail("the process has ended");
      const onMessage = ({ result, error }: Answer): void => {
        settle();
        if (error === undefined) resolve(result as Result);
        else fail(error);
      };
      const settle = (): void => {
        clearTimeout(timer);
        child.off("exit", onExit).off("message", onMessage);
      };
      child.on("exit", onExit).on("message", onMessage);
    });
  }
}
