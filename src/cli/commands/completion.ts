import type { Command } from "../command.js";
import { forBash, forFish, forZsh } from "../completion/scripts.js";
import { UsageError } from "../failure.js";

const scripts: ReadonlyMap<string, (commands: readonly Command[]) => readonly string[]> = new Map([
  ["bash", forBash],
  ["zsh", forZsh],
  ["fish", forFish],
]);

/** `cmp-webhooks completion`, for the other commands. */
export function completion(commands: readonly Command[]): Command {
  const itself: Command = {
    name: "completion",
    summary: "Print the script that completes commands in your shell",
    usage: "bash|zsh|fish",
    details: [
      "The script completes commands, options, and the names of the 43 events. It needs",
      "cmp-webhooks in your PATH.",
    ],
    options: {},
    words: [1, 1],
    takes: [...scripts.keys()],
    examples: [
      "echo 'eval \"$(cmp-webhooks completion bash)\"' >> ~/.bashrc",
      "echo 'eval \"$(cmp-webhooks completion zsh)\"' >> ~/.zshrc    # after compinit",
      "cmp-webhooks completion fish > ~/.config/fish/completions/cmp-webhooks.fish",
    ],
    run({ words: [shell = ""], has }, terminal) {
      const lines = scripts.get(shell)?.([...commands, itself]);
      if (lines === undefined) {
        throw new UsageError(`completion needs bash, zsh or fish, received ${JSON.stringify(shell)}`);
      }
      if (has("json")) terminal.printJson({ shell, script: lines.join("\n") });
      else terminal.print(...lines);
      return 0;
    },
  };
  return itself;
}
