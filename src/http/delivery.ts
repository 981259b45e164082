/** Runs `promise` to its end although the answer is out; what serverless hosts call `waitUntil`. */
export type WaitUntil = (promise: Promise<unknown>) => void;

/**
 * A body, as an adapter passes it to the receiver:
 *
 * - a Node stream, a web `ReadableStream`, or any async iterable of bytes: read by the receiver, after the secret
 *   and no further than `maxBodyBytes`;
 * - a `string` or bytes: read by the host already;
 * - any other object: JSON that the host has parsed already;
 * - a promise of any of these: somebody else is still reading; it is awaited until the deadline;
 * - `undefined`: the host has consumed the body and kept nothing, answered with `body_consumed`.
 */
export type DeliveryBody = unknown;

/** One HTTP request, as an adapter hands it to {@link Receiver.receive}. */
export interface Delivery {
  /** The HTTP method, in capitals. */
  readonly method: string;
  /**
   * `true`, or the difference in words for the log, where the adapter was given a path and the request is for another:
   * 404 `not_found`. @default false
   */
  readonly misdirected?: boolean | string | undefined;
  /** The value of a header, asked for in lower case; `undefined` when it is absent. */
  header(name: string): string | undefined;
  /** The body, best unread. It is looked at once, and only for a caller who knows the secret: a getter will do. */
  readonly body: DeliveryBody;
  /** Keeps the process for work behind the answer; given by hosts that may stop the process once the answer is out. */
  readonly waitUntil?: WaitUntil | undefined;
  /**
   * `true` where the host may stop or freeze the process as soon as the answer is out, and offers no `waitUntil`.
   * Handlers are then awaited before the answer, also with `acknowledge: "before"`. @default false
   */
  readonly ephemeral?: boolean | undefined;
  /**
   * Reads what is left of the body, and discards it. The receiver calls this at most once: when it refuses a delivery
   * before its body was read to the end, and awaits it before it returns the reply. For hosts that cannot answer well
   * on a connection that holds unread bytes.
   *
   * The adapter bounds it in bytes and in milliseconds, and its promise never rejects.
   */
  readonly drain?: (() => Promise<void>) | undefined;
}

/** The response that an adapter sends. */
export interface Reply {
  /** The HTTP status. CMP takes 200 and 202 for an acknowledgement and sends again after any other. */
  readonly status: number;
  /** The headers to set, named in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON: `{"code": "..."}`, and nothing else. */
  readonly body: string;
}

/** The part of a receiver that an adapter uses. */
export interface DeliveryReceiver {
  /** Answers a delivery; never rejects. */
  receive(delivery: Delivery): Promise<Reply>;
}
