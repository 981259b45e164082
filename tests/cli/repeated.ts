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
  run(args: readonly string[], env: Readonly<Record<string, string | undefined>>): Promise<Ended>;
  stop(): void;
}

/** Whoever waits for a run. */
interface Waiting {
  readonly resolve: (ended: Ended) => void;
  readonly reject: (error: Error) => void;
}

/** Starts a process at the first run; see repeated.mjs. */
export function repeat(program: string, cwd: string): Repeated {
  const waiting = new Map<number, Waiting>();
  let runs = 0;
  let child: ChildProcess | undefined;
  const start = (): ChildProcess => {
    const options = { cwd, env: { PATH: process.env["PATH"] }, execArgv: [] };
    return fork(join(import.meta.dirname, "repeated.mjs"), [program], options)
      .on("message", ({ id, ...ended }: Ended & { readonly id: number }) => {
        waiting.get(id)?.resolve(ended);
        waiting.delete(id);
      })
      .on("exit", () => {
        for (const { reject } of waiting.values()) reject(new Error("The program has ended its process"));
      });
  };
  return {
    run: (args, env) =>
      new Promise((resolve, reject) => {
        const id = runs++;
        waiting.set(id, { resolve, reject });
        child ??= start();
        child.send({ id, args, env });
      }),
    stop: () => void child?.kill("SIGKILL"),
  };
}
