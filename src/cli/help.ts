import { type Command, commonOptions } from "./command.js";
import { columns, type Painted } from "./layout.js";
import type { Terminal } from "./terminal.js";

type Screen = Pick<Terminal, "paint">;

/** The text of `cmp-webhooks --help`, in lines of at most 80 characters. */
export function helpOfProgram(commands: readonly Command[], { paint }: Screen): readonly string[] {
  return [
    paint("bold", "Usage: cmp-webhooks COMMAND [OPTIONS]"),
    "",
    "Try the webhooks of the Optimizely CMP without CMP, and find out what it sends.",
    "",
    paint("bold", "Commands"),
    ...columns(
      commands.map(({ name, summary }) => ({ cells: [bold(name)], text: summary })),
      paint,
    ),
    "",
    paint("bold", "Options"),
    ...columns(
      [
        { cells: [bold("--help")], text: "This text; after a command, the text about it" },
        { cells: [bold("--version")], text: "The version of this package" },
        { cells: [bold("--json")], text: "After a command: JSON on stdout, for scripts" },
      ],
      paint,
    ),
    "",
    "Exit codes: 0 all is well; 1 something failed: a delivery was not acknowledged,",
    "or a body differs from its type; 2 the command was called wrongly.",
    "Environment: CMP_WEBHOOK_SECRET is the secret where --secret is not given.",
    "NO_COLOR removes the colours.",
  ];
}

/** The text of `cmp-webhooks COMMAND --help`. */
export function helpOfCommand(command: Command, { paint }: Screen): readonly string[] {
  const { name, usage, summary, details, examples } = command;
  const rows = Object.entries({ ...command.options, ...commonOptions }).map(([option, { value, about }]) => ({
    cells: [bold(value === undefined ? `--${option}` : `--${option} ${value}`)],
    text: about,
  }));
  return [
    paint("bold", `Usage: cmp-webhooks ${name} ${usage}`.trim()),
    "",
    `${summary}.`,
    "",
    ...details,
    "",
    paint("bold", "Options"),
    ...columns(rows, paint),
    "",
    paint("bold", "Examples"),
    ...examples.map((example) => `  ${example}`),
  ];
}

function bold(text: string): Painted {
  return { text, style: "bold" };
}
