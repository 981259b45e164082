import type { DeliveryBody } from "../http/delivery.js";
import { hasMethods, isBytes } from "../values.js";

/** Where hosts and body parsers leave a body that they have read. */
export interface KeptBody {
  /** The bytes, or their text. */
  readonly rawBody?: unknown;
  /** The value that a parser made of them. */
  readonly body?: unknown;
}

/** The part of a stream of bytes that shows whether somebody has read it. */
export interface ReadableBody {
  /** Whether bytes of it have been read. */
  readonly readableDidRead: boolean;
  /** Whether it was read to its end. If it has no bytes, `readableDidRead` is `false` even then. */
  readonly readableEnded: boolean;
  /** `true` while somebody reads it. */
  readonly readableFlowing: boolean | null;
  readonly destroyed: boolean;
  on(name: "end" | "close" | "error", listener: (cause?: unknown) => void): unknown;
}

/** The headers of the request that tell whether a body is whole. */
interface BodyHeaders {
  readonly "content-length"?: string | string[] | undefined;
  readonly "content-encoding"?: string | string[] | undefined;
}

/** Whether it is a Node stream. */
export function isReadable(value: unknown): value is ReadableBody {
  return hasMethods(value, "on");
}

/**
 * Finds the body when the receiver asks for it, and not earlier: while the secret was looked up, another listener may
 * have read it.
 *
 * @returns the stream if nobody has read of it; else the body that was kept, or a promise of it while it is being read;
 *   `undefined` if it is lost
 * @throws what a getter of `body` throws, with `status` 400
 */
export function bodyOf(stream: ReadableBody, kept: KeptBody, headers: BodyHeaders): DeliveryBody {
  if (!stream.readableDidRead) return stream.readableEnded ? "" : stream;
  if (stream.readableEnded) return keptBody(kept, headers);
  // A paused stream may never be resumed.
  if (!stream.destroyed && !stream.readableFlowing) return undefined;
  const body = endOf(stream).then(() => keptBody(kept, headers));
  // If the body is asked for twice, one of the two promises may have no listener; its rejection must not end the process.
  body.catch(() => {});
  return body;
}

function endOf(stream: ReadableBody): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(new Error("The connection closed before the body was read elsewhere"));
    if (stream.destroyed) abort();
    stream.on("end", () => resolve());
    stream.on("error", reject);
    stream.on("close", abort);
  });
}

/** Prefers the bytes, which nobody has changed; of a body that was encoded, the value that a parser made of it. */
function keptBody(kept: KeptBody, headers: BodyHeaders): unknown {
  const { rawBody } = kept;
  const isEncoded = headers["content-encoding"] !== undefined;
  if (!isEncoded && isWhole(rawBody, headers)) return rawBody;
  const body = parsedBody(kept);
  if (!isPlaceholder(body, headers)) return body;
  return isEncoded && isWhole(rawBody, headers) ? rawBody : undefined;
}

/** Whether it is all of the body, so far as the length tells; decoders take off a byte order mark, of three bytes. */
function isWhole(rawBody: unknown, headers: BodyHeaders): boolean {
  if (typeof rawBody !== "string" && !isBytes(rawBody)) return false;
  const size = lengthOf(rawBody);
  const declared = headers["content-encoding"] === undefined ? Number(headers["content-length"]) : Number.NaN;
  if (Number.isNaN(declared)) return size > 0;
  return size === declared || (typeof rawBody === "string" && size + 3 === declared);
}

/** A host's getter may parse, and throws at what is no JSON. */
function parsedBody(kept: KeptBody): unknown {
  try {
    return kept.body;
  } catch (cause) {
    const error = new Error("request.body must be readable, but it throws", { cause });
    throw Object.assign(error, { status: 400 });
  }
}

/**
 * Whether it is what parsers leave of a body that they did not read: nothing, an empty text, `{}`, or the stream. `{}`
 * may have been the body; only a short declared length tells.
 */
function isPlaceholder(body: unknown, headers: BodyHeaders): boolean {
  if (typeof body === "string" || isBytes(body)) return lengthOf(body) === 0;
  const declared = Number(headers["content-length"]);
  if (body === null) return !(declared <= 4);
  if (typeof body !== "object") return body === undefined;
  if (isReadable(body)) return true;
  return !Array.isArray(body) && Object.keys(body).length === 0 && !(declared <= 4);
}

/** Bytes. */
function lengthOf(body: string | Uint8Array | ArrayBuffer): number {
  return typeof body === "string" ? new TextEncoder().encode(body).length : body.byteLength;
}
