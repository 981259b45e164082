export { type ErrorCode, ReceiverError, type ReceiverErrorOptions } from "./errors.js";
export type * from "./events/index.js";
export type { Delivery, DeliveryBody, DeliveryReceiver, Reply, WaitUntil } from "./http/delivery.js";
export { deliveryKey } from "./idempotency/delivery-key.js";
export type { IdempotencyOptions } from "./idempotency/options.js";
export type { IdempotencyStore, Reservation } from "./idempotency/store.js";
export {
  type EventGroup,
  type EventInfo,
  eventCatalog,
  eventNames,
  isKnownEvent,
} from "./payload/catalog.js";
export { parseEvent } from "./payload/parse-event.js";
export type { Issue } from "./payload/shape.js";
export {
  type EventSchemas,
  eventSchemas,
  type StandardSchema,
  type StandardSchemaIssue,
  type StandardSchemaProps,
  type StandardSchemaResult,
} from "./payload/standard-schema.js";
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
} from "./receiver/announcements.js";
export { createReceiver, type Receiver } from "./receiver/create-receiver.js";
export type { ReceiverOptions, SecretProvider } from "./receiver/options.js";
export {
  type Dispatcher,
  EventRouter,
  type Handler,
  type HandlerContext,
  type HandlerOptions,
} from "./router.js";
export { verifySecret } from "./secret/verify-secret.js";
export type { MinimalSignal, Signal } from "./signal.js";
