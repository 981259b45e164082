import { type Command, commonOptions } from "./command.js";
import { columns, type Painted, paragraph } from "./layout.js";
import type { Terminal } from "./terminal.js";

/** Long lines are hard to read, however wide the window. */
const widest = 100;

type Screen = Pick<Terminal, "width" | "paint">;

/** What `cmp-webhooks --help` prints. */
export function helpOfProgram(commands: readonly Command[], screen: Screen): readonly string[] {
  const { paint } = screen;
  const width = Math.min(screen.width, widest);
  const rows = commands.map(({ name, summary }) => ({ cells: [bold(name)], text: summary }));
  return [
    paint("bold", "Usage: cmp-webhooks COMMAND [OPTIONS]"),
    "",
    ...paragraph("Try the webhooks of the Optimizely CMP without CMP, and see what it sends with it.", width),
    "",
    paint("bold", "Commands"),
    ...columns(rows, { width, paint }),
    "",
    paint("bold", "Options"),
    ...columns(
      [
        { cells: [bold("--help")], text: "This text; after a command, the text about it" },
        { cells: [bold("--version")], text: "The version of this package" },
        { cells: [bold("--json")], text: "After a command: JSON on stdout, for scripts" },
      ],
      { width, paint },
    ),
    "",
    ...paragraph(
      "Exit codes: 0 all is well; 1 something failed, or a delivery was not acknowledged, or a body is not what its type says; 2 the command was called wrongly.",
      width,
    ),
    ...paragraph(
      "Environment: CMP_WEBHOOK_SECRET is the secret, where --secret is not given. NO_COLOR takes the colours off.",
      width,
    ),
  ];
}

/** What `cmp-webhooks COMMAND --help` prints. */
export function helpOfCommand(command: Command, screen: Screen): readonly string[] {
  const { paint } = screen;
  const width = Math.min(screen.width, widest);
  const { name, usage, summary, details, examples } = command;
  const options = Object.entries({ ...command.options, ...commonOptions });
  const rows = options.map(([option, { value, about }]) => ({
    cells: [bold(value === undefined ? `--${option}` : `--${option} ${value}`)],
    text: about,
  }));
  return [
    paint("bold", `Usage: cmp-webhooks ${name} ${usage}`.trim()),
    "",
    ...[`${summary}.`, ...details].flatMap((text) => [...paragraph(text, width), ""]),
    paint("bold", "Options"),
    ...columns(rows, { width, paint }),
    "",
    paint("bold", "Examples"),
    ...examples.map((example) => `  ${example}`),
  ];
}

function bold(text: string): Painted {
  return { text, style: "bold" };
}
