import type { ContentPreviewRequestedEvent } from "../events/index.js";
import type { Signal } from "../signal.js";
import { isRecord } from "../values.js";
import { mustBe } from "./errors.js";
import { memberOf, requireText, writeJson } from "./json.js";
import { callRules, filled, optional, type Rules, requireAll } from "./rules.js";
import type { Outgoing, Send } from "./send.js";

/**
 * How CMP's members are spelt: `snake` is `acknowledged_by` and `keyed_previews`, as documented; `mixed` is
 * `acknowledged_by` and `keyedPreviews`; `camel` is `acknowledgedBy` and `keyedPreviews`. All three run in the field.
 */
export type PreviewSpelling = "snake" | "mixed" | "camel";

/** What both calls take. */
export interface PreviewCallOptions {
  /** @default "snake" */
  readonly spelling?: PreviewSpelling | undefined;
  /** Ends the call. @default none */
  readonly signal?: Signal | undefined;
}

/** Options of `acknowledgePreview`. */
export interface AcknowledgeOptions extends PreviewCallOptions {
  /** Who takes the preview: documented as the identifier of a user, but any text was seen to do. */
  readonly acknowledgedBy: string;
  /** Which version is taken. @default that of the first content of the event */
  readonly contentHash?: string | undefined;
}

/** A page that shows a preview, or an error. */
export interface PreviewPage {
  /** Name in the list that editors see. @default "" */
  readonly name?: string;
  /** Position in that list, counted from 0. @default 0 */
  readonly orderIndex?: number;
  /** @default the page's Content-Type, or else text/html */
  readonly mimeType?: string;
  /** Such as `en_US`. @default the first of the page's Content-Language, or else `en_US` */
  readonly locale?: string;
}

/** A page that shows the preview. */
export interface CompletedPreview extends PreviewPage {
  /** Its address: 1 to 65,536 characters. CMP fetches it once and keeps it; have it up for 15 minutes. */
  readonly completed: string;
}

/** Why there is no preview. */
export interface FailedPreview extends PreviewPage {
  /** The address of a page that says why, or (inferred) a text: 1 to 65,536 characters. */
  readonly error: string;
}

/** The previews by their label, an entry in the list that editors see. A string is the address of a page. */
export interface KeyedPreviews {
  readonly [label: string]: string | CompletedPreview | FailedPreview;
}

/** What became of a call. */
export interface PreviewAnswer {
  /**
   * `done`: 200 or 202. `already_acknowledged`: 409, somebody has taken it, perhaps this program at an earlier delivery.
   * `wrong_state`: 412, it is too early or too late for this call.
   */
  readonly outcome: "done" | "already_acknowledged" | "wrong_state";
  /** The status of the answer. */
  readonly status: number;
}

/** The options of both calls. Of a misspelt spelling the two calls would make two. */
export const previewRules: Rules = {
  ...callRules,
  spelling: optional([
    "snake, mixed or camel",
    (value) => ["snake", "mixed", "camel"].some((each) => each === value),
  ]),
};

const acknowledgeRules: Rules = { ...previewRules, acknowledgedBy: filled, contentHash: optional(filled) };

/** Takes a preview. See `CmpClient.acknowledgePreview`. */
export async function acknowledgePreview(
  send: Send,
  event: ContentPreviewRequestedEvent,
  options: AcknowledgeOptions,
): Promise<PreviewAnswer> {
  requireAll(options, acknowledgeRules, "incomplete");
  const { acknowledgedBy, contentHash, spelling, signal } = options;
  const body = {
    [spelling === "camel" ? "acknowledgedBy" : "acknowledged_by"]: acknowledgedBy,
    content_hash: contentHash ?? contentHashOf(event, 0),
  };
  // Nothing is taken that could not be handed over: both links are looked at first.
  const alsoAllowed = requireText(event, "data.links.complete");
  const outgoing = { link: requireText(event, "data.links.acknowledge"), alsoAllowed, body, signal };
  return post(send, outgoing, true);
}

/** Hands over the previews. See `CmpClient.completePreview`. */
export async function completePreview(
  send: Send,
  event: ContentPreviewRequestedEvent,
  previews: KeyedPreviews,
  options: PreviewCallOptions,
): Promise<PreviewAnswer> {
  requireAll(options, previewRules, "incomplete");
  requirePreviews(previews);
  const { spelling = "snake", signal } = options;
  const body = { [spelling === "snake" ? "keyed_previews" : "keyedPreviews"]: previews };
  return post(send, { link: requireText(event, "data.links.complete"), body, signal });
}

/** The digest of the version of a content, which an acknowledgement sends back. @throws CmpClientError `incomplete` */
export function contentHashOf(event: ContentPreviewRequestedEvent, index: number): string {
  return requireText(
    event,
    `data.assets.structured_contents.${index}.content_body.fields_version.content_hash`,
  );
}

/** The longest address that CMP takes, in characters. */
const longestUrl = 65_536;

/** @throws CmpClientError `previews_invalid` */
export function requirePreviews(previews: KeyedPreviews): void {
  const entries = isRecord(previews) && writeJson(previews) ? Object.entries(previews) : [];
  if (entries.length === 0) throw mustBe("previews_invalid", "previews", "one page or more by label", "none");
  for (const [label, preview] of entries) {
    const url =
      typeof preview === "string" ? preview : (memberOf(preview, "completed") ?? memberOf(preview, "error"));
    const length = typeof url === "string" ? url.length : 0;
    if (length > 0 && length <= longestUrl) continue;
    throw mustBe("previews_invalid", `The URL of ${label}`, `of 1 to ${longestUrl} characters`, length);
  }
}

/** @param isOurs whether a 409 after an attempt without an answer is due to that attempt, which may have taken it */
async function post(send: Send, outgoing: Outgoing, isOurs = false): Promise<PreviewAnswer> {
  const { status, isRepeated } = await send({ ...outgoing, accept: [200, 202, 409, 412], isLoose: true });
  if (status === 412) return { outcome: "wrong_state", status };
  return { outcome: status === 409 && !(isOurs && isRepeated) ? "already_acknowledged" : "done", status };
}
