/*
 * All that the program takes from outside its folder, and all of it by path: the build puts what it shares with the
 * library in files that both import, so there is one copy of each class. The package by name would be a second copy,
 * whose classes do not know those of the first.
 */

export { closeServer, toNodeHandler } from "../adapters/node.js";
export { type CmpClient, createCmpClient } from "../client/client.js";
export { clientCredentials } from "../client/credentials.js";
export type { WebhookChange } from "../client/webhook.js";
export type { ReceiverError } from "../errors.js";
export type { CmpEvent, EventName, UnknownEvent } from "../events/index.js";
export type { Delivery, DeliveryReceiver, Reply } from "../http/delivery.js";
export { eventCatalog, eventNames, isKnownEvent, misspeltNames } from "../payload/catalog.js";
export { didYouMean } from "../payload/did-you-mean.js";
export { readEvent } from "../payload/parse-event.js";
export { type Issue, nameOf, stepTo } from "../payload/shape.js";
export { createReceiver } from "../receiver/create-receiver.js";
export { EventRouter } from "../router.js";
export { verifySecret } from "../secret/verify-secret.js";
export { toCmpJson } from "../testing/cmp-json.js";
export { createEvent } from "../testing/create-event.js";
export { override } from "../testing/deep-partial.js";
export { type DeliveryResult, deliver } from "../testing/deliver.js";
export type { Ledger } from "../testing/ledger.js";
export { type Attempt, createSimulator, type SimulatorRun } from "../testing/simulator.js";
