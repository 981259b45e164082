/*
 * The least code that does the work, without HTTP.
 */
import { handled, isSecret, type LooseEvent } from "./by-hand.js";
import type { MakeReceive } from "./contestant.js";
import { makeHandlerAtOnce, makeHandlers, names, secret } from "./shared.js";

const refused = "Another secret";

type Receive = ReturnType<MakeReceive>;

/** Verifies, parses, and waits for the handler. */
export function receiveWith(
  handlers: ReadonlyMap<string, (event: LooseEvent) => Promise<void>>,
  isRight: (header: string | undefined) => boolean = isSecret,
): Receive {
  return async ({ headers, body }) => {
    if (!isRight(headers["callback-secret"])) throw new Error(refused);
    const event: LooseEvent = JSON.parse(body.toString());
    await handlers.get(event.event_name)?.(event);
    return handled;
  };
}

/** With the secret compared in constant time. */
export const makeReceive: MakeReceive = (tally) => receiveWith(makeHandlers(tally));

/** With the secret compared by `===`, which is no way to do it, but shows what the other one costs. */
export const makeUnsafeReceive: MakeReceive = (tally) =>
  receiveWith(makeHandlers(tally), (header) => header === secret);

/** With handlers that return at once, which nobody waits for. */
export const makeReceiveAtOnce: MakeReceive = (tally) => {
  const handler = makeHandlerAtOnce(tally);
  const handlers = new Map<string, (event: unknown) => void>(names.map((name) => [name, handler]));
  return async ({ headers, body }) => {
    if (!isSecret(headers["callback-secret"])) throw new Error(refused);
    const event: LooseEvent = JSON.parse(body.toString());
    handlers.get(event.event_name)?.(event);
    return handled;
  };
};
