import { appendFileSync, closeSync, fchmodSync, fstatSync, openSync, readSync } from "node:fs";
import type { IncomingHttpHeaders } from "node:http";
import { dirname } from "node:path";
import { isKeptHeader } from "../data/headers.js";
import { isDeep, parse } from "../data/json.js";
import { Failure, messageOf, systemCodeOf } from "../failure.js";
import { type Hide, hiderOf, toSafeJson } from "../text/safe.js";

/**
 * The file of `--save`: a delivery a line, written before CMP is answered, so that none is acknowledged and lost. Only
 * its owner can read it, and the secret is not in it.
 */
export class Journal {
  readonly #file: number;
  readonly #hide: Hide;
  readonly #complain: (message: string) => void;

  /** @throws Failure when the file cannot be written */
  constructor(path: string, secret: string | null, complain: (message: string) => void) {
    this.#hide = hiderOf(secret);
    this.#complain = complain;
    try {
      this.#file = openSync(path, "a+", 0o600);
      prepare(this.#file);
    } catch (thrown) {
      const isMissing = systemCodeOf(thrown) === "ENOENT";
      const reason = isMissing ? `there is no folder ${dirname(path)}. Create it first` : messageOf(thrown);
      throw new Failure(`--save: ${reason}`);
    }
  }

  /** @returns whether it could be written */
  add(receivedAt: Date, headers: IncomingHttpHeaders, text: string): boolean {
    try {
      // With `--no-secret` it is only known from the delivery itself.
      const hideReceived = hiderOf(headers["callback-secret"]?.toString().slice(0, 32));
      const hide: Hide = (part) => hideReceived(this.#hide(part));
      appendFileSync(this.#file, `${lineOf(receivedAt, keptHeaders(headers, hide), text, hide)}\n`);
      return true;
    } catch (thrown) {
      this.#complain(`--save: ${messageOf(thrown)}`);
      return false;
    }
  }

  close(): void {
    closeSync(this.#file);
  }
}

/** A delivery as one line of JSON. */
export function lineOf(receivedAt: Date, headers: object, text: string, hide = hiderOf(null)): string {
  return toSafeJson({ receivedAt: receivedAt.toISOString(), headers, body: bodyOf(text) }, hide);
}

/** A value that contains the secret is left out and not changed, so that `send` can send the others as they were. */
export function keptHeaders(headers: IncomingHttpHeaders, hide: Hide): object {
  const entries = Object.entries(headers);
  return Object.fromEntries(
    entries.filter(([name, value]) => isKeptHeader(name) && hide(String(value)) === String(value)),
  );
}

/** The parsed body; as text where it is not JSON, or cannot be written as JSON. */
function bodyOf(text: string): unknown {
  const parsed = parse(text);
  return parsed === undefined || isDeep(parsed.value) ? text : parsed.value;
}

/** A file of an earlier version may be readable for others; and its last line may be cut off, by a full disk for instance. */
function prepare(file: number): void {
  const stat = fstatSync(file);
  if (!stat.isFile()) return;
  if ((stat.mode & 0o077) !== 0) fchmodSync(file, 0o600);
  if (stat.size > 0 && !endsWithLine(file, stat.size)) appendFileSync(file, "\n");
}

function endsWithLine(file: number, size: number): boolean {
  const last = Buffer.alloc(1);
  readSync(file, last, 0, 1, size - 1);
  return last.toString() === "\n";
}
