import type { Deadline } from "../deadline.js";
import { encode } from "./encode.js";

/** A part of a body. It is a string when the host has called `setEncoding`. */
export type Chunk = Uint8Array | string;

/** A chunk of so many bytes is kept as it is; a smaller one is copied into a block. */
const smallestPiece = 8_192;

/** The bytes of a block at most. Blocks begin small and double, so that a short body costs little. */
const largestBlock = 65_536;

/** How many chunks are taken between two looks at the clock. */
const chunksPerLook = 64;

/**
 * The part of a body that has been read, never more than is allowed.
 *
 * It is held in few pieces, however small the chunks are: an object for every chunk of one byte would take 300 times the
 * bytes of the body.
 */
export class Chunks {
  readonly #limit: number;
  readonly #deadline: Deadline;
  /** `undefined` until the first: a list that grows from nothing makes room for 17. */
  #pieces: Uint8Array[] | undefined;
  /** The block that small chunks are copied into, and the part of it that no piece has yet. */
  #block: Uint8Array | undefined;
  #begin = 0;
  #end = 0;
  /** Bytes. */
  #size = 0;
  #count = 0;

  constructor(limit: number, deadline: Deadline) {
    this.#limit = limit;
    this.#deadline = deadline;
  }

  /** @returns why nothing more is to be read; `undefined` when the chunk was taken */
  add(chunk: Chunk): "body_too_large" | "body_timeout" | undefined {
    const bytes = typeof chunk === "string" ? encode(chunk) : chunk;
    this.#size += bytes.length;
    // Not `>`: of something that is no bytes the size is NaN.
    if (!(this.#size <= this.#limit)) return "body_too_large";
    // A source that never waits, of empty chunks for instance, leaves no turn to the timer.
    if (++this.#count % chunksPerLook === 0 && this.#deadline.isPast) return "body_timeout";
    if (bytes.length > 0) this.#keep(bytes);
    return undefined;
  }

  /** All of it in one piece, and none of it kept. A body of one chunk is not copied. */
  join(): Uint8Array {
    this.#endPiece();
    const pieces = this.#pieces ?? [];
    this.#pieces = undefined;
    this.#block = undefined;
    const [first] = pieces;
    if (first?.length === this.#size) return first;
    const whole = new Uint8Array(this.#size);
    let offset = 0;
    for (const piece of pieces) {
      whole.set(piece, offset);
      offset += piece.length;
    }
    return whole;
  }

  #keep(bytes: Uint8Array): void {
    const isFirst = this.#size === bytes.length;
    if (isFirst || bytes.length >= smallestPiece) {
      this.#endPiece();
      this.#push(bytes);
      return;
    }
    let block = this.#block;
    if (block === undefined || block.length - this.#end < bytes.length) {
      this.#endPiece();
      block = new Uint8Array(Math.min(largestBlock, 2 * this.#size));
      this.#block = block;
      this.#begin = 0;
      this.#end = 0;
    }
    block.set(bytes, this.#end);
    this.#end += bytes.length;
  }

  /** Makes a piece of the bytes that were copied since the last one. */
  #endPiece(): void {
    if (this.#block === undefined || this.#end === this.#begin) return;
    this.#push(this.#block.subarray(this.#begin, this.#end));
    this.#begin = this.#end;
  }

  #push(piece: Uint8Array): void {
    if (this.#pieces === undefined) this.#pieces = [piece];
    else this.#pieces.push(piece);
  }
}
