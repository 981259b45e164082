import type { ReceiverEventMap } from "optimizely-cmp-webhooks";

/** `answered` comes with every one of the others, so the tests of it have a listener of their own. */
type Recorded = Exclude<keyof ReceiverEventMap, "answered">;

/** The compiler refuses a list that lacks one. */
const isRecorded: Readonly<Record<Recorded, true>> = {
  handled: true,
  ignored: true,
  rejected: true,
  failed: true,
  mismatched: true,
  duplicate: true,
};

/** The names of the announcements that a record of a receiver holds. */
export const announcementNames = Object.keys(isRecorded) as readonly Recorded[];
