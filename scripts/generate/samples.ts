/*
 * The samples in the contracts: those of the testing kit.
 */
import { createEvent } from "../../src/testing/create-event.js";
import { samples } from "../../src/testing/samples/index.js";

/** A realistic event, the same on every run. */
export function sampleOf(name: string): unknown {
  if (!isSampled(name)) throw new Error(`${name}: src/testing/samples has no sample of it`);
  return createEvent(name);
}

function isSampled(name: string): name is keyof typeof samples {
  return Object.hasOwn(samples, name);
}
