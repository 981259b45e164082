// nats-worker.ts
import { router } from "./handlers.js";

export interface JetStreamMessage {
  readonly info: { readonly deliveryCount: number };
  string(): string;
  ack(): void;
  nak(delayMs?: number): void;
  term(reason?: string): void;
}

/** Where dead letters go: another stream, or a table. */
export type Keep = (body: string, error: unknown) => Promise<void>;

const attempts = 8;

/** @param retryMs doubled with each attempt */
export async function work(
  messages: AsyncIterable<JetStreamMessage>,
  keep: Keep,
  retryMs = 1_000,
): Promise<void> {
  for await (const message of messages) {
    try {
      // The receiver has checked it.
      await router.dispatch(JSON.parse(message.string()));
      message.ack();
    } catch (error) {
      await refuse(message, error, keep, retryMs);
    }
  }
}

async function refuse(message: JetStreamMessage, error: unknown, keep: Keep, retryMs: number): Promise<void> {
  const { deliveryCount } = message.info;
  const delayMs = retryMs * 2 ** Math.min(deliveryCount, attempts);
  if (deliveryCount < attempts) return message.nak(delayMs);
  try {
    await keep(message.string(), error);
    message.term("a dead letter");
  } catch {
    message.nak(delayMs);
  }
}
