import type { SuiteName } from "../results.js";
import { body } from "./body.js";
import { compile } from "./compile.js";
import { connections } from "./connections.js";
import { core } from "./core.js";
import { fetch } from "./fetch.js";
import { handlers } from "./handlers.js";
import { http } from "./http.js";
import { inFlight } from "./in-flight.js";
import { refusal } from "./refusal.js";
import type { Suite } from "./run.js";
import { size } from "./size.js";
import { start } from "./start.js";

/** All suites by name. */
export const suites: Readonly<Record<SuiteName, Suite>> = {
  http,
  refusal,
  core,
  fetch,
  start,
  compile,
  size,
  handlers,
  connections,
  body,
  "in-flight": inFlight,
};
