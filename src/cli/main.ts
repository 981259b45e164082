#!/usr/bin/env node
import { messageOf } from "./failure.js";
import { runProgram } from "./program.js";
import { Terminal } from "./terminal.js";

const terminal = new Terminal(process);

// A defect of this program, since all else is caught. One line is enough to report it.
process.on("uncaughtException", (thrown) => {
  terminal.complain(`internal error: ${messageOf(thrown)}`);
  process.exit(1);
});

const code = await runProgram(process.argv.slice(2), terminal);
// Not `process.exit`, which would cut off what a pipe has not read yet. An error of stdout counts as well.
process.exitCode ||= code;
