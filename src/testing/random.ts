import { describeValue } from "../values.js";
/*
 * Numbers that look random and are the same every time: what a seed is for.
 */

/** Numbers from 0 up to, but not including, 1; as `Math.random`. */
export type Random = () => number;

/**
 * A generator that gives the same numbers for the same seed (sfc32). Not for secrets.
 *
 * @throws TypeError when the seed is not a whole number
 */
export function createRandom(seed: number): Random {
  let [a, b, c, counter] = scramble(`random ${requireSeed(seed)}`);
  return () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 2 ** 32;
  };
}

/** So many hexadecimal digits, the same for the same text. */
export function hexOf(text: string, length: number): string {
  let hex = "";
  while (hex.length < length) {
    for (const word of scramble(text + hex)) hex += (word >>> 0).toString(16).padStart(8, "0");
  }
  return hex.slice(0, length);
}

/** @throws TypeError when the seed is not a whole number */
export function requireSeed(seed: number): number {
  if (Number.isSafeInteger(seed)) return seed;
  throw new TypeError(`seed must be a whole number, received ${describeValue(seed)}`);
}

type Words = [number, number, number, number];

/** Four words of 32 bits, each of which depends on every character. */
function scramble(text: string): Words {
  const words: Words = [0x3c074a61, 0x2e9a3c5f, 0x1b873593, 0x6a09e667];
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    words[0] = mix(words[0] ^ code, words[3]);
    words[1] = mix(words[1] ^ code, words[0]);
    words[2] = mix(words[2] ^ code, words[1]);
    words[3] = mix(words[3] ^ code, words[2]);
  }
  return words;
}

function mix(word: number, salt: number): number {
  const once = Math.imul((word + salt) ^ (word >>> 15), 0x85ebca6b);
  const twice = Math.imul(once ^ (once >>> 13), 0xc2b2ae35);
  return twice ^ (twice >>> 16);
}
