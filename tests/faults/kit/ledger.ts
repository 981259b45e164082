import type { Attempt } from "optimizely-cmp-webhooks/testing";
import { type Proof, proofOf } from "./events.js";
import { neverEnded } from "./post.js";

/** What is known of one event. */
export interface Line {
  readonly id: string;
  readonly keyed: boolean;
  /** How often it was sent. */
  attempts: number;
  /** How often CMP was told 200 or 202. */
  acknowledged: number;
  /** How often its handlers were started, and came to a good end. */
  started: number;
  completed: number;
}

/** What the ledger add up to. */
export interface Totals {
  readonly events: number;
  readonly attempts: number;
  readonly refused: number;
  readonly unanswered: number;
  readonly runs: number;
  readonly completed: number;
}

/**
 * Two accounts of each event, kept apart: what the sender was told, and what the handlers did. `problems` compares
 * them.
 */
export class Ledger {
  readonly #lines = new Map<string, Line>();
  readonly #found: string[] = [];
  readonly #inOrder: boolean;
  #refused = 0;
  #unanswered = 0;

  /** @param inOrder nothing may be acknowledged before it is handled: where both accounts are kept as things happen */
  constructor(proofs: readonly Proof[], { inOrder = false }: { readonly inOrder?: boolean } = {}) {
    this.#inOrder = inOrder;
    for (const { id, keyed } of proofs) {
      this.#lines.set(id, { id, keyed, attempts: 0, acknowledged: 0, started: 0, completed: 0 });
    }
  }

  /** The sender's side. An attempt that has neither an answer nor an end is a problem by itself. */
  attempt({ event, acknowledged, error }: Pick<Attempt, "event" | "acknowledged" | "error">): void {
    const line = this.line(proofOf(event));
    line.attempts++;
    if (error) this.#unanswered++;
    else if (!acknowledged) this.#refused++;
    if (error?.message === neverEnded) this.#found.push(`${line.id} was ${neverEnded}`);
    if (acknowledged && this.#inOrder && line.completed === 0) {
      this.#found.push(`${line.id} was acknowledged before it was handled`);
    }
    if (acknowledged) line.acknowledged++;
  }

  /** The handlers' side. */
  started(id: string): void {
    this.line(id).started++;
  }

  /** The handlers' side. */
  completed(id: string): void {
    this.line(id).completed++;
  }

  line(id: string): Line {
    const line = this.#lines.get(id);
    if (line === undefined) throw new Error(`The ledger have no event ${id}`);
    return line;
  }

  get lines(): readonly Line[] {
    return [...this.#lines.values()];
  }

  /**
   * What is wrong, in words; nothing must be given.
   *
   * @param once keyed events must have been completed once, and no more
   */
  problems({ once = false }: { readonly once?: boolean } = {}): readonly string[] {
    const found = this.lines.flatMap((line) => wrongIn(line, once));
    return [...this.#found, ...found].slice(0, 20);
  }

  /** What was completed more than once, though it has a key. */
  get repeated(): readonly string[] {
    return this.lines.filter(({ keyed, completed }) => keyed && completed > 1).map(({ id }) => id);
  }

  get totals(): Totals {
    const sum = (of: (line: Line) => number): number =>
      this.lines.reduce((total, line) => total + of(line), 0);
    return {
      events: this.#lines.size,
      attempts: sum(({ attempts }) => attempts),
      refused: this.#refused,
      unanswered: this.#unanswered,
      runs: sum(({ started }) => started),
      completed: sum(({ completed }) => completed),
    };
  }
}

function wrongIn({ id, keyed, acknowledged, completed }: Line, once: boolean): string[] {
  const found: string[] = [];
  if (acknowledged > 0 && completed === 0) found.push(`${id} was acknowledged and never handled`);
  if (acknowledged === 0) found.push(`${id} was never acknowledged`);
  if (once && keyed && completed > 1) found.push(`${id} has a key and was handled ${completed} times`);
  return found;
}
