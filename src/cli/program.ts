import { readArguments } from "./arguments.js";
import type { Command } from "./command.js";
import { check } from "./commands/check.js";
import { completion } from "./commands/completion.js";
import { doctor } from "./commands/doctor.js";
import { events } from "./commands/events.js";
import { listen } from "./commands/listen.js";
import { register } from "./commands/register.js";
import { secret } from "./commands/secret.js";
import { send } from "./commands/send.js";
import { soak } from "./commands/soak.js";
import { exitCodeOf, messageOf, UsageError } from "./failure.js";
import { helpOfCommand, helpOfProgram } from "./help.js";
import { didYouMean } from "./library.js";
import { readVersion } from "./package-files.js";
import type { Terminal } from "./terminal.js";

/** In the order of the help. */
const commands: readonly Command[] = [listen, send, soak, check, doctor, register, secret, events];

/** All of them, the one included that needs the list. */
const all: readonly Command[] = [...commands, completion(commands)];

/** Runs the program to its end. Whatever fails is a line on stderr. @returns the exit code */
export async function runProgram(argv: readonly string[], terminal: Terminal): Promise<number> {
  try {
    return await runCommand(argv, terminal);
  } catch (thrown) {
    terminal.complain(messageOf(thrown));
    return exitCodeOf(thrown);
  }
}

async function runCommand([first, ...rest]: readonly string[], terminal: Terminal): Promise<number> {
  if (first === "--version" || first === "-v") return print(terminal, [readVersion()]);
  if (first === "--help" || first === "-h") return print(terminal, helpOfProgram(all, terminal));
  if (first === "help") return runHelp(rest, terminal);
  const command = findCommand(first);
  const args = readArguments(rest, command);
  return args.has("help")
    ? print(terminal, helpOfCommand(command, terminal))
    : await command.run(args, terminal);
}

function runHelp([name]: readonly string[], terminal: Terminal): number {
  return print(
    terminal,
    name === undefined ? helpOfProgram(all, terminal) : helpOfCommand(findCommand(name), terminal),
  );
}

function print(terminal: Terminal, lines: readonly string[]): number {
  terminal.print(...lines);
  return 0;
}

/** @throws UsageError that names the nearest */
function findCommand(wanted: string | undefined): Command {
  const names = all.map(({ name }) => name);
  const found = all.find(({ name }) => name === wanted);
  if (found !== undefined) return found;
  if (wanted === undefined) {
    throw new UsageError(`Which command? ${names.join(", ")}. See cmp-webhooks --help`);
  }
  if (wanted.startsWith("-")) {
    throw new UsageError(`The command must be first, and ${wanted} after it. See cmp-webhooks --help`);
  }
  throw new UsageError(
    `There is no command ${JSON.stringify(wanted)}.${didYouMean(wanted, names)} See cmp-webhooks --help`,
  );
}
