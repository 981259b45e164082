/* The built files can be read where they throw, and name the packages whose code they contain. */
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { readPacked } from "../support/packed.js";

const { project, folder } = readPacked(inject("packed"));
const dist = join(folder, "dist");
const scripts = readdirSync(dist).filter((file) => /\.c?js$/.test(file));

test.each(scripts)("%s has short lines", (file) => {
  const lines = readFileSync(join(dist, file), "utf8").split("\n");
  // The program is minified, with lines of 120 and strings that are longer.
  const longest = file === "cli.js" ? 1_000 : 400;
  expect(lines.filter((line) => line.length > longest)).toEqual([]);
});

test.each(scripts)("%s has no string that goes over a line: bundlers indent lines", (file) => {
  expect(readFileSync(join(dist, file), "utf8")).not.toMatch(/(?<!\\)(?:\\\\)*\\\n/);
});

test.each([
  ["import", 'import * as cmp from "optimizely-cmp-webhooks";\nconst { createReceiver, EventRouter } = cmp;'],
  ["require", 'const { createReceiver, EventRouter } = require("optimizely-cmp-webhooks");'],
])("a forgotten secret (%s) prints a few lines, and names the likely variable", (kind, head) => {
  const program = `${head}\ncreateReceiver({ router: new EventRouter(), secret: process.env.FORGOTTEN });`;
  const type = kind === "import" ? "module" : "commonjs";
  const args = [`--input-type=${type}`, "--eval", program];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: project, encoding: "utf8" });
  expect(status).toBe(1);
  expect(stderr.length).toBeLessThan(2_000);
  const [, message = ""] = /^TypeError: (.*)$/m.exec(stderr) ?? [];
  expect(message).toMatch(/secret/i);
  expect(message).toContain("CMP_WEBHOOK_SECRET");
});

test("the package contains the licences of what is bundled", () => {
  const text = readFileSync(join(dist, "THIRD-PARTY-NOTICES.txt"), "utf8");
  expect(text).toMatch(/^typescript-event-target \d+\.\d+\.\d+\n\nMIT License\n/m);
  expect(text).toContain("Permission is hereby granted");
});

test("nothing in the folder of the installed package leads to another folder", () => {
  const links = readdirSync(project, { recursive: true, withFileTypes: true }).filter((one) =>
    one.isSymbolicLink(),
  );
  const targets = links.map((link) => realpathSync(join(link.parentPath, link.name)));
  expect(targets.filter((path) => !path.startsWith(`${realpathSync(project)}/`))).toEqual([]);
});
