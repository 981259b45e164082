import { type ErrorCode, messageOf, statusOf } from "../errors.js";
import { describeValue } from "../values.js";
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

/** The longest line, in characters. */
const maxLength = 2_000;

/** @throws TypeError when it is neither a log nor `null` */
export function requireLog(log: unknown): Log | null {
  if (log === undefined) return console;
  if (log === null || isLog(log)) return log;
  throw new TypeError(
    `log must be null or an object with the methods warn and error, received ${describeValue(log)}`,
  );
}

function isLog(value: unknown): value is Log {
  if (typeof value !== "object" || value === null) return false;
  return (
    typeof Reflect.get(value, "warn") === "function" && typeof Reflect.get(value, "error") === "function"
  );
}

/** Writes the lines of one receiver. No method throws, whatever the log does. */
export class LogWriter {
  readonly #log: Log | null;
  /** By code, when the last line was written, and how many refusals came after it. */
  readonly #refusals = new Map<string, { at: number; since: number }>();

  constructor(log: Log | null) {
    this.#log = log;
  }

  /**
   * One line for each failure: status, code, event, organization, milliseconds, and what was thrown.
   *
   * @param hidden the secrets, in case what was thrown holds one
   */
  failure(
    { error, errors, event, organizationId, durationMs, late }: Failed,
    hidden: readonly string[],
  ): void {
    const where = [
      event?.event_name ?? "event not read",
      organizationId === undefined ? "organization unknown" : `organization ${organizationId}`,
      `${Math.round(durationMs)} ms`,
    ];
    const thrown = errors.length > 0 ? errors : error.cause === undefined ? [] : [error.cause];
    const reason = thrown.length > 0 ? thrown.map(describeError).join("; ") : error.message;
    const code = `${error.status} ${error.code}${late ? " (late)" : ""}`;
    this.#write("error", `${code}: ${where.join(", ")}: ${reason}`, hidden);
  }

  /** The first refusal of a code at once; then one line a minute at most, with the count. */
  refusal(code: ErrorCode): void {
    const now = performance.now();
    const last = this.#refusals.get(code);
    if (last !== undefined && now - last.at < refusalIntervalMs) {
      last.since++;
      return;
    }
    const count = last === undefined || last.since === 0 ? "" : ` (${last.since} more since the last line)`;
    this.#refusals.set(code, { at: now, since: 0 });
    this.#write("warn", `${statusOf(code)} ${code}: ${messageOf(code)}${count}`, []);
  }

  /** One line for what a listener, or another function of the user, throws. */
  calleeFailure(callee: string, thrown: unknown, hidden: readonly string[] = []): void {
    this.#write("error", `${callee} failed: ${describeError(thrown)}`, hidden);
  }

  #write(level: keyof Log, text: string, hidden: readonly string[]): void {
    try {
      const shown = hidden.reduce((line, secret) => line.replaceAll(secret, "[secret]"), text);
      const written = this.#log?.[level](`optimizely-cmp-webhooks: ${toLine(shown)}`);
      // A log that writes to a file or a network may reject.
      void Promise.resolve(written).then(undefined, () => {});
    } catch {
      // A log that fails must not change the answer.
    }
  }
}

/** One line of a bounded length, without anything that a terminal or a reader takes for a command. */
function toLine(text: string): string {
  return text.slice(0, maxLength).replace(/[\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ");
}
