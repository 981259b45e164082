import { parseArgs } from "node:util";
import { type Command, commonOptions, type Option, type OptionTable } from "./command.js";
import { UsageError } from "./failure.js";
import { didYouMean } from "./library.js";

/** The arguments of a command; the names are those of its option table. */
export interface Arguments {
  /** All that is not an option. */
  readonly words: readonly string[];
  /** Whether a switch was given. */
  has(name: string): boolean;
  /** The value of an option; the last one, if there are several. */
  text(name: string): string | undefined;
  /** All values of an option. */
  texts(name: string): readonly string[];
}

/** @throws UsageError for an unknown option, for one without its value or with an empty one, and for a switch with a value */
export function readArguments(argv: readonly string[], command: Command): Arguments {
  const table: OptionTable = { ...command.options, ...commonOptions };
  const values = new Map<string, string[]>();
  for (const { name, rawName, value, inlineValue } of optionTokens(argv, table)) {
    const option = Object.hasOwn(table, name) ? table[name] : undefined;
    if (option === undefined) throw unknownOption(rawName, command.name, Object.keys(table));
    const given = requireValue(rawName, value, option, inlineValue === true);
    values.set(name, [...(values.get(name) ?? []), given]);
  }
  const { positionals: words } = parseArgs(configOf(argv, table));
  if (!values.has("help")) requireWords(words, command);
  return {
    words,
    has: (name) => values.has(name),
    text: (name) => values.get(name)?.at(-1),
    texts: (name) => values.get(name) ?? [],
  };
}

/** Not strict: the messages of `parseArgs` are of several sentences and suggest nothing. */
function configOf(argv: readonly string[], table: OptionTable) {
  const names = Object.entries(table).map(([name, { value }]) => [
    name,
    { type: value === undefined ? ("boolean" as const) : ("string" as const), multiple: true },
  ]);
  const options = { ...Object.fromEntries(names), help: { type: "boolean" as const, short: "h" } };
  return { args: [...argv], options, strict: false, allowPositionals: true, tokens: true } as const;
}

function optionTokens(argv: readonly string[], table: OptionTable) {
  const { tokens } = parseArgs(configOf(argv, table));
  return tokens.filter((token) => token.kind === "option");
}

function unknownOption(rawName: string, command: string, names: readonly string[]): UsageError {
  const question = didYouMean(
    rawName,
    names.map((name) => `--${name}`),
  );
  return new UsageError(`${command} has no option ${rawName}.${question} See cmp-webhooks ${command} --help`);
}

function requireValue(rawName: string, value: string | undefined, option: Option, isInline: boolean): string {
  const { value: wanted, mayBeEmpty } = option;
  if (wanted === undefined) {
    if (value !== undefined) throw new UsageError(`${rawName} must not have a value`);
    return "";
  }
  // Something like `--to --json`: the value was forgotten. A negative number is a value, and is refused later.
  if (value === undefined || (!isInline && /^--|^-\D/.test(value))) {
    throw new UsageError(`${rawName} must have a value: ${rawName}=${wanted}`);
  }
  // A variable that is not set must not become a default: `--host ""` would open the port to every network.
  if (value !== "" || mayBeEmpty) return value;
  throw new UsageError(`${rawName} must have a value, received "". Is a variable not set?`);
}

function requireWords(words: readonly string[], { name, words: [least, most], usage }: Command): void {
  if (words.length >= least && words.length <= most) return;
  const problem = words.length < least ? "something is missing" : `"${words[most]}" is one word too many`;
  throw new UsageError(`${name}: ${problem}. Usage: cmp-webhooks ${name} ${usage}`);
}
