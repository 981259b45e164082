import type { Reservation } from "optimizely-cmp-webhooks";

/** What is done to one key, by whom; times in milliseconds. */
export type Step =
  | { readonly reserve: string; readonly leaseMs?: number; readonly says: Reservation }
  | { readonly complete: string; readonly ttlMs?: number; readonly says: boolean }
  | { readonly release: string }
  | { readonly wait: number };
