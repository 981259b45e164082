import { type ChildProcess, execFileSync, type SpawnOptions, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { onShelf } from "./shelf.js";

/** The folder with `initdb` and `postgres`: of Debian's package the newest, or one of the PATH. */
const programs = findPrograms();

/** Whether there is a PostgreSQL on this machine that the tests can start. Under CI there must be one. */
export const hasPostgres: boolean = programs !== undefined;
const missing = "there is no PostgreSQL (apt-get install postgresql)";
if (!hasPostgres && process.env["CI"]) throw new Error(missing);
if (!hasPostgres) console.warn(`Skipped: all tests that need a database, as ${missing}`);

/** A PostgreSQL of our own: a cluster in a temporary folder, on a free port of the loopback address. */
export class PostgresServer {
  readonly port: number;
  readonly #folder: string;
  #process: ChildProcess | undefined;
  readonly #kill = (): void => void this.#process?.kill("SIGQUIT");

  private constructor(port: number, folder: string) {
    this.port = port;
    this.#folder = folder;
    process.once("exit", this.#kill);
  }

  /** Copies an empty cluster and starts it. */
  static async start(): Promise<PostgresServer> {
    const folder = makeFolder();
    copy(join(await emptyCluster(), "data"), folder);
    const server = new PostgresServer(await findFreePort(), folder);
    await server.start();
    return server;
  }

  /** For `pg`. */
  get url(): string {
    return `postgres://postgres@127.0.0.1:${this.port}/postgres`;
  }

  /** Starts it again with what it knew. */
  async start(): Promise<void> {
    const options = ["-D", join(this.#folder, "data"), "-k", this.#folder, "-p", String(this.port)];
    const listening = ["-h", "127.0.0.1", "-c", "fsync=off", "-c", "max_connections=200"];
    const child = spawn(join(programs ?? "", "postgres"), [...options, ...listening], settings(this.#folder));
    this.#process = child;
    if (child.stderr === null) throw new Error("PostgreSQL says nothing");
    for await (const line of createInterface(child.stderr)) {
      if (line.includes("database system is ready to accept connections")) return void child.stderr.resume();
    }
    throw new Error("PostgreSQL did not start");
  }

  /** Ends it: at once, as in a crash, or with all connections closed first (`SIGINT`). */
  async halt(signal: "SIGQUIT" | "SIGINT" = "SIGQUIT"): Promise<void> {
    const child = this.#process;
    this.#process = undefined;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  }

  /** Ends it and removes what it left. */
  async stop(): Promise<void> {
    await this.halt();
    process.off("exit", this.#kill);
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** An empty cluster: to make one takes a second, and to copy one a tenth. */
function emptyCluster(): Promise<string> {
  const initdb = join(programs ?? "", "initdb");
  const version = execFileSync(initdb, ["--version"], { encoding: "utf8" }).replaceAll(/[^\w.]+/g, "-");
  return onShelf(`cluster-${version}`, (draft) => {
    // Its user may not go into the draft.
    const folder = makeFolder();
    const options = ["-D", join(folder, "data"), "-U", "postgres", "--auth=trust", "--no-sync", "-E", "UTF8"];
    execFileSync(initdb, [...options, "--locale=C"], settings(folder, "ignore"));
    copy(join(folder, "data"), draft);
    rmSync(folder, { recursive: true });
  });
}

/** With owners and permissions, on which PostgreSQL insists. */
function copy(folder: string, to: string): void {
  execFileSync("cp", ["-a", folder, to]);
}

/** A temporary folder of PostgreSQL's user. */
function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "postgres-"));
  const { uid, gid } = findUser();
  if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid);
  return folder;
}

/** PostgreSQL refuses to run as root: then it runs as the user that its package has made. */
function findUser(): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {};
  const ask = (what: string): number => Number(execFileSync("id", [what, "postgres"], { encoding: "utf8" }));
  return { uid: ask("-u"), gid: ask("-g") };
}

function settings(
  cwd: string,
  stderr: "ignore" | "pipe" = "pipe",
): SpawnOptions & { stdio: ["ignore", "ignore", typeof stderr] } {
  return { ...findUser(), cwd, env: { ...process.env, LC_ALL: "C" }, stdio: ["ignore", "ignore", stderr] };
}

function findPrograms(): string | undefined {
  const debian = "/usr/lib/postgresql";
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const paths = (process.env["PATH"] ?? "").split(delimiter);
  const folders = [...versions.map((version) => join(debian, version, "bin")), ...paths];
  return folders.find((folder) => existsSync(join(folder, "initdb")) && existsSync(join(folder, "postgres")));
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}
