import { type ChildProcess, fork } from "node:child_process";
import { join } from "node:path";

/** How a run of the program ended. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The program, run again and again in one process. */
export interface Repeated {
  /** @param tell what becomes of stdout while it comes */
  run(
    args: readonly string[],
    env: Readonly<Record<string, string | undefined>>,
    tell?: (text: string) => void,
  ): Promise<Ended>;
  /** Sends a signal to the process. With none that it knows, the process ends. */
  kill(signal: NodeJS.Signals): void;
}

/** Whoever waits for a run. */
interface Waiting {
  readonly resolve: (ended: Ended) => void;
  readonly reject: (error: Error) => void;
  readonly tell: ((text: string) => void) | undefined;
}

/** What the process says of a run: a part of its output, or its end. */
type Told = { readonly id: number } & ({ readonly text: string } | Ended);

/** Starts a process at the first run; see repeated.mjs. */
export function repeat(program: string, cwd: string): Repeated {
  const waiting = new Map<number, Waiting>();
  let runs = 0;
  let child: ChildProcess | undefined;
  const start = (): ChildProcess => {
    const options = { cwd, env: { PATH: process.env["PATH"] }, execArgv: [] };
    return fork(join(import.meta.dirname, "repeated.mjs"), [program], options)
      .on("message", ({ id, ...told }: Told) => {
        if ("text" in told) return void waiting.get(id)?.tell?.(told.text);
        waiting.get(id)?.resolve(told);
        waiting.delete(id);
      })
      .on("exit", () => {
        for (const { reject } of waiting.values()) reject(new Error("The program has ended its process"));
      });
  };
  return {
    run: (args, env, tell) =>
      new Promise((resolve, reject) => {
        const id = runs++;
        waiting.set(id, { resolve, reject, tell });
        child ??= start();
        child.send({ id, args, env, isLive: tell !== undefined });
      }),
    kill: (signal) => void child?.kill(signal),
  };
}
