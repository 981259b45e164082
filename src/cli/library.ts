/*
 * All that the program takes from outside of its folder. What is public it takes by the name of the package, so that
 * the built program loads the built package, and holds no second copy of it.
 */

export {
  createReceiver,
  EventRouter,
  eventCatalog,
  eventNames,
  isKnownEvent,
  ReceiverError,
  verifySecret,
} from "optimizely-cmp-webhooks";
export { createEvent, createSimulator, deliver } from "optimizely-cmp-webhooks/testing";
export { answer, toDelivery } from "../adapters/node-http.js";
export type { CmpEvent, EventName, UnknownEvent } from "../events/index.js";
export { misspeltNames, shapes } from "../payload/catalog.js";
export { readEvent } from "../payload/parse-event.js";
export { type Issue, nameOf, type Shape, stepTo } from "../payload/shape.js";
export { override } from "../testing/deep-partial.js";
export type { DeliveryResult } from "../testing/deliver.js";
export type { Ledger } from "../testing/ledger.js";
export { nearest } from "../testing/nearest.js";
export type { Attempt, SimulatorRun } from "../testing/simulator.js";
