import type { CmpEventMap, EventName } from "../events/index.js";
import { didYouMean } from "../payload/did-you-mean.js";
import { describeValue, isRecord } from "../values.js";
import { type DeepPartial, override } from "./deep-partial.js";
import { requireOptions } from "./request.js";
import { makeIds } from "./samples/ids.js";
import { samples } from "./samples/index.js";

/** Options of {@link createEvent}. */
export interface CreateEventOptions {
  /**
   * Which ids the event has. All events of one seed tell of the same task, asset, campaign and so on; events of another
   * seed tell of others. A whole number. @default 1
   */
  readonly seed?: number | undefined;
}

/**
 * A valid and realistic event, in the form that CMP sends it. It has every member that its type knows, the optional and
 * the inferred ones as well: take one off with `undefined`.
 *
 * The same arguments give the same event, and each call gives an object of its own. Ids are of 24 or 32 hexadecimal
 * digits, and links are built from them. An id that you give goes into the links too:
 *
 * ```ts
 * import { createEvent } from "optimizely-cmp-webhooks/testing";
 *
 * const event = createEvent("task_added", { data: { task: { id: "31" } } });
 * event.data.task.links.self; // "https://api.cmp.optimizely.com/v3/tasks/31"
 * ```
 *
 * @param overrides what is to be other than in the sample, at any depth; an array replaces the whole array
 * @throws TypeError when CMP has no such event (the message names those that are spelt nearly so), when the seed is
 *   not a whole number, when `overrides` is no object, or when an option does not exist
 */
export function createEvent<Name extends EventName>(
  name: Name,
  overrides?: DeepPartial<CmpEventMap[Name]>,
  options: CreateEventOptions = {},
): CmpEventMap[Name] {
  if (!Object.hasOwn(samples, name)) throw new TypeError(describeUnknown(name));
  requireOptions("createEvent", options, { seed: true });
  if (!isRecord(overrides ?? {}))
    throw new TypeError(`overrides must be an object, received ${describeValue(overrides)}`);
  const { seed = 1 } = options;
  const sample = { event_name: name, data: samples[name](makeIds(seed)) };
  // The compiler holds each sample to its type; that name and sample belong together it cannot follow.
  return override(sample, overrides ?? {}) as CmpEventMap[Name];
}

function describeUnknown(name: unknown): string {
  const wanted = String(name).slice(0, 100);
  return `name must be one of eventNames, received ${JSON.stringify(wanted)}.${didYouMean(wanted, Object.keys(samples))}`;
}
