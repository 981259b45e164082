/** How many causes are followed: a chain may be a circle. */
const maxCauses = 8;

/** How deep an `AggregateError` in another is followed. */
const maxDepth = 2;

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
    const frame = firstFrame(member(thrown, "stack"), member(thrown, "message"));
    return chainOf(thrown).join(" ← ") + (frame ? ` (${frame})` : "");
  } catch {
    return "a value that cannot be shown";
  }
}

function chainOf(thrown: unknown, depth = 0): string[] {
  const chain: string[] = [];
  let current = thrown;
  for (let count = 0; count < maxCauses; count++) {
    chain.push(nameAndMessage(current, count > 0, depth));
    current = member(current, "cause");
    if (current === undefined || current === null) break;
  }
  return chain;
}

/** As `String(error)`; of a cause that is a plain `Error` the message alone. */
function nameAndMessage(thrown: unknown, isCause: boolean, depth: number): string {
  const message = member(thrown, "message");
  if (typeof message !== "string") return plain(thrown);
  const name = String(member(thrown, "name") ?? "Error");
  const text = message || String(member(thrown, "code") ?? "");
  const shown = isCause && name === "Error" ? text : text ? `${name}: ${text}` : name;
  const errors = member(thrown, "errors");
  if (!Array.isArray(errors) || errors.length === 0 || depth === maxDepth) return shown;
  const parts = errors.slice(0, maxErrors).map((error) => chainOf(error, depth + 1).join(" ← "));
  if (errors.length > maxErrors) parts.push(`${errors.length - maxErrors} more`);
  return `${shown} [${parts.join("; ")}]`;
}

/** Of an object only the names of its members: it may be the event itself. */
function plain(thrown: unknown): string {
  if (typeof thrown !== "object" || thrown === null) return String(thrown);
  const names = Object.keys(thrown).slice(0, 10).join(", ");
  return names === "" ? "an object without members" : `an object with the members ${names}`;
}

function member(holder: unknown, name: string): unknown {
  return typeof holder === "object" && holder !== null ? Reflect.get(holder, name) : undefined;
}

/** The first line of a stack that is neither of this package nor of the platform. */
function firstFrame(stack: unknown, message: unknown): string | undefined {
  if (typeof stack !== "string") return undefined;
  // A line of the message may look like a frame.
  const start = typeof message === "string" ? stack.indexOf(message) + message.length : 0;
  const frames = stack
    .slice(start)
    .split("\n")
    .filter((line) => /^\s+at /.test(line));
  return frames
    .find((line) => !/optimizely-cmp-webhooks[\\/]dist|\bnode:|\(<anonymous>\)$/.test(line))
    ?.trim();
}
