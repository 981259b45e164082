/*
 * SHA-256 (FIPS 180-4), in one step on every runtime: the platform's own takes a promise, and a library four times the
 * bytes. What it protects is a key in a store; the secret itself is compared elsewhere. Tested against node:crypto.
 */

/**
 * The first 32 bits behind the point of a root. The next bits of all the roots used here are neither all 0 nor all 1 as far
 * as a thousand times the error of a root, so every engine gets the same.
 */
const bitsOf = (root: number): number => ((root % 1) * 2 ** 32) | 0;

/** Of the square roots of the first 8 primes, and of the cube roots of the first 64. */
interface Constants {
  readonly start: readonly number[];
  readonly rounds: readonly number[];
}

let constants: Constants | undefined;

function makeConstants(): Constants {
  const primes: number[] = [];
  for (let number = 2; primes.length < 64; number++) {
    if (primes.every((prime) => number % prime > 0)) primes.push(number);
  }
  const start = primes.slice(0, 8).map((prime) => bitsOf(Math.sqrt(prime)));
  return { start, rounds: primes.map((prime) => bitsOf(Math.cbrt(prime))) };
}

/** Made before: a secret comes with every delivery, and to look it up takes a hundredth of the time. */
const known = new Map<string, string>();
const mostKnown = 256;

/**
 * A one-way fingerprint: the first 64 bits of the SHA-256 of a string. Each UTF-16 unit counts as two bytes, so that no
 * two strings have the same bytes.
 *
 * @returns 16 hexadecimal digits
 */
export function fingerprint(text: string): string {
  const found = known.get(text);
  if (found !== undefined) return found;
  if (known.size >= mostKnown) known.clear();
  const made = sha256(text);
  known.set(text, made);
  return made;
}

function sha256(text: string): string {
  constants ??= makeConstants();
  const words = toWords(text);
  let state = constants.start;
  for (let at = 0; at < words.length; at += 16) {
    state = digest(state, words.subarray(at, at + 16), constants.rounds);
  }
  return state.slice(0, 2).map(toHex).join("");
}

/** The string, one bit, zeros, and its length in bits: a multiple of 16 words. */
function toWords(text: string): Int32Array {
  const words = new Int32Array(16 * (((text.length * 2 + 8) >> 6) + 1));
  for (let at = 0; at <= text.length; at++) {
    const unit = at < text.length ? text.charCodeAt(at) : 0x8000;
    words[at >> 1] = wordAt(words, at >> 1) | (unit << (at % 2 === 0 ? 16 : 0));
  }
  words[words.length - 1] = text.length * 16;
  return words;
}

/**
 * The state after one more block of 16 words. `row` begins with the old state, reversed; each round writes one place
 * further, so that the last 8 places are what is added to the state.
 */
function digest(state: readonly number[], block: Int32Array, rounds: readonly number[]): number[] {
  const words = expand(block);
  const row = new Int32Array(8 + 64);
  row.set([...state].reverse());
  for (let at = 0; at < 64; at++) {
    const [e, a] = [wordAt(row, at + 3), wordAt(row, at + 7)];
    const chosen = (e & wordAt(row, at + 2)) ^ (~e & wordAt(row, at + 1));
    const most =
      (a & wordAt(row, at + 6)) ^ (a & wordAt(row, at + 5)) ^ (wordAt(row, at + 6) & wordAt(row, at + 5));
    const first =
      wordAt(row, at) +
      (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) +
      chosen +
      (rounds[at] ?? 0) +
      wordAt(words, at);
    row[at + 4] = wordAt(row, at + 4) + first;
    row[at + 8] = first + (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + most;
  }
  return state.map((word, at) => (word + wordAt(row, 71 - at)) | 0);
}

/** 64 words of 16. */
function expand(block: Int32Array): Int32Array {
  const words = new Int32Array(64);
  words.set(block);
  for (let at = 16; at < 64; at++) {
    const [near, far] = [wordAt(words, at - 2), wordAt(words, at - 15)];
    const mixed = rotate(near, 17) ^ rotate(near, 19) ^ (near >>> 10);
    const other = rotate(far, 7) ^ rotate(far, 18) ^ (far >>> 3);
    words[at] = mixed + wordAt(words, at - 7) + other + wordAt(words, at - 16);
  }
  return words;
}

function rotate(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}

function wordAt(words: Int32Array, at: number): number {
  return words[at] ?? 0;
}

function toHex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, "0");
}
