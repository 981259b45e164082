import { appendFileSync, closeSync, fstatSync, openSync, readSync } from "node:fs";
import type { IncomingHttpHeaders } from "node:http";
import { Failure, messageOf } from "../failure.js";

/** The file of `--save`: a delivery a line, written before CMP is answered, so that none is acknowledged and lost. */
export class Journal {
  readonly #file: number;
  readonly #secret: string | null;
  readonly #complain: (message: string) => void;

  /**
   * @param secret headers with it in them are left out
   * @throws Failure when the file cannot be written
   */
  constructor(path: string, secret: string | null, complain: (message: string) => void) {
    this.#secret = secret;
    this.#complain = complain;
    try {
      this.#file = openSync(path, "a+");
      // A line that was cut off, by a full disk for instance, must not swallow the first of ours.
      if (!endsWithLine(this.#file)) appendFileSync(this.#file, "\n");
    } catch (thrown) {
      throw new Failure(`--save: ${messageOf(thrown)}`);
    }
  }

  /** @returns whether it could be written */
  add(receivedAt: Date, headers: IncomingHttpHeaders, text: string): boolean {
    const line = { receivedAt, headers: this.#withoutSecret(headers), body: parsed(text) };
    try {
      appendFileSync(this.#file, `${JSON.stringify(line)}\n`);
      return true;
    } catch (thrown) {
      this.#complain(`--save: ${messageOf(thrown)}`);
      return false;
    }
  }

  close(): void {
    closeSync(this.#file);
  }

  /** Proxies may have copied the secret into a header of their own. */
  #withoutSecret(headers: IncomingHttpHeaders): object {
    const kept = Object.entries(headers).filter(
      ([name, value]) =>
        !name.includes("callback-secret") &&
        name !== "authorization" &&
        name !== "cookie" &&
        (this.#secret === null || !String(value).includes(this.#secret)),
    );
    return Object.fromEntries(kept);
  }
}

/** What is no JSON is kept as text. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function endsWithLine(file: number): boolean {
  const { size, isFile } = toStat(file);
  if (!isFile || size === 0) return true;
  const last = Buffer.alloc(1);
  readSync(file, last, 0, 1, size - 1);
  return last.toString() === "\n";
}

function toStat(file: number): { readonly size: number; readonly isFile: boolean } {
  const stat = fstatSync(file);
  return { size: stat.size, isFile: stat.isFile() };
}
