/* What the repository and npm are told about the package. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import manifest from "../../package.json" with { type: "json" };
import { root } from "../support/packed.js";
import { run } from "../support/run.js";

const read = (path: string): string => readFileSync(join(root, path), "utf8");

test("repository, homepage, bugs and author name one owner", () => {
  const { repository, homepage, bugs, author } = manifest;
  const address = `https://github.com/${author}/${manifest.name}`;
  expect(repository).toEqual({ type: "git", url: `git+${address}.git` });
  expect(homepage).toBe(`${address}#readme`);
  expect(bugs).toEqual({ url: `${address}/issues` });
});

test("nobody can publish while the owner is a placeholder", async () => {
  expect(manifest.scripts.prepublishOnly).toBe("tsx scripts/refuse-placeholder.ts && npm run build");
  const { code, output } = await run(
    process.execPath,
    ["--import", "tsx", "scripts/refuse-placeholder.ts"],
    root,
  );
  const isPlaceholder = manifest.author === "placeholder-owner";
  expect(code, output).toBe(isPlaceholder ? 1 : 0);
  if (isPlaceholder) expect(output).toContain('received "placeholder-owner"');
});

test("every supported Node runs .ci/run, and a tag publishes with provenance", () => {
  expect(read(".github/workflows/ci.yml")).toContain("node: [20, 22, 24, 26]");
  expect(read(".github/workflows/publish.yml")).toMatch(/npm publish --provenance/);
  for (const file of ["ci.yml", "publish.yml"])
    expect(read(`.github/workflows/${file}`)).toContain("bash .ci/run");
});

test("the scripts that a workflow names exist", () => {
  const scripts: readonly string[] = Object.keys(manifest.scripts);
  for (const file of readdirSync(join(root, ".github/workflows"))) {
    const named = [...read(`.github/workflows/${file}`).matchAll(/npm run ([\w:]+)/g)].map(
      ([, name]) => name,
    );
    expect(
      named.filter((name) => name === undefined || !scripts.includes(name)),
      file,
    ).toEqual([]);
  }
});

test("the scripts of the repository stay small", () => {
  const files = readdirSync(join(root, "scripts"), { recursive: true, encoding: "utf8" });
  const lines = files
    .filter((file) => file.endsWith(".ts"))
    .reduce((sum, file) => sum + read(`scripts/${file}`).split("\n").length - 1, 0);
  expect(lines).toBeLessThanOrEqual(1_600);
});

test("a user installs this package and nothing else", () => {
  const { dependencies, peerDependencies, peerDependenciesMeta } = JSON.parse(read("package.json"));
  const demanded = Object.keys(peerDependencies).filter(
    (name) => peerDependenciesMeta[name]?.optional !== true,
  );

  expect(dependencies).toBeUndefined();
  expect(demanded).toEqual([]);
});

test("the inspector stays small: at most 1,200 lines of TypeScript and CSS without blanks and comments", () => {
  const folder = join(root, "src/cli/inspector");
  const texts = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.(tsx?|css)$/.test(path))
    .map((path) => readFileSync(join(folder, path), "utf8"));
  const lines = texts
    .flatMap((text) => text.replace(/\/\*.*?\*\//gs, "").split("\n"))
    .filter((line) => !/^\s*(\/\/.*)?$/.test(line));
  expect(lines.length).toBeGreaterThan(500);
  expect(lines.length).toBeLessThanOrEqual(1_200);
});

test("a file of source, tests, scripts or examples has at most 200 lines", () => {
  const long = ["src", "tests", "scripts", "examples"]
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((path) =>
        join(folder, path),
      ),
    )
    .filter(
      (path) => /\.(m?ts|tsx|mjs|js|css)$/.test(path) && !/node_modules|^src\/generated|\/dist\//.test(path),
    )
    .filter((path) => read(path).split("\n").length > 201);
  expect(long).toEqual([]);
});
