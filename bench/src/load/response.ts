/** An answer that has come in whole. */
export interface WholeAnswer {
  readonly status: number;
  /** Whether the server is going to close the connection. */
  readonly closes: boolean;
  /** Head and body as text, for messages. */
  readonly text: string;
}

const emptyLine = "\r\n\r\n";
const lastChunk = "\r\n0\r\n\r\n";

/**
 * Reads the answers of one connection on which no request is sent before the last one is answered.
 *
 * It knows of HTTP what the servers measured here send, and is cheap: the load must not slow down what it measures.
 */
export class AnswerReader {
  #text = "";

  /** Takes in what has come, and gives the answer when it is whole. */
  push(chunk: Buffer): WholeAnswer | undefined {
    this.#text += chunk.toString("latin1");
    const text = this.#text;
    const head = text.indexOf(emptyLine);
    if (head < 0 || !isWhole(text, head)) return undefined;
    this.#text = "";
    return {
      status: Number(text.slice(9, 12)),
      closes: /\r\nconnection: close/i.test(text.slice(0, head)),
      text,
    };
  }
}

function isWhole(text: string, head: number): boolean {
  const length = /\r\ncontent-length: *(\d+)/i.exec(text);
  // Without a length it is chunked; the empty line counts for an answer that has no chunk but the last.
  if (!length) return text.endsWith(lastChunk) && text.length >= head + lastChunk.length;
  return text.length >= head + emptyLine.length + Number(length[1]);
}
