/** Whether it is bytes of any kind; an `ArrayBuffer` is what `request.arrayBuffer()` gives. */
export function isBytes(value: unknown): value is Uint8Array | ArrayBuffer {
  return ArrayBuffer.isView(value) || value instanceof ArrayBuffer;
}

/**
 * Whether it can be waited for. Asked by `then` and never by `instanceof`: `globalThis.Promise` may be replaced, and a
 * promise that is not recognised would be taken for a value.
 */
export function isPromiseLike(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && "then" in value && typeof value.then === "function";
}
