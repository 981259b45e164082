import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** An example of a queue, in a folder of `examples/` that has the name of its package. */
export type ExampleName = "bullmq" | "pg-boss";

const folderOf = (name: ExampleName): string => join(import.meta.dirname, "../../../examples", name);

/** Whether the packages of the example are installed. Under CI they must be. */
export function isInstalled(name: ExampleName): boolean {
  if (existsSync(join(folderOf(name), "node_modules", name))) return true;
  const missing = `examples/${name} is not installed: npm ci --prefix examples/${name}`;
  if (process.env["CI"]) throw new Error(missing);
  console.warn(`Skipped: all tests of this example, as ${missing}`);
  return false;
}

/** One file of the example, at work. */
export class Example {
  readonly lines: string[] = [];
  readonly #child: ChildProcess;
  readonly #news = new EventEmitter();
  readonly #closed: Promise<[number | null, NodeJS.Signals | null]>;

  /** Starts it as a user would. */
  constructor(name: ExampleName, file: string, env: NodeJS.ProcessEnv) {
    this.#child = spawn(process.execPath, ["--import", "tsx", join(folderOf(name), file)], {
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

/** What the compiler says to the example: nothing, if all is well. */
export function compileExample(name: ExampleName): string {
  const tsc = join(folderOf(name), "../../node_modules/typescript7/bin/tsc");
  return String(execFileSync(process.execPath, [tsc, "--noEmit", "-p", folderOf(name)]));
}

/** Runs a file of the example to its end. */
export async function runToEnd(
  name: ExampleName,
  file: string,
  env: NodeJS.ProcessEnv,
  ...args: string[]
): Promise<string> {
  return String(
    execFileSync(process.execPath, ["--import", "tsx", join(folderOf(name), file), ...args], {
      env: { ...process.env, ...env },
    }),
  );
}
