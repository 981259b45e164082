/*
 * One delivery of every event, with every member that its type knows. A new event wants a line in its group's file.
 */
import type { CmpEventMap } from "../../events/index.js";
import { externalWork } from "./external-work.js";
import type { Samples } from "./ids.js";
import { library } from "./library.js";
import { calendar, campaign, workRequest } from "./planning.js";
import { publish } from "./publish.js";
import { task } from "./task.js";

/** How the `data` of each event is made from ids. */
export const samples: Samples<CmpEventMap> = {
  ...library,
  ...task,
  ...externalWork,
  ...campaign,
  ...publish,
  ...workRequest,
  ...calendar,
};
