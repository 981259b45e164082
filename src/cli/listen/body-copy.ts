import type { IncomingMessage } from "node:http";

/** Keeps a copy of the body that a receiver reads. */
export class BodyCopy {
  readonly #limit: number;
  readonly #decoder = new TextDecoder();
  #size = 0;
  #text = "";

  /** @param limit in bytes, the receiver's own: nothing behind it is kept */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /**
   * The body to give to the receiver. It is read when the receiver reads it: not before the secret is verified. The
   * stream is left open behind it, since the answer uses the same connection.
   */
  async *read(request: IncomingMessage): AsyncGenerator<Uint8Array> {
    const chunks: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false });
    for await (const chunk of chunks) {
      this.#size += chunk.length;
      if (this.#size <= this.#limit) this.#text += this.#decoder.decode(chunk, { stream: true });
      yield chunk;
    }
  }

  /** The body, once the receiver is done. */
  get text(): string {
    return this.#text + this.#decoder.decode();
  }
}
