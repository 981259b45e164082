import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, inject } from "vitest";
import { readPacked } from "../support/packed.js";
import { type Ended, type Repeated, repeat } from "./repeated.js";

export type { Ended };

/** The built file of the packed tarball, installed where nothing of the repository is in reach. */
const program = join(readPacked(inject("packed")).folder, "dist/cli.js");

/** The secret of the tests, in the environment. */
export const secret = "a-secret-of-our-own-0123456789";

/** A run of the program that is not over. */
export interface Running {
  /** Resolves to the first line, from the beginning on, that has `text` in it. */
  line(text: string): Promise<string>;
  /** Sends a signal, or nothing, and waits for the end. */
  end(signal?: NodeJS.Signals): Promise<Ended>;
}

/** A run in a process of its own. */
export interface Alone extends Running {
  readonly child: ChildProcess;
}

/** How the program is started. */
export interface Start {
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
}

/** Starts the program that ships as often as is asked for, in a folder of its own, and removes all of it at the end. */
export function useProgram() {
  const folder = mkdtempSync(join(tmpdir(), "cmp-webhooks-cli-"));
  const started: ChildProcess[] = [];
  const repeated = repeat(program, folder);
  const listeners: Repeated[] = [];
  const servers: (() => Promise<void>)[] = [];
  afterAll(async () => {
    for (const { kill } of [repeated, ...listeners]) kill("SIGKILL");
    for (const child of started) child.kill("SIGKILL");
    await Promise.all(servers.map((close) => close()));
    rmSync(folder, { recursive: true, force: true });
  });
  const start = (args: readonly string[], options: Start = {}): Alone => {
    const running = launch(folder, args, options);
    started.push(running.child);
    return running;
  };
  let isListening = false;
  const listen = (args: readonly string[]): Running => {
    // What a failed test has left would go on.
    if (isListening || listeners.length === 0) listeners.push(repeat(program, folder));
    isListening = true;
    const listener = listeners.at(-1) ?? repeated;
    const { line, see } = findLines();
    const ended = listener.run(["listen", ...args], variables({}), see);
    const closed = ended.finally(() => {
      isListening = false;
    });
    closed.catch(() => {});
    return {
      line: (text) => line(text, closed),
      end: (signal) => {
        if (signal !== undefined) listener.kill(signal);
        return closed;
      },
    };
  };
  return {
    start,
    /** Starts `listen`, in a process of all such runs of the file: one at a time, to be ended by a signal. */
    listen,
    /** Runs the program to its end, in a process of all such runs of the file. */
    run: (args: readonly string[], env?: Start["env"]): Promise<Ended> => repeated.run(args, variables(env)),
    /** Runs the program to its end, in a process of its own. */
    runAlone: (args: readonly string[], options?: Start): Promise<Ended> => start(args, options).end(),
    /** The path of a file in a folder that is taken away at the end. */
    file: (name: string): string => join(folder, name),
    /** Serves on a free port of the loopback address until the end. */
    async serve(listener: RequestListener): Promise<string> {
      const { url, close } = await serve(listener);
      servers.push(close);
      return url;
    },
  };
}

function variables(env: Start["env"]): Readonly<Record<string, string | undefined>> {
  return { PATH: process.env["PATH"], CMP_WEBHOOK_SECRET: secret, ...env };
}

function launch(cwd: string, args: readonly string[], { env = {}, input = "" }: Start): Alone {
  const child = spawn(process.execPath, [program, ...args], {
    cwd,
    env: variables(env),
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  const { line, see } = findLines();
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    see(text);
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const closed = new Promise<Ended>((resolve) => {
    child.on("close", (code) => resolve({ code, stdout, stderr }));
  });
  return {
    child,
    line: (text) => line(text, closed),
    end(signal) {
      if (signal !== undefined) child.kill(signal);
      return closed;
    },
  };
}

/** Finds lines in a text that comes in pieces. */
function findLines() {
  let seen = "";
  const waiting = new Set<() => void>();
  return {
    see: (text: string): void => {
      seen += text;
      for (const look of waiting) look();
    },
    line: (text: string, closed: Promise<Ended>): Promise<string> =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const found = seen
            .split("\n")
            .find((line, index, all) => index < all.length - 1 && line.includes(text));
          if (found === undefined) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
        const fail = ({ stdout, stderr }: Ended): void =>
          reject(new Error(`There was no line with ${text}:\n${stdout}${stderr}`));
        closed.then(fail, reject);
      }),
  };
}

async function serve(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${port}/`, close };
}

/** The address of a port that nobody listens at. */
export async function refusingUrl(): Promise<string> {
  const { url, close } = await serve(() => {});
  await close();
  return url;
}

/** Answers every request with that status. */
export function answerWith(status: number, body = ""): RequestListener {
  return (request, response) => {
    request.resume().on("end", () => response.writeHead(status).end(body));
  };
}

/** Waits until `listen` is ready, and tells where it is. */
export async function urlOf(listening: Running): Promise<string> {
  const line = await listening.line("http://");
  return /http:\/\/[^"\s]+/.exec(line)?.[0] ?? "";
}

/** The lines of a `--json` output. */
export function toJson(text: string): readonly Record<string, unknown>[] {
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}
