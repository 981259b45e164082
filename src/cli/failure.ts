/*
 * Errors that end a command with a line on stderr. Anything else that is thrown is a defect of this program.
 */

/** A command cannot do its work: a port is in use, a file is not there. Exit code 1. */
export class Failure extends Error {
  readonly exitCode: number = 1;
}

/** The command was called wrongly, and the message says how to call it. Exit code 2. */
export class UsageError extends Failure {
  override readonly exitCode: number = 2;
}

/** The exit code of whatever was thrown. */
export function exitCodeOf(thrown: unknown): number {
  const isFailure = typeof thrown === "object" && thrown !== null && "exitCode" in thrown;
  return isFailure && typeof thrown.exitCode === "number" ? thrown.exitCode : 1;
}

/** The message of whatever was thrown, in one line. */
export function messageOf(thrown: unknown): string {
  const hasMessage = typeof thrown === "object" && thrown !== null && "message" in thrown;
  return String(hasMessage ? thrown.message : thrown)
    .replace(/\s+/g, " ")
    .trim();
}

/** The code of a failed system call, such as `ENOENT`; of a connection that failed on all its addresses, the first. */
export function systemCodeOf(thrown: unknown): string | undefined {
  if (typeof thrown !== "object" || thrown === null) return undefined;
  if ("code" in thrown && typeof thrown.code === "string") return thrown.code;
  if ("errors" in thrown && Array.isArray(thrown.errors)) return systemCodeOf(thrown.errors[0]);
  return "cause" in thrown ? systemCodeOf(thrown.cause) : undefined;
}
