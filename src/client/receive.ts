import { mustBe } from "./errors.js";
import { parseJson } from "./json.js";
import type { FetchAnswer } from "./platform.js";

/** What came back to one attempt. */
export interface Received {
  /** 0 when there was no answer. */
  readonly status: number;
  /** The body; `undefined` when it was too large. */
  readonly text: string | undefined;
  /** A header, by its name in lower case. */
  header(name: string): string | null;
  /** Why there was no answer. */
  readonly cause?: unknown;
}

/** The most that is read of an answer, in bytes: 10 MiB. CMP's lists have at most 100 items. */
const maxBytes = 10 * 2 ** 20;

/** Waits for an answer and reads it to its end, or to its limit. It never rejects. */
export async function receive(answer: () => PromiseLike<FetchAnswer>): Promise<Received> {
  try {
    const { status, headers, body } = await answer();
    return { status, text: await readText(body ?? []), header: (name) => headers.get(name) };
  } catch (cause) {
    return { status: 0, text: "", header: () => null, cause };
  }
}

async function readText(body: unknown): Promise<string | undefined> {
  const decoder = new TextDecoder();
  let text = "";
  let left = maxBytes;
  // A stream is one wherever this runs, though not in all types. Leaving the loop cancels it.
  for await (const bytes of body as AsyncIterable<Uint8Array>) {
    left -= bytes.length;
    if (left < 0) return undefined;
    text += decoder.decode(bytes, { stream: true });
  }
  return text + decoder.decode();
}

/**
 * The JSON of an answer; `undefined` for one without JSON, where that will do and it is no page.
 *
 * @param name method and address, for the message
 * @throws CmpClientError
 */
export function contentOf({ text, header }: Received, name: string, isLoose: boolean): unknown {
  const subject = `The answer to ${name}`;
  if (text === undefined)
    throw mustBe("answer_too_large", subject, `at most ${maxBytes} bytes`, "more", "Ask for smaller pages.");
  const value = parseJson(text);
  if (value !== undefined || (isLoose && !/^\s*</.test(text))) return value;
  // No more than a media type: a header can repeat what was sent.
  const [type = "none"] = /^[a-z]+\/[a-z.+-]+/i.exec(header("content-type") ?? "") ?? [];
  throw mustBe("malformed_answer", subject, "JSON", type, "Does a proxy or login page answer for CMP?");
}
