export type {
  Announcement,
  DeliveryFacts,
  Duplicate,
  Failed,
  Handled,
  Ignored,
  Listener,
  ListenerOptions,
  Mismatched,
  ReceiverEventMap,
  Rejected,
} from "./announcements.js";
export { type EventGroup, type EventInfo, eventCatalog, eventNames, isKnownEvent } from "./catalog.js";
export type { Delivery, DeliveryBody, DeliveryReceiver, Reply, WaitUntil } from "./delivery.js";
export { deliveryKey } from "./delivery-key.js";
export { type ErrorCode, ReceiverError, type ReceiverErrorOptions } from "./errors.js";
export type * from "./events/index.js";
export type { IdempotencyOptions, IdempotencyStore, Reservation } from "./idempotency.js";
export type { ReceiverOptions, SecretProvider } from "./options.js";
export { parseEvent } from "./parse.js";
export type { MinimalSignal, Signal } from "./platform.js";
export { createReceiver, type Receiver } from "./receiver.js";
export {
  type Dispatcher,
  EventRouter,
  type Handler,
  type HandlerContext,
  type HandlerOptions,
} from "./router.js";
export { verifySecret } from "./secret.js";
export type { Issue } from "./shape.js";
export {
  type EventSchemas,
  eventSchemas,
  type StandardSchema,
  type StandardSchemaIssue,
  type StandardSchemaProps,
  type StandardSchemaResult,
} from "./standard-schema.js";
