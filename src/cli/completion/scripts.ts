/*
 * Scripts that shells evaluate. All words in them are ours: names of commands and options, and names of events.
 */
import { type Command, commonOptions, type Option } from "../command.js";
import { eventNames } from "../library.js";

/** As in `bin` of package.json. */
const programs = ["cmp-webhooks", "optimizely-cmp-webhooks"];

const events = eventNames.join(" ");

/** Names with blanks stay whole; bash 4 and newer quote them, and put a slash behind folders. */
const bashFiles =
  'compopt -o filenames 2>/dev/null; while IFS= read -r f; do COMPREPLY+=("$f"); done < <(compgen -f -- "$word")';

/** For bash 3.2 and newer. */
export function forBash(commands: readonly Command[]): readonly string[] {
  return [
    "_cmp_webhooks() {",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell's
    '  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} words="" f',
    "  COMPREPLY=()",
    "  if [[ $COMP_CWORD -eq 1 ]]; then",
    `    COMPREPLY=($(compgen -W "${namesOf(commands)}" -- "$word"))`,
    "    return",
    "  fi",
    '  case "$before" in',
    ...afterOptions(commands, {
      files: `${bashFiles}; return ;;`,
      events: `COMPREPLY=($(compgen -W "${events}" -- "$word")); return ;;`,
      other: "return ;;",
    }),
    "  esac",
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell's
    '  case "${COMP_WORDS[1]}" in',
    ...commands.map((command) => {
      const files = command.takes === "files" ? ` ${bashFiles};` : "";
      return `    ${command.name})${files} words="${wordsOf(command)}" ;;`;
    }),
    "  esac",
    '  COMPREPLY+=($(compgen -W "$words" -- "$word"))',
    "}",
    `complete -F _cmp_webhooks ${programs.join(" ")}`,
  ];
}

/** For zsh, after `compinit`. */
export function forZsh(commands: readonly Command[]): readonly string[] {
  return [
    "_cmp_webhooks() {",
    "  if (( CURRENT == 2 )); then",
    "    local -a commands",
    `    commands=(${commands.map(({ name, summary }) => quote(`${name}:${summary}`)).join(" ")})`,
    "    _describe command commands",
    "    return",
    "  fi",
    '  case "$words[CURRENT-1]" in',
    ...afterOptions(commands, {
      files: "_files; return ;;",
      events: `compadd -- ${events}; return ;;`,
      other: "return ;;",
    }),
    "  esac",
    '  case "$words[2]" in',
    ...commands.map((command) => {
      const files = command.takes === "files" ? "_files; " : "";
      return `    ${command.name}) ${files}compadd -- ${wordsOf(command)} ;;`;
    }),
    "  esac",
    "}",
    `compdef _cmp_webhooks ${programs.join(" ")}`,
  ];
}

/** For fish 3 and newer. */
export function forFish(commands: readonly Command[]): readonly string[] {
  return programs.flatMap((program) => [
    `complete -c ${program} -f`,
    ...commands.flatMap((command) => {
      const start = `complete -c ${program} -n '__fish_seen_subcommand_from ${command.name}'`;
      const options = Object.entries({ ...command.options, ...commonOptions });
      return [
        `complete -c ${program} -n __fish_use_subcommand -a ${command.name} -d ${quote(command.summary)}`,
        ...options.map(
          ([name, option]) => `${start} -l ${name}${fishValue(option)} -d ${quote(option.about)}`,
        ),
        ...(command.takes === "files" ? [`${start} -F`] : []),
        ...(takenBy(command).length > 0 ? [`${start} -a '${takenBy(command).join(" ")}'`] : []),
      ];
    }),
  ]);
}

function fishValue({ value }: Option): string {
  if (value === undefined) return "";
  if (value === "FILE") return " -r -F";
  return value === "NAMES" ? ` -x -a '${events}'` : " -x";
}

/** The branches of a `case` for the word behind an option, by the kind of its value. */
function afterOptions(
  commands: readonly Command[],
  then: { readonly files: string; readonly events: string; readonly other: string },
): readonly string[] {
  const options = commands.flatMap((command) => Object.entries(command.options));
  const named = (isKind: (value: string) => boolean): string => {
    const names = options.filter(([, { value }]) => value !== undefined && isKind(value));
    return [...new Set(names.map(([name]) => `--${name}`))].join("|");
  };
  return [
    `    ${named((value) => value === "FILE")}) ${then.files}`,
    `    ${named((value) => value === "NAMES")}) ${then.events}`,
    `    ${named((value) => value !== "FILE" && value !== "NAMES")}) ${then.other}`,
  ];
}

function namesOf(commands: readonly Command[]): string {
  return commands.map(({ name }) => name).join(" ");
}

/** The options of a command, and the words that it takes. */
function wordsOf(command: Command): string {
  const names = Object.keys({ ...command.options, ...commonOptions }).map((name) => `--${name}`);
  return [...names, ...takenBy(command)].join(" ");
}

function takenBy({ takes = [] }: Command): readonly string[] {
  return takes === "files" ? [] : takes;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
