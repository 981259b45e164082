export { type Clock, createVirtualClock, type SleepOptions } from "./clock.js";
export type { CmpApiFault } from "./cmp-api/faults.js";
export { type CmpApi, type CmpApiOptions, createCmpApi } from "./cmp-api/index.js";
export type { CmpApiRequest } from "./cmp-api/listener.js";
export type { CmpApiPreview } from "./cmp-api/previews.js";
export type { CmpApiPublication } from "./cmp-api/publishing.js";
export type { CmpApiWebhook } from "./cmp-api/settings.js";
export { type CreateEventOptions, createEvent } from "./create-event.js";
export type { DeepPartial } from "./deep-partial.js";
export { type DeliverOptions, type DeliveryResult, deliver } from "./deliver.js";
export type { Ledger, LedgerEntry } from "./ledger.js";
export type { Random } from "./random.js";
export {
  type CreateRequestOptions,
  createRequest,
  type HeaderChanges,
  type Sendable,
  type SenderOptions,
  type UrlLike,
} from "./request.js";
export {
  type Attempt,
  createSimulator,
  type Simulator,
  type SimulatorOptions,
  type SimulatorRun,
} from "./simulator.js";
export type { FetchHandler, FetchTarget, ListenerTarget, NodeListener, Target } from "./target.js";
