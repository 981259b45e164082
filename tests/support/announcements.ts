import type { ReceiverEventMap } from "optimizely-cmp-webhooks";
import { announced } from "../../src/receiver/listeners.js";

/** `answered` comes with every one of the others, so the tests of it have a listener of their own. */
type Recorded = Exclude<keyof ReceiverEventMap, "answered">;

/** The names of the announcements that a record of a receiver holds. */
export const announcementNames: readonly Recorded[] = Object.keys(announced).filter(
  (name): name is Recorded => name !== "answered",
);
