/** Bytes of any kind; an `ArrayBuffer` is what `request.arrayBuffer()` gives to writers of adapters. */
export function isBytes(body: unknown): body is Uint8Array | ArrayBuffer {
  return ArrayBuffer.isView(body) || body instanceof ArrayBuffer;
}
