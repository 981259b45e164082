import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

const folder = join(import.meta.dirname, "../../../examples/bullmq");

/** Whether what the example needs is installed. Under CI it has to be. */
export const isInstalled: boolean = existsSync(join(folder, "node_modules/bullmq"));
const missing = "examples/bullmq is not installed: npm ci --prefix examples/bullmq";
if (!isInstalled && process.env["CI"]) throw new Error(missing);
if (!isInstalled) console.warn(`Skipped what needs BullMQ: ${missing}`);

/** One file of the example, at work. */
export class Example {
  readonly lines: string[] = [];
  readonly #child: ChildProcess;
  readonly #news = new EventEmitter();
  readonly #closed: Promise<[number | null, NodeJS.Signals | null]>;

  /** Starts it as a user would. */
  constructor(file: string, env: NodeJS.ProcessEnv) {
    this.#child = spawn(process.execPath, ["--import", "tsx", join(folder, file)], {
      env: { ...process.env, PORT: "0", ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#closed = once(this.#child, "close") as Promise<[number | null, NodeJS.Signals | null]>;
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      if (stream) createInterface(stream).on("line", (line) => this.#keep(line));
    }
    void this.#closed.then(() => this.#news.emit("line"));
  }

  /** Resolves to the first line of that form, when there is one. */
  async line(form: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      for (const line of this.lines) {
        const found = form.exec(line);
        if (found) return found;
      }
      if (this.#child.exitCode !== null)
        throw new Error(`It ended without ${form}:\n${this.lines.join("\n")}`);
      await once(this.#news, "line");
    }
  }

  /** How many lines are of that form. */
  count(form: RegExp): number {
    return this.lines.filter((line) => form.test(line)).length;
  }

  /** Sends the signal and resolves, when the process has ended, to its exit code, or else to the signal. */
  async end(signal: NodeJS.Signals): Promise<number | NodeJS.Signals | null> {
    this.#child.kill(signal);
    const [code, killedBy] = await this.#closed;
    return code ?? killedBy;
  }

  #keep(line: string): void {
    this.lines.push(line);
    this.#news.emit("line");
  }
}

/** What the compiler says to the example; nothing is wanted. */
export function compileExample(): string {
  const tsc = join(folder, "../../node_modules/typescript/bin/tsc");
  return String(execFileSync(process.execPath, [tsc, "--noEmit", "-p", folder]));
}

/** Runs a file of the example to its end. */
export async function runToEnd(file: string, env: NodeJS.ProcessEnv, ...args: string[]): Promise<string> {
  return String(
    execFileSync(process.execPath, ["--import", "tsx", join(folder, file), ...args], {
      env: { ...process.env, ...env },
    }),
  );
}
