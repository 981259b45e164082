/* Measurements in processes of their own, without HTTP. */
import { execFile } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

type Two<Value> = readonly [Value, Value];

const run = promisify(execFile);
const root = join(import.meta.dirname, "..");

async function number(args: readonly string[]): Promise<number> {
  const { stdout } = await run(process.execPath, args, { cwd: root, timeout: 60_000 });
  const value = Number(stdout.trim().split("\n").at(-1));
  if (!Number.isFinite(value)) throw new Error(`${args.join(" ")} must print a number, received ${stdout}`);
  return value;
}

const script = join(root, ".build/inside.js");

/** Measures both in turns, each time in a new process, and returns the fastest of each: noise can only make it slower. */
async function fastest(
  names: Two<string>,
  rounds: number,
  measure: (name: string) => Promise<number>,
): Promise<Two<number>> {
  let [one, other] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let round = 0; round < rounds; round++) {
    one = Math.min(one, await measure(names[0]));
    other = Math.min(other, await measure(names[1]));
  }
  return [one, other];
}

/** Nanoseconds for a small delivery without HTTP, by mitata. */
export function inside(names: Two<string>, rounds: number): Promise<Two<number>> {
  return fastest(names, rounds, (name) => number([script, name]));
}

/** Bytes that a delivery in flight holds, of so many. */
export function held(name: string, count: number): Promise<number> {
  return number(["--expose-gc", script, name, `${count}`]);
}

/** Milliseconds to import a package in a new process. */
export async function imports(names: Two<string>, rounds: number): Promise<Two<number>> {
  const folder = join(root, "node_modules/empty-package");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "package.json"), '{"type":"module","exports":"./index.js"}');
  await writeFile(join(folder, "index.js"), "export {};\n");
  const code = (name: string): string =>
    `const start = performance.now(); await import("${name}"); console.log(performance.now() - start);`;
  return fastest(names, rounds, (name) => number(["--input-type=module", "-e", code(name)]));
}
