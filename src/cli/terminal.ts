import type { WriteStream } from "node:tty";
import { clean } from "./layout.js";

const codes = {
  bold: "1",
  dim: "2",
  good: "32",
  bad: "31",
  odd: "33",
} as const;

/** How a word is shown, where there are colours. */
export type Style = keyof typeof codes;

/** Puts a colour on a text, or leaves it as it is. */
export type Paint = (style: Style, text: string) => string;

/** A stream that may be a terminal. */
type Output = NodeJS.WritableStream & Partial<Pick<WriteStream, "isTTY" | "columns">>;

/** What a {@link Terminal} writes to, and what it decides by. */
export interface Surroundings {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Width of the lines in a file, or for another program: none is broken, so that each can be found by `grep`. */
const unbroken = 100_000;

/** Where a command writes: what it found on stdout, what went wrong on stderr. */
export class Terminal {
  /** Aborted when the reader of stdout has gone, as `head` does. Nothing is written from then on. */
  readonly closed: AbortSignal;
  /** Whether bars and the like may be drawn, and drawn over. */
  readonly isLive: boolean;
  /** Whether the locale has more than ASCII. */
  readonly isUnicode: boolean;
  readonly #stdout: Output;
  readonly #stderr: Output;
  readonly #columns: string | undefined;
  readonly #hasColours: boolean;
  #hide: (text: string) => string = (text) => text;

  constructor({ stdout, stderr, env }: Surroundings) {
    const isDumb = env["TERM"] === "dumb";
    const locale = env["LC_ALL"] || env["LC_CTYPE"] || env["LANG"] || "";
    this.#stdout = stdout;
    this.#stderr = stderr;
    this.#columns = env["COLUMNS"];
    this.#hasColours = stdout.isTTY === true && !env["NO_COLOR"] && !isDumb;
    this.isLive = stderr.isTTY === true && !isDumb;
    this.isUnicode = /utf-?8/i.test(locale) && !isDumb;
    this.closed = watch(stdout, (error) => this.complain(`stdout: ${error.message}`));
    // Nobody is left to be told that stderr is gone.
    stderr.on("error", () => {});
  }

  /** How many characters a line may have. */
  get width(): number {
    const known = this.#stdout.isTTY ? this.#stdout.columns : Number(this.#columns);
    return known !== undefined && known > 0 ? Math.max(known, 40) : unbroken;
  }

  /**
   * From now on the secret is not shown, wherever it comes from: a server may send back what it was sent. One of fewer
   * than 8 characters stays, as it may be part of any word.
   */
  hide(secret: string | null | undefined): void {
    if (secret && secret.length >= 8) this.#hide = (text) => text.replaceAll(secret, "[secret]");
  }

  /** A function, so that it can be handed on. */
  readonly paint: Paint = (style, text) =>
    this.#hasColours && text !== "" ? `\u001b[${codes[style]}m${text}\u001b[0m` : text;

  /** Writes lines to stdout. */
  print(...lines: readonly string[]): void {
    if (!this.closed.aborted) this.#stdout.write(this.#hide(lines.map((line) => `${line}\n`).join("")));
  }

  /** Writes a value to stdout as JSON, in one line. */
  printJson(value: unknown): void {
    this.print(JSON.stringify(value));
  }

  /** Writes what is wrong to stderr, in one line. */
  complain(message: string): void {
    this.#stderr.write(`cmp-webhooks: ${clean(this.#hide(message).replace(/\s+/g, " ").trim(), 1_000)}\n`);
  }

  /** Draws over the last line of the screen; an empty text takes it away. */
  draw(text: string): void {
    const room = (this.#stderr.columns ?? 80) - 1;
    if (this.isLive) this.#stderr.write(`\r${text.slice(0, room)}\u001b[K`);
  }
}

/**
 * A reader that goes is no fault: the work goes on without words, and its exit code tells. Other errors, such as a full
 * disk, are.
 */
function watch(stdout: Output, complain: (error: Error) => void): AbortSignal {
  const closing = new AbortController();
  stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (closing.signal.aborted) return;
    closing.abort();
    if (error.code === "EPIPE" || error.code === "EOF") return;
    complain(error);
    process.exitCode = 1;
  });
  return closing.signal;
}
