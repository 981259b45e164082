import type { WriteStream } from "node:tty";
import { inspect } from "node:util";
import { cut, escapeControls, type Hide, hiderOf, toSafeJson } from "./text/safe.js";

/** How a word is shown, where there are colours. */
export type Style = keyof typeof styles;

/** Puts a colour on a text, or leaves it as it is. */
export type Paint = (style: Style, text: string) => string;

/** A stream that may be a terminal. */
type Output = NodeJS.WritableStream & Partial<Pick<WriteStream, "isTTY" | "columns">>;

/** The streams of a {@link Terminal}, and the variables that it obeys. */
export interface Surroundings {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** By Node's names. Its `styleText` is not in Node 20.0. */
const styles = { bold: "bold", dim: "dim", good: "green", bad: "red", odd: "yellow" } as const;

// biome-ignore lint/suspicious/noControlCharactersInRegex: a colour begins with one
const colour = /(\u001b\[\d+m)/;

/** Where a command writes: results to stdout, problems to stderr. */
export class Terminal {
  /** Aborted when the reader of stdout has closed it, as `head` does. Nothing is written from then on. */
  readonly closed: AbortSignal;
  /** Whether a progress line may be drawn, and drawn again. */
  readonly isLive: boolean;
  /** Whether the locale has more than ASCII. */
  readonly isUnicode: boolean;
  readonly #stdout: Output;
  readonly #stderr: Output;
  readonly #hasColours: boolean;
  #hide: Hide = (text) => text;

  constructor({ stdout, stderr, env }: Surroundings) {
    const isDumb = env["TERM"] === "dumb";
    const locale = env["LC_ALL"] || env["LC_CTYPE"] || env["LANG"] || "";
    this.#hasColours = stdout.isTTY === true && !env["NO_COLOR"] && !isDumb;
    this.#stdout = stdout;
    this.#stderr = stderr;
    this.isLive = stderr.isTTY === true && !isDumb;
    this.isUnicode = /utf-?8/i.test(locale) && !isDumb;
    this.closed = watch(stdout, (error) => this.complain(`stdout: ${error.message}`));
    // If stderr is closed, no one can be told.
    stderr.on("error", () => {});
  }

  /** From now on the secret is hidden in all that is written: a server may repeat what it was sent. */
  hide(secret: string | null | undefined): void {
    this.#hide = hiderOf(secret);
  }

  /** Text from outside without the secret. Call it before the text is cut. */
  readonly withoutSecret = (text: string): string => this.#hide(text);

  /** Text from outside, safe to show: without the secret, without control characters, at most `most` characters. */
  readonly clean = (text: string, most = 300): string => cut(escapeControls(this.#hide(text)), most);

  /** A function, so that it can be passed on. */
  readonly paint: Paint = (style, text) => {
    const [begin, end] = inspect.colors[styles[style]] ?? [0, 0];
    return text === "" || !this.#hasColours ? text : `\u001b[${begin}m${text}\u001b[${end}m`;
  };

  /** Writes lines to stdout. What is not a colour of ours is escaped, wherever it is from. */
  print(...lines: readonly string[]): void {
    if (this.closed.aborted) return;
    const safe = lines.map((line) => this.#hide(line).split(colour).map(escapeText).join(""));
    this.#stdout.write(safe.map((line) => `${line}\n`).join(""));
  }

  /** Writes a value to stdout as JSON, in one line. */
  printJson(value: unknown): void {
    if (!this.closed.aborted) this.#stdout.write(`${toSafeJson(value, this.#hide)}\n`);
  }

  /** Writes a problem to stderr, in one line. */
  complain(message: string): void {
    this.#stderr.write(`cmp-webhooks: ${this.clean(message.replace(/\s+/g, " ").trim(), 1_000)}\n`);
  }

  /** Draws over the last line of the screen; an empty text removes it. */
  draw(text: string): void {
    const room = (this.#stderr.columns ?? 80) - 1;
    if (this.isLive) this.#stderr.write(`\r${text.slice(0, room)}\u001b[K`);
  }
}

/** Every second part of the split is one of our colours. */
function escapeText(part: string, index: number): string {
  return index % 2 === 1 ? part : escapeControls(part);
}

/**
 * A reader that closes stdout is no fault: the work continues without words, and its exit code tells. Other errors, such
 * as a full disk, are.
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
