import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The root of the repository. */
export const root = join(import.meta.dirname, "../..");

/** What a command wrote, and whether it ended well. */
export interface Ended {
  readonly ok: boolean;
  readonly output: string;
}

/** Runs a command to its end. */
export function run(command: string, args: readonly string[], cwd: string): Ended {
  const { status, error, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    stdio: ["ignore", "pipe", "pipe"],
  });
  return { ok: status === 0, output: [stdout, stderr, error?.message].filter(Boolean).join("\n").trim() };
}

/** As `run`, but throws unless the command ends well. */
export function mustRun(command: string, args: readonly string[], cwd: string): string {
  const { ok, output } = run(command, args, cwd);
  if (!ok) throw new Error(`${command} ${args.join(" ")} failed in ${cwd}:\n${output}`);
  return output;
}

/** Installs from npm, from its cache where that has it. */
export function npm(args: readonly string[], cwd: string): string {
  return mustRun("npm", [...args, "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"], cwd);
}

/** Hands a folder of its own to `work`, and takes it away afterwards. */
export function inTemporaryFolder<Result>(work: (folder: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), "optimizely-cmp-webhooks-"));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Collects what was checked, a line each, and sets the exit code when something is wrong. */
export class Report {
  #passed = 0;
  #failed = 0;

  /** One thing that was checked; `complaint` is empty when all is well. */
  line(subject: string, complaint = ""): void {
    if (complaint === "") this.#passed++;
    else this.#failed++;
    console.log(`${complaint === "" ? "ok    " : "FAILED"} ${subject}${complaint && `\n${complaint}`}`);
  }

  /** The closing line. */
  close(): void {
    console.log(`${this.#passed} ok, ${this.#failed} failed`);
    if (this.#failed > 0 || this.#passed === 0) process.exitCode = 1;
  }
}
