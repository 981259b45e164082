import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { buildFolder } from "../build.js";
import { consumers } from "../consumers.js";
import { runNode } from "../node-program.js";
import type { Contestant, Figures } from "../rounds.js";
import { eachCase, type Suite } from "./run.js";

const compiler = join(import.meta.dirname, "../../node_modules/typescript/bin/tsc");

/** As in a new project; the declarations of packages are checked unless TypeScript is told not to. */
const compilerOptions = {
  target: "ES2022",
  lib: ["ES2024", "ESNext.Array", "DOM"],
  types: ["node"],
  module: "NodeNext",
  strict: true,
  noEmit: true,
};

/** What the types of a package cost in a small program: with all declarations checked, and with `skipLibCheck`. */
export const compile: Suite = (run) =>
  eachCase(run, ["-", "skipLibCheck"].slice(0, run.options.quick ? 1 : 2), async (name) => {
    const sources = Object.entries(consumers).slice(0, run.options.quick ? 2 : undefined);
    const contestants = await Promise.all(
      sources.map(([contestant, source]) => compiling(contestant, source, name)),
    );
    // Some seconds each, and hardly different from one time to the next.
    return run.rounds.run("compile", name, contestants, Math.min(2, run.options.rounds));
  });

async function compiling(name: string, source: string, mode: string): Promise<Contestant> {
  const folder = join(buildFolder, "compile", name.replace(" ", "-"));
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "server.ts"), source);
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["server.ts"] }));
  const skip = String(mode === "skipLibCheck");
  return {
    name,
    measure: async () => {
      const args = [compiler, "--extendedDiagnostics", "--skipLibCheck", skip];
      return figuresOf(name, (await runNode(args, folder)).output);
    },
  };
}

/** Faults in a package's own declarations are its own affair. @throws Error at a fault in the small program */
function figuresOf(name: string, output: string): Figures {
  if (/^server\.ts.*error/m.test(output)) throw new Error(`${name} does not compile: ${output}`);
  const read = (label: string): number => {
    const found = new RegExp(`^${label}: +([0-9.]+)`, "m").exec(output)?.[1];
    if (found === undefined) throw new Error(`${name}: the compiler does not tell "${label}": ${output}`);
    return Number(found);
  };
  return {
    check: read("Total time") * 1000,
    instantiations: read("Instantiations"),
    memory: read("Memory used") * 1024,
  };
}
