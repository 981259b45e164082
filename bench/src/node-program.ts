import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { adopt } from "./processes.js";

const run = promisify(execFile);

/** What a program has left behind. */
export interface Ended {
  readonly code: number;
  readonly output: string;
}

/** Runs a file on plain Node until it ends, for one minute at most. An exit code other than 0 is left to the caller. */
export async function runNode(args: readonly string[], folder: string): Promise<Ended> {
  const { NODE_OPTIONS: _ours, ...env } = process.env;
  const running = run(process.execPath, args, { cwd: folder, env, timeout: 60_000, maxBuffer: 1e8 });
  adopt(running.child);
  try {
    const { stdout } = await running;
    return { code: 0, output: stdout };
  } catch (thrown) {
    if (!isExit(thrown)) throw thrown;
    return { code: thrown.code, output: thrown.stdout };
  }
}

/** A program that was killed, or could not be started, has no number for a code. */
function isExit(thrown: unknown): thrown is { readonly code: number; readonly stdout: string } {
  return thrown instanceof Error && "stdout" in thrown && "code" in thrown && typeof thrown.code === "number";
}
