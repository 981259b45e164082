/** How many causes are followed: a chain may be a circle. */
const maxCauses = 8;

/** How many errors of an `AggregateError` are shown. */
const maxErrors = 5;

/**
 * What was thrown, in one line: its name and message, its chain of causes, and where it was thrown. For instance
 * `TypeError: fetch failed ← connect ECONNREFUSED 10.0.0.5:5432 (at save (file:///app/tasks.js:7:9))`.
 *
 * Handlers may throw anything, an object with a getter that throws included.
 */
export function describeError(thrown: unknown): string {
  try {
    const frame = firstFrame(member(thrown, "stack"));
    return chainOf(thrown).join(" ← ") + (frame ? ` (${frame})` : "");
  } catch {
    return "a value that cannot be shown";
  }
}

function chainOf(thrown: unknown): string[] {
  const chain: string[] = [];
  let current = thrown;
  for (let count = 0; count < maxCauses; count++) {
    chain.push(nameAndMessage(current, count > 0));
    current = member(current, "cause");
    if (current === undefined || current === null) break;
  }
  return chain;
}

/** As `String(error)`; of a cause that is a plain `Error` the message alone. */
function nameAndMessage(thrown: unknown, isCause: boolean): string {
  const message = member(thrown, "message");
  if (typeof message !== "string") return plain(thrown);
  const name = String(member(thrown, "name") ?? "Error");
  const text = message || String(member(thrown, "code") ?? "");
  const shown = isCause && name === "Error" ? text : text ? `${name}: ${text}` : name;
  const errors = member(thrown, "errors");
  if (!Array.isArray(errors) || errors.length === 0) return shown;
  const parts = errors.slice(0, maxErrors).map((error) => chainOf(error).join(" ← "));
  if (errors.length > maxErrors) parts.push(`${errors.length - maxErrors} more`);
  return `${shown} [${parts.join("; ")}]`;
}

function plain(thrown: unknown): string {
  if (typeof thrown !== "object" || thrown === null) return String(thrown);
  const text = JSON.stringify(thrown) ?? "an object";
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}

function member(holder: unknown, name: string): unknown {
  return typeof holder === "object" && holder !== null ? Reflect.get(holder, name) : undefined;
}

/** The first line of a stack that is neither of this package nor of the platform. */
function firstFrame(stack: unknown): string | undefined {
  if (typeof stack !== "string") return undefined;
  const frames = stack.split("\n").filter((line) => /^\s+at /.test(line));
  return frames.find((line) => !/optimizely-cmp-webhooks\/dist|\(?node:/.test(line))?.trim();
}
