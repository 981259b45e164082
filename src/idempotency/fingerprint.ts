/*
 * SHA-256 (FIPS 180-4), in one step on every runtime: the platform's own takes a promise, and a library four times the
 * bytes. What it protects is a key in a store; the secret itself is compared elsewhere. Tested against node:crypto.
 */

/** The first 32 bits behind the point of the square roots of the first 8 primes. */
const start = "6a09e667bb67ae853c6ef372a54ff53a510e527f9b05688c1f83d9ab5be0cd19";

/** The first 32 bits behind the point of the cube roots of the first 64 primes. */
const constants = `428a2f9871374491b5c0fbcfe9b5dba53956c25b59f111f1923f82a4ab1c5ed5
d807aa9812835b01243185be550c7dc372be5d7480deb1fe9bdc06a7c19bf174
e49b69c1efbe47860fc19dc6240ca1cc2de92c6f4a7484aa5cb0a9dc76f988da
983e5152a831c66db00327c8bf597fc7c6e00bf3d5a7914706ca635114292967
27b70a852e1b21384d2c6dfc53380d13650a7354766a0abb81c2c92e92722c85
a2bfe8a1a81a664bc24b8b70c76c51a3d192e819d6990624f40e3585106aa070
19a4c1161e376c082748774c34b0bcb5391c0cb34ed8aa4a5b9cca4f682e6ff3
748f82ee78a5636f84c878148cc7020890befffaa4506cebbef9a3f7c67178f2`;

const wordsOf = (text: string): number[] => (text.match(/\w{8}/g) ?? []).map((word) => Number(`0x${word}`));
const rounds: readonly number[] = /* @__PURE__ */ wordsOf(constants);

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
  const words = toWords(text);
  let state = wordsOf(start);
  for (let at = 0; at < words.length; at += 16) state = digest(state, words.subarray(at, at + 16));
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

/** The state after one more block of 16 words; it stands at the end of a row that each round moves by one. */
function digest(state: readonly number[], block: Int32Array): number[] {
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
