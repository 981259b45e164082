/*
 * What ends a command with a line on stderr. Anything else that is thrown is a defect of this program.
 */

/** The world is not as the command needs it: a port is taken, a file is not there. Exit code 1. */
export class Failure extends Error {
  readonly exitCode: number = 1;
}

/** The command was called wrongly, and the message says how to do it right. Exit code 2. */
export class UsageError extends Failure {
  override readonly exitCode: number = 2;
}

/** The message of whatever was thrown, in one line. */
export function messageOf(thrown: unknown): string {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return message.replace(/\s+/g, " ").trim();
}

/** The code of a failed system call, such as `ENOENT`; of a connection that failed on all its addresses, the first. */
export function systemCodeOf(thrown: unknown): string | undefined {
  if (typeof thrown !== "object" || thrown === null) return undefined;
  if ("code" in thrown && typeof thrown.code === "string") return thrown.code;
  if (thrown instanceof AggregateError) return systemCodeOf(thrown.errors[0]);
  return "cause" in thrown ? systemCodeOf(thrown.cause) : undefined;
}
