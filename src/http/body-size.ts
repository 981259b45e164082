import { isBytes } from "../values.js";
import { encode } from "./encode.js";

/**
 * The bytes of a body that the host has read. Of what a parser made of it, the bytes of the shortest JSON for it, which
 * is as much as can be known; they are not counted beyond the limit.
 *
 * @param isMeasured whether the header `content-length` tells the size of a parsed body already
 */
export function sizeOf(body: unknown, limit: number, isMeasured: boolean): number {
  if (typeof body === "string") return bytesOf(body, limit);
  if (isBytes(body)) return body.byteLength;
  return isMeasured ? 0 : sizeOfJson(body, limit);
}

/** Not with `JSON.stringify`, which needs as much memory again, and overflows the stack at deep nesting. */
function sizeOfJson(body: unknown, limit: number): number {
  const waiting: unknown[] = [body];
  let size = 0;
  while (waiting.length > 0 && size <= limit) {
    const value = waiting.pop();
    if (typeof value === "string") {
      size += bytesOf(value, limit) + 2;
    } else if (typeof value !== "object" || value === null) {
      size += String(value).length;
    } else {
      const names = Array.isArray(value) ? [] : Object.keys(value);
      const members = Object.values(value);
      // Brackets and commas, then the names with quotes and colons.
      size += 1 + Math.max(1, members.length);
      for (const name of names) size += bytesOf(name, limit) + 3;
      for (const member of members) waiting.push(member);
    }
  }
  return size;
}

/** The bytes of a string in UTF-8; they are counted only where they can decide. */
function bytesOf(text: string, limit: number): number {
  return text.length > limit || text.length * 3 <= limit ? text.length : encode(text).length;
}
