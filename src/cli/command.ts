import type { Arguments } from "./arguments.js";
import type { Terminal } from "./terminal.js";

/** One option of a command. */
export interface Option {
  /** What its value is called in the help. Without it the option is a switch. */
  readonly value?: string;
  /** May be given more than once. */
  readonly repeats?: boolean;
  /** A sentence for the help. */
  readonly about: string;
}

/** Options by name, without the dashes. */
export type OptionTable = Readonly<Record<string, Option>>;

/** One command of the program. */
export interface Command {
  readonly name: string;
  /** What it does, in a line. */
  readonly summary: string;
  /** What follows the name in the usage line. */
  readonly usage: string;
  /** Paragraphs for the help. */
  readonly details: readonly string[];
  readonly options: OptionTable;
  /** The fewest and the most words it takes beside its options. */
  readonly words: readonly [least: number, most: number];
  /** Whole commands for the help, as one would type them. */
  readonly examples: readonly string[];
  /** @returns the exit code: 0 when all is well, 1 when what was asked about is not */
  run(args: Arguments, terminal: Terminal): number | Promise<number>;
}

/** Every command has these. */
export const commonOptions: OptionTable = {
  json: { about: "JSON on stdout, for scripts" },
  help: { about: "This text" },
};
