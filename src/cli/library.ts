/*
 * All that the program takes from outside of its folder.
 */

export { answer, toDelivery } from "../adapters/node-http.js";
export { eventCatalog, eventNames, isKnownEvent, misspeltNames, shapes } from "../catalog.js";
export { ReceiverError } from "../errors.js";
export type { CmpEvent, EventName, UnknownEvent } from "../events/index.js";
export { readEvent } from "../parse.js";
export { createReceiver } from "../receiver.js";
export { EventRouter } from "../router.js";
export { verifySecret } from "../secret.js";
export type { Issue, Shape } from "../shape.js";
export { createEvent } from "../testing/create-event.js";
export { override } from "../testing/deep-partial.js";
export { type DeliveryResult, deliver } from "../testing/deliver.js";
export type { Ledger } from "../testing/ledger.js";
export { nearest } from "../testing/nearest.js";
export { type Attempt, createSimulator, type SimulatorRun } from "../testing/simulator.js";
