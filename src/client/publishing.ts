import type { PublishEventMap } from "../events/index.js";
import type { CallOptions } from "./client.js";
import { listIn, memberOf, requireText } from "./json.js";
import { callRules, filled, type Rules, requireAll } from "./rules.js";
import type { Send } from "./send.js";

/** What became of one asset, in CMP's words. */
export interface PublishingResult {
  /** Identifier of the asset: `structured_contents[].id` and the like. */
  readonly asset_id: string;
  /** What was done, or that it failed. */
  readonly status: "published" | "unpublished" | "synced" | "failed";
  /** A sentence for editors. */
  readonly status_message?: string;
  /** The locale that it is about, such as `en_US`. Sent for `published`. */
  readonly locale?: string;
  /** Where the asset is now. Sent for `published`. */
  readonly public_url?: string;
  /** When it was changed there, as `2026-01-08T23:00:56Z`. Sent for `published`. */
  readonly publishing_destination_updated_at?: string;
}

/** Why CMP did not take a result. The list is open. */
export type PublishingErrorCode =
  | "canonical-link-error"
  | "unknown-asset"
  | "metadata-exists"
  | "duplicate-metadata"
  | "invalid-status"
  | "missing-public-url"
  | "public-url-not-allowed"
  | "domain-not-whitelisted"
  | "missing-publishing-destination-updated-at"
  | "publishing-destination-updated-at-not-allowed"
  | "missing-locale"
  | "locale-not-allowed"
  | (string & Record<never, never>);

/** A result that CMP did not take. */
export interface PublishingError {
  /** The asset that the result was about. */
  readonly asset_id: string;
  /** Why. */
  readonly error_code: PublishingErrorCode;
  /** The locale that the result was about, if it had one. */
  readonly locale?: string | null;
  /** CMP's sentence. */
  readonly message?: string;
}

/** What CMP made of a report. */
export interface PublishingReport {
  /** Whether nothing failed. */
  readonly ok: boolean;
  /** What CMP took, as it sent it back. */
  readonly reported: readonly unknown[];
  /** What CMP did not take. */
  readonly failed: readonly PublishingError[];
  /**
   * What CMP had already (`metadata-exists`), as after a redelivery. That the code means this is inferred from its name.
   */
  readonly repeated: readonly PublishingError[];
}

const reportRules: Rules = {
  results: [
    "a list of {asset_id, status}, not empty",
    (value) => Array.isArray(value) && value.length > 0 && value.every(isResult),
  ],
};

function isResult(value: unknown): boolean {
  const { asset_id, status } = Object(value);
  return filled[1](asset_id) && filled[1](status);
}

/** Reports what became of assets. See `CmpClient.reportPublishing`. */
export async function reportPublishing(
  send: Send,
  event: PublishEventMap[keyof PublishEventMap],
  results: readonly PublishingResult[],
  call: CallOptions,
): Promise<PublishingReport> {
  requireAll(call, callRules, "incomplete");
  requireAll({ results }, reportRules, "incomplete");
  const link = requireText(event, "data.publishing_event.links.publishing_metadata");
  const { value } = await send({ link, body: { data: results }, signal: call.signal, accept: [200, 202] });
  const errors = listIn<PublishingError>(value, "errors");
  const repeated = errors.filter((error) => memberOf(error, "error_code") === "metadata-exists");
  const failed = errors.filter((error) => !repeated.includes(error));
  return { ok: failed.length === 0, reported: listIn(value, "data"), failed, repeated };
}
