import { type ErrorCode, messageOf, statusOf } from "../errors.js";
import { describeValue, hasMethods } from "../values.js";
import type { Failed } from "./announcements.js";
import { describeError } from "./describe-error.js";

/** Where a receiver writes what an operator has to know; `console`, pino and winston fit. */
export interface Log {
  /** A refusal. */
  warn(text: string): unknown;
  /** A failure. */
  error(text: string): unknown;
}

/** Milliseconds between two lines about refusals of one code: senders must not be able to fill the log. */
const refusalIntervalMs = 60_000;

/** @throws TypeError when it is neither a log nor `null` */
export function requireLog(log: unknown): Log | null {
  if (log === undefined) return console;
  if (log === null || hasMethods(log, "warn", "error")) return log;
  throw new TypeError(
    `log must be null or an object with the methods warn and error, received ${describeValue(log)}`,
  );
}

/** Writes the lines of one receiver. No method throws, whatever the log does. */
export class LogWriter {
  readonly #log: Log | null;
  readonly #secrets: readonly string[];
  /** By code, when the last line was written, and how many refusals came after it. */
  readonly #refusals = new Map<string, { at: number; since: number }>();

  /** @param secrets what no line may hold, as far as it is known at start */
  constructor(log: Log | null, secrets: readonly string[]) {
    this.#log = log;
    this.#secrets = secrets;
  }

  /**
   * One line for each failure: status, code, event, organization, milliseconds, and what was thrown.
   *
   * @param isAnswer otherwise the line says so: whoever reads 503 waits for CMP to send the event again
   * @param known the secret of a caller who is known, in case what was thrown holds it
   * @param received what a caller has sent as the secret, in case the secret function throws it
   */
  failure(failed: Failed, isAnswer: boolean, known: string | undefined, received: string | undefined): void {
    this.#write("error", () => {
      const { error, errors, event, organizationId, durationMs, late } = failed;
      const where = [
        event === undefined ? "event not read" : cut(event.event_name),
        organizationId === undefined ? "organization unknown" : `organization ${cut(organizationId)}`,
        `${Math.round(durationMs)} ms`,
      ];
      const thrown = errors.length > 0 ? errors : error.cause === undefined ? [] : [error.cause];
      const reason = thrown.length > 0 ? thrown.map(describeError).join("; ") : error.message;
      const code = `${error.status} ${error.code}${late ? " (late)" : ""}`;
      const note = isAnswer || late ? "" : "; CMP gets another answer";
      return `${code}: ${where.join(", ")}: ${this.#hide(known === undefined ? hideReceived(reason, received) : reason, known)}${note}`;
    });
  }

  /**
   * The first refusal of a code at once; then one line a minute at most, with the count.
   *
   * @param detail what came, where an adapter has told it
   */
  refusal(code: ErrorCode, detail?: string): void {
    const now = performance.now();
    const last = this.#refusals.get(code);
    if (last !== undefined && now - last.at < refusalIntervalMs) {
      last.since++;
      return;
    }
    const count = last === undefined || last.since === 0 ? "" : ` (${last.since} more since the last line)`;
    this.#refusals.set(code, { at: now, since: 0 });
    this.#write("warn", () => {
      const what = detail === undefined ? "" : `: ${this.#hide(detail)}`;
      return `${statusOf(code)} ${code}: ${messageOf(code)}${what}${count}`;
    });
  }

  /** One line for what a listener, or another function of the user, throws. */
  calleeFailure(callee: string, thrown: unknown): void {
    this.#write("error", () => `${callee} failed: ${this.#hide(describeError(thrown))}`);
  }

  /** Also as JSON writes it. */
  #hide(text: string, known?: string): string {
    const secrets = known === undefined ? this.#secrets : [...this.#secrets, known];
    // Each once, or a short one is found in "[secret]"; the longest first, since one may begin with another.
    const forms = [...new Set(secrets.flatMap(formsOf))].sort((left, right) => right.length - left.length);
    return forms.reduce((line, form) => line.replaceAll(form, "[secret]"), text);
  }

  /** @param compose makes the text; handlers may have changed what it is made of, so that it throws */
  #write(level: keyof Log, compose: () => string): void {
    try {
      const written = this.#log?.[level](`optimizely-cmp-webhooks: ${toLine(compose())}`);
      // A log that writes to a file or a network may reject.
      void Promise.resolve(written).then(undefined, () => {});
    } catch {
      // A log that fails must not change the answer.
    }
  }
}

/** A secret as it is, and as JSON writes it. */
function formsOf(secret: string): readonly string[] {
  return [secret, JSON.stringify(secret).slice(1, -1)];
}

/** Anyone chooses it: a short one is hidden as a word of its own, so that "e" does not take the letter out of the line. */
function hideReceived(text: string, received: string | undefined): string {
  if (!received) return text;
  return formsOf(received).reduce((line, form) => {
    if (form.length >= 8) return line.replaceAll(form, "[secret]");
    const pattern = form.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
    return line.replace(new RegExp(`(?<!\\w)${pattern}(?!\\w)`, "g"), "[secret]");
  }, text);
}

/**
 * The sender's text must not push the reason out of the line, nor a long message the last causes and the place, which are
 * at the end.
 */
function cut(text: string, begin = 100, end = 0): string {
  if (text.length <= begin + end) return text;
  return `${text.slice(0, begin)}...${text.slice(text.length - end)}`;
}

/** One line of a bounded length, without anything that a terminal or a reader takes for a command. */
function toLine(text: string): string {
  return cut(text, 1_300, 700).replace(/[\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ");
}
