import { execFile, spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { eventNames } from "optimizely-cmp-webhooks";
import { beforeAll, describe, expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { toJson, useProgram } from "./program.js";

const { run, file } = useProgram();
const execute = promisify(execFile);

const startingWith = (start: string): readonly string[] =>
  eventNames.filter((name) => name.startsWith(start));

/** The line that is typed, whose last word is completed, and the words that the shell offers. */
const rows: readonly (readonly [line: string, offered: readonly string[]])[] = [
  ["so", ["soak"]],
  ["doc", ["doctor"]],
  ["com", ["completion"]],
  ["completion f", ["fish"]],
  ["listen --for", ["--forward"]],
  ["send --a", ["--all"]],
  ["send task_custom", startingWith("task_custom")],
  ["send task_added campaign_b", startingWith("campaign_b")],
  ["events work_request_c", startingWith("work_request_c")],
  ["listen --events task_rem", ["task_removed"]],
  ["soak --to ", []],
  ["secret task_a", []],
];

describe("bash", () => {
  let script: string;
  beforeAll(async () => {
    script = (await run(["completion", "bash"])).stdout;
  });

  test.each(rows)("cmp-webhooks %s", async (line, offered) => {
    const words = line.split(" ").map((word) => `'${word}'`);
    const ask = `COMP_WORDS=(cmp-webhooks ${words.join(" ")}); COMP_CWORD=${words.length}; _cmp_webhooks`;
    const command = `${script}\n${ask}\nprintf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout: shown } = await execute("bash", ["--norc", "-c", command]);
    expect(shown.split("\n").filter(Boolean).sort()).toEqual([...offered].sort());
  });
});

test("bash keeps a file whole whose name has a blank", async () => {
  writeFileSync(file("two words.json"), "");
  const { stdout: script } = await run(["completion", "bash"]);
  const ask = "COMP_WORDS=(cmp-webhooks check two); COMP_CWORD=2; _cmp_webhooks";
  const command = `${script}\n${ask}\nprintf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout: shown } = await execute("bash", ["--norc", "-c", command], { cwd: file("/") });
  expect(shown).toBe("two words.json\n");
});

const hasFish = spawnSync("fish", ["--version"]).status === 0;

describe.skipIf(!hasFish)("fish", () => {
  beforeAll(async () => writeFileSync(file("c.fish"), (await run(["completion", "fish"])).stdout));

  test.each(rows)("cmp-webhooks %s", async (line, offered) => {
    for (const program of Object.keys(manifest.bin)) {
      const command = `source ${file("c.fish")}; complete -C "${program} ${line}"`;
      const { stdout: shown } = await execute("fish", ["--no-config", "-c", command], {
        env: { PATH: process.env["PATH"], HOME: file("/"), TERM: "dumb" },
      });
      const names = shown
        .split("\n")
        .filter(Boolean)
        .map((found) => found.replace(/\t.*/, ""));
      // fish also offers names that contain the letters elsewhere.
      expect(names.filter((name) => name.startsWith(line.split(" ").at(-1) ?? "")).sort()).toEqual(
        [...offered].sort(),
      );
    }
  });
});

const hasZsh = spawnSync("zsh", ["--version"]).status === 0;

describe.skipIf(!hasZsh)("zsh", () => {
  /** The keys, tabs included, and the command that results. */
  const typed: readonly (readonly [string, string])[] = [
    ["so\t--rat\t", "soak --rate"],
    ["send task_custom\tcampaign_brief_m\t", "send task_custom_field_modified campaign_brief_modified"],
    ["listen --events task_rem\t--for\t", "listen --events task_removed --forward"],
    ["check co\t", "check completed.json"],
  ];

  let script: string;
  beforeAll(async () => {
    script = (await run(["completion", "zsh"])).stdout;
  });

  test.each(typed)("cmp-webhooks %j", async (keys, command) => {
    const folder = file(command);
    mkdirSync(folder);
    const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
    write("c.zsh", script);
    write("completed.json", "");
    // A terminal of its own, in which the line is typed; the program itself only repeats its arguments.
    const drive = [
      "zmodload zsh/zpty",
      "zpty shell 'zsh -f -i'",
      `zpty -w shell 'cd "${folder}"; source setup.zsh'`,
      `zpty -w -n shell $'cmp-webhooks ${keys}\\n'`,
      "zpty -r shell seen '*RAN*END*'",
      'print -r -- "$seen"',
      "zpty -d shell",
    ];
    const setup =
      "autoload -U compinit; compinit -D -u; source c.zsh; cmp-webhooks() { print -r -- RAN \"$*\" E''ND }";
    write("setup.zsh", setup);
    write("drive.zsh", drive.join("\n"));
    const { stdout: seen } = await execute("zsh", ["-f", join(folder, "drive.zsh")], { timeout: 15_000 });
    expect(/RAN ([^\r\n]*) END/.exec(seen)?.[1]?.trim()).toBe(command);
  });
});

test("a shell that is not known is named, with those that are", async () => {
  const { code, stderr } = await run(["completion", "tcsh"]);
  expect(stderr).toContain('completion needs bash, zsh or fish, received "tcsh"');
  expect(code).toBe(2);
});

test("--json holds the script", async () => {
  const [first, second] = await Promise.all([
    run(["completion", "bash"]),
    run(["completion", "bash", "--json"]),
  ]);
  expect(toJson(second.stdout)).toEqual([{ shell: "bash", script: first.stdout.trimEnd() }]);
});
