/** Runs `promise` to its end although the answer is out; what serverless hosts call `waitUntil`. */
export type WaitUntil = (promise: Promise<unknown>) => void;

/**
 * What a body may be when an adapter hands it over.
 *
 * - a Node stream, a web `ReadableStream`, or any async iterable of bytes: read by the receiver, after the secret
 *   and no further than `maxBodyBytes`;
 * - a `string` or bytes: read by the host already;
 * - any other object: JSON that the host has parsed already;
 * - `undefined`: the host has consumed the body and kept nothing, answered with `body_consumed`.
 */
export type DeliveryBody = unknown;

/** One HTTP request, as an adapter hands it to {@link Receiver.receive}. */
export interface Delivery {
  /** The HTTP method, in capitals. */
  readonly method: string;
  /** The value of a header, asked for in lower case; `undefined` when it is absent. */
  header(name: string): string | undefined;
  /** The body, best unread. It is looked at once, and only for a caller who knows the secret: a getter will do. */
  readonly body: DeliveryBody;
  /** Given by hosts that stop the process once the answer is out. */
  readonly waitUntil?: WaitUntil | undefined;
}

/** What an adapter has to answer. */
export interface Reply {
  /** The HTTP status. CMP takes 200 and 202 for an acknowledgement and sends again after any other. */
  readonly status: number;
  /** The headers to set, named in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON: `{"code": "..."}`, and nothing else. */
  readonly body: string;
}

/** All that an adapter wants of a receiver; anything of this form will do. */
export interface DeliveryReceiver {
  /** Answers a delivery; never rejects. */
  receive(delivery: Delivery): Promise<Reply>;
}
