/** What a loaded process is told to do. */
export type Order =
  | { readonly name: "deliver"; readonly ids: readonly string[]; readonly failing: readonly string[] }
  | { readonly name: "finish" };

/** What became of the deliveries of one round in one process: ids of events. */
export interface Result {
  /** The handlers ended well. */
  readonly completed: string[];
  /** Answered with 500, since a handler failed. */
  readonly failed: string[];
  /** Answered with 503, since another delivery of the event was in flight. */
  readonly refused: string[];
  /** Answered with 200 and not handled, since the event was done. */
  readonly duplicates: string[];
}
