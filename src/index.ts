export type {
  Dispatcher,
  EventHandlers,
  Handler,
  HandlerContext,
  HandlerOptions,
  Middleware,
} from "./dispatch/handler.js";
export { type ErrorCode, ReceiverError, type ReceiverErrorOptions } from "./errors.js";
export type * from "./events/index.js";
export type { Delivery, DeliveryBody, DeliveryReceiver, Reply, WaitUntil } from "./http/delivery.js";
export type { AnswerCode } from "./http/reply.js";
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
  Answered,
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
export type { Log } from "./receiver/log.js";
export type { ReceiverOptions } from "./receiver/options.js";
export { EventRouter } from "./router.js";
export type { SecretProvider } from "./secret/authenticate.js";
export { verifySecret } from "./secret/verify-secret.js";
export type { MinimalSignal, Signal } from "./signal.js";
