/*
 * Sends one row, and compares what came of it with what is documented.
 */
import { isDeepStrictEqual } from "node:util";
import { type Seen, send } from "../../tests/support/client.js";
import type { House } from "./house.js";
import type { Expected, Row } from "./rows.js";

/** What became of a row. */
export interface Outcome extends Expected {
  readonly row: Row;
  readonly ms: number;
  /** Where it differs from what is documented, in words. */
  readonly faults: readonly string[];
}

/** A request that is not answered by then is a fault of its own. */
const patienceMs = 4_000;

/** Sends the request of a row and waits until everything that it set off has ended. */
export async function deliver(row: Row, house: House): Promise<Outcome> {
  house.ran.length = 0;
  house.announced.length = 0;
  const startedAt = performance.now();
  const { status, code } = await ask(row, house.port);
  const ms = performance.now() - startedAt;
  await house.idle();
  const found: Expected = { status, code, ran: [...house.ran], announced: [...house.announced] };
  return { row, ms, ...found, faults: compare(found, row.expected) };
}

async function ask({ request }: Row, port: number): Promise<Pick<Expected, "status" | "code">> {
  try {
    const seen = await send(port, request, { signal: AbortSignal.timeout(patienceMs) });
    return { status: seen.status, code: codeOf(seen) };
  } catch (error) {
    return { status: 0, code: error instanceof Error ? error.name : "no answer" };
  }
}

function codeOf({ body }: Seen): string {
  return /^\{"code":"(\w+)"\}$/.exec(body)?.[1] ?? "no code";
}

function compare(found: Expected, expected: Expected): string[] {
  const names = ["status", "code", "ran", "announced"] as const;
  return names
    .filter((name) => !isDeepStrictEqual(found[name], expected[name]))
    .map((name) => `${name} is ${show(found[name])}, documented is ${show(expected[name])}`);
}

function show(value: number | string | readonly string[]): string {
  return Array.isArray(value) ? value.join(" + ") || "nothing" : String(value);
}
