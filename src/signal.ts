/**
 * The platform's own types where the user's compiler knows them (the DOM library, @types/node, workers' types),
 * and a stand-in where it does not, so that our declarations compile without any of these.
 */

/** `AbortSignal`, or the part of it that every platform has. */
export type Signal = typeof globalThis extends { AbortSignal: { prototype: infer Known } }
  ? Known
  : MinimalSignal;

/** The part of an `AbortSignal` that this package uses. */
export interface MinimalSignal {
  /** Whether it has happened. */
  readonly aborted: boolean;
  /** Why it has happened. */
  readonly reason: unknown;
  /** Calls `listener` when it happens. */
  addEventListener(type: "abort", listener: () => void, options?: { readonly once?: boolean }): void;
  /** Forgets `listener`. */
  removeEventListener(type: "abort", listener: () => void): void;
}
