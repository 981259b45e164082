/* docs/getting-started.md is followed as it stands there, but for the port. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, inject, test, vi } from "vitest";
import { fencesIn, linesOf } from "../docs/blocks.js";
import { readPacked } from "../support/packed.js";
import { useProgram } from "./program.js";

const page = "docs/getting-started.md";
const blocks = fencesIn(page, linesOf(page));
const code = blocks.find(({ language }) => language === "ts")?.code ?? "";
const { run } = useProgram();

let server: ChildProcess;
let output = "";
let origin = "";

beforeAll(async () => {
  const file = join(readPacked(inject("packed")).project, "getting-started.mjs");
  // With port 0, only the server itself knows where it listens.
  writeFileSync(file, `${code}\nserver.on("listening", () => process.send(server.address().port));\n`);
  server = spawn(process.execPath, [file], {
    env: { ...process.env, CMP_WEBHOOK_SECRET: "change-me", PORT: "0" },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  const keep = (text: string): void => {
    output += text;
  };
  server.stdout?.setEncoding("utf8").on("data", keep);
  server.stderr?.setEncoding("utf8").on("data", keep);
  const [port] = await once(server, "message");
  origin = `http://localhost:${port}/`;
});

afterAll(async () => {
  server.kill("SIGTERM");
  const [exitCode] = await once(server, "close");
  expect(exitCode).toBe(0);
});

const commands = blocks
  .filter(({ language, code: command }) => language === "sh" && command.includes(" send "))
  .map(({ code: command, line }) => ({
    command,
    shown: blocks.find((block) => block.language === "text" && block.line > line)?.code ?? "",
  }));

test("the page has a success, a refusal and a failure", () => {
  expect(commands.map(({ shown }) => /\d{3}/.exec(shown)?.[0])).toEqual(["200", "401", "500"]);
});

test.each(commands)("$command shows what the page says", async ({ command, shown }) => {
  const [, , ...args] = command.replace("http://localhost:3000/", origin).split(" ");
  const { stdout } = await run(args);
  expect(stdout.replaceAll(/ {2}[\d.]+ ms/g, "")).toContain(shown);
});

test("the server writes what the page says", async () => {
  const quoted = [
    ...linesOf(page)
      .join("\n")
      .matchAll(/The server prints `([^`]+)`/g),
  ].map(([, text]) => text);
  const shown = blocks
    .filter(({ language, code: text }) => language === "text" && !text.startsWith("1/1"))
    .map(({ code: text }) => text);
  expect([...quoted, ...shown]).toHaveLength(3);
  for (const text of [...quoted, ...shown])
    await vi.waitFor(() => expect(output).toContain(text), { timeout: 25_000 });
});
