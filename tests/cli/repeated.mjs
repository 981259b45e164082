/*
 * Runs the built program again and again in one process, one run after the other: a start takes fifty times as long as
 * most runs. Each evaluates the file anew, with arguments, variables, output and exit code of its own.
 *
 * Usage: node repeated.mjs PROGRAM, with the runs as messages. What a live run writes to stdout is told as it comes.
 */
import { PassThrough } from "node:stream";
import { pathToFileURL } from "node:url";

const program = process.argv[2];
let runs = 0;
let last = Promise.resolve();

process.on("message", ({ id, args, env, isLive }) => {
  const tell = (text) => void (isLive && process.send({ id, text }));
  last = last.then(async () => process.send({ id, ...(await run(args, env, tell)) }));
});

async function run(args, env, tell) {
  process.argv = [process.execPath, program, ...args];
  process.env = env;
  process.exitCode = 0;
  const stdout = collect("stdout", tell);
  const stderr = collect("stderr", () => {});
  await import(`${pathToFileURL(program)}?run=${runs++}`);
  // Streams hand over in a later turn.
  await new Promise(setImmediate);
  process.removeAllListeners("uncaughtException");
  return { code: process.exitCode, stdout: stdout.join(""), stderr: stderr.join("") };
}

/** Puts a pipe in the place of a stream of the process. */
function collect(name, tell) {
  const pieces = [];
  const pipe = new PassThrough({ encoding: "utf8" }).on("data", (piece) => {
    pieces.push(piece);
    tell(piece);
  });
  Object.defineProperty(process, name, { value: pipe, configurable: true });
  return pieces;
}
