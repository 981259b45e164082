import { describeValue } from "../../values.js";
import { requireOptions } from "../request.js";
import type { ApiAnswer, ApiRequest } from "./exchange.js";

/** What the fake CMP does in place of its answer. */
export interface CmpApiFault {
  /** Which requests: those whose path has this in it. @default any */
  readonly path?: string | undefined;
  /** How many requests. @default 1 */
  readonly times?: number | undefined;
  /** The status of an answer that is sent instead. @default 200 */
  readonly status?: number | undefined;
  /** Headers of that answer, such as `retry-after` or `location`. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Body of that answer: JSON, unless it is a string. */
  readonly body?: unknown;
  /**
   * `hang`: no answer comes until the server is closed. `cut`: the connection is closed in the middle of the answer.
   * `lose`: the request has its effect, and then the connection is closed without an answer. @default "answer"
   */
  readonly kind?: "answer" | "hang" | "cut" | "lose" | undefined;
}

const kinds: readonly string[] = ["answer", "hang", "cut", "lose"];

/** The faults that are still to come. */
export class Faults {
  readonly #left: { readonly fault: CmpApiFault; times: number }[] = [];

  /** Puts one behind the others. @throws TypeError for a misspelt name: without its path it would be for any request */
  add(fault: CmpApiFault): void {
    requireOptions("fail", fault, {
      ...{ path: true, times: true, status: true },
      ...{ headers: true, body: true, kind: true },
    });
    const { kind = "answer" } = fault;
    if (!kinds.includes(kind)) {
      throw new TypeError(`kind must be one of ${kinds.join(", ")}, received ${describeValue(kind)}`);
    }
    this.#left.push({ fault, times: fault.times ?? 1 });
  }

  /** Takes the first that is for the request. */
  take({ path }: ApiRequest): CmpApiFault | undefined {
    const found = this.#left.find(({ fault, times }) => times > 0 && path.includes(fault.path ?? ""));
    if (found) found.times--;
    return found?.fault;
  }
}

/** The answer that a fault sends. */
export function answerOf({ status = 200, headers = {}, body = "" }: CmpApiFault): ApiAnswer {
  return { status, headers, body };
}
