/*
 * Chance that can be had again: FAULT_SEED=7 npm run test:faults.
 */

const { FAULT_SEED } = process.env;

/** The seed of this run: a new one each time, unless one is given. */
export const seed: number = FAULT_SEED ? Number(FAULT_SEED) : Math.floor(Math.random() * 1_000_000_000);

/** What a failure has to tell. */
export const replay = `to see this run again: FAULT_SEED=${seed} npm run test:faults`;

/**
 * A number from 0 up to 1, always the same for the same seed and names. It depends on nothing else, so that what
 * happens to an event does not hang on which of several deliveries comes first.
 */
export function chance(...names: readonly (string | number)[]): number {
  let hash = seed | 0;
  for (const character of names.join("\n")) {
    hash = Math.imul(hash ^ character.charCodeAt(0), 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  return ((hash ^ (hash >>> 13)) >>> 0) / 2 ** 32;
}
