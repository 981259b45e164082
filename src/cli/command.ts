import type { Arguments } from "./arguments.js";
import type { Terminal } from "./terminal.js";

/** One option of a command. */
export interface Option {
  /** The name of its value in the help. Without it the option is a switch. */
  readonly value?: string;
  /** May be given more than once. */
  readonly repeats?: boolean;
  /** Whether its value may be `""`. @default false */
  readonly mayBeEmpty?: boolean;
  /** A few words for the help, in one line. */
  readonly about: string;
}

/** Options by name, without the dashes. */
export type OptionTable = Readonly<Record<string, Option>>;

/** One command of the program. */
export interface Command {
  readonly name: string;
  /** In one line. */
  readonly summary: string;
  /** The rest of the usage line, behind the name. */
  readonly usage: string;
  /** Lines for the help, of at most 80 characters. */
  readonly details: readonly string[];
  readonly options: OptionTable;
  /** The fewest and the most words beside its options. */
  readonly words: readonly [least: number, most: number];
  /** The words that a shell completes: names of files, or these. @default none */
  readonly takes?: "files" | readonly string[];
  /** Whole commands for the help, as one would type them. */
  readonly examples: readonly string[];
  /** @returns the exit code: 0 when all is well, 1 when something is not */
  run(args: Arguments, terminal: Terminal): number | Promise<number>;
}

/** Every command has these. */
export const commonOptions: OptionTable = {
  json: { about: "JSON on stdout, for scripts" },
  help: { about: "This text" },
};
