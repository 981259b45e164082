export { type CallOptions, type CmpClient, createCmpClient } from "./client.js";
export {
  type AccessTokenOptions,
  type ClientCredentialsOptions,
  clientCredentials,
  type TokenSource,
} from "./credentials.js";
export {
  CmpClientError,
  type CmpClientErrorCode,
  type CmpClientErrorFacts,
  type ErrorDetail,
} from "./errors.js";
export type { GetToken } from "./exchange.js";
export { type HandlePreviewOptions, handlePreview, type PreviewOutcome } from "./handle-preview.js";
export type { ClientClock, FetchAnswer, FetchInit, FetchLike } from "./platform.js";
export type {
  AcknowledgeOptions,
  CompletedPreview,
  FailedPreview,
  KeyedPreviews,
  PreviewAnswer,
  PreviewCallOptions,
  PreviewPage,
  PreviewSpelling,
} from "./previews.js";
export type {
  PublishingError,
  PublishingErrorCode,
  PublishingReport,
  PublishingResult,
} from "./publishing.js";
export type { CmpClientOptions } from "./send.js";
export type { RegisterOptions, WebhookChange, WebhookRegistration } from "./webhook.js";
