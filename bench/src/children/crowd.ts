import { createReceiver, EventRouter, eventNames } from "optimizely-cmp-webhooks";
import type { Signed, Tally } from "../receivers/contestant.js";
import { takeIn } from "../receivers/ours.js";
import { makeHandler, secret } from "../receivers/shared.js";

/** The event that the small payload tells of. */
const delivered = "task_added";

/**
 * A receiver with many handlers, as told by a name such as `same event 100`: that many on the event that is delivered; or
 * `other events 100`: one on it, and that many spread over all the others.
 *
 * Of many handlers on one event one counts, so that the count is that of the deliveries.
 */
export function makeCrowd(name: string, tally: Tally): (delivery: Signed) => Promise<unknown> {
  const router = new EventRouter();
  router.on(delivered, makeHandler(tally));
  const others = eventNames.filter((other) => other !== delivered);
  const count = Number(name.split(" ").at(-1));
  const isSame = name.startsWith("same event");
  for (let made = isSame ? 1 : 0; made < count; made += 1) {
    router.on(isSame ? delivered : (others[made % others.length] ?? delivered), async () => {});
  }
  return takeIn(createReceiver({ router, secret }));
}
