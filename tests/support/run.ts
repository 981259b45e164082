import { spawn } from "node:child_process";

/** How a command ended. */
export interface Ended {
  /** The exit code; `null` when a signal ended it. */
  readonly code: number | null;
  /** What it wrote to stdout and stderr. */
  readonly output: string;
}

/** Runs a command to its end. */
export function run(
  command: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Ended> {
  const child = spawn(command, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  const keep = (text: string): void => {
    output += text;
  };
  child.stdout.setEncoding("utf8").on("data", keep);
  child.stderr.setEncoding("utf8").on("data", keep);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
  });
}

/** As `run`. @throws Error with the output, unless the command ends with 0 */
export async function mustRun(command: string, args: readonly string[], cwd: string): Promise<string> {
  const { code, output } = await run(command, args, cwd);
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${code}:\n${output}`);
  return output;
}

/** Runs npm, and takes packages from its cache where that has them. */
export function npm(args: readonly string[], cwd: string): Promise<string> {
  return mustRun("npm", [...args, "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"], cwd);
}
