import type { ContentPreviewRequestedEvent, PreviewContent } from "../events/index.js";
import { hasMethods } from "../values.js";
import type { CmpClient } from "./client.js";
import { listIn, memberOf } from "./json.js";
import {
  contentHashOf,
  type KeyedPreviews,
  type PreviewCallOptions,
  previewRules,
  requirePreviews,
} from "./previews.js";
import { callable, filled, flag, optional, type Rules, requireAll } from "./rules.js";

/** Options of {@link handlePreview}. */
export interface HandlePreviewOptions extends PreviewCallOptions {
  /** What answers CMP. */
  readonly client: Pick<CmpClient, "acknowledgePreview" | "completePreview">;
  /** Who takes the preview: documented as the identifier of a user, but any text was seen to do. */
  readonly acknowledgedBy: string;
  /**
   * Whether `render` can show this content. The first acknowledgement locks all other integrations out, so say yes to
   * the content types that you know, and to nothing else.
   */
  readonly canRender: (
    content: PreviewContent,
    event: ContentPreviewRequestedEvent,
  ) => boolean | Promise<boolean>;
  /** Makes the page, and resolves to its address, by label. */
  readonly render: (
    content: PreviewContent,
    event: ContentPreviewRequestedEvent,
  ) => KeyedPreviews | Promise<KeyedPreviews>;
  /**
   * What editors see when `render` fails: the address of a page, or (inferred) a text. It never has the reason, which is
   * yours to log. @default "The preview could not be rendered."
   */
  readonly errorPreview?: string | undefined;
  /**
   * Go on after a 409: the acknowledgement may be your own, of an earlier delivery of this event that failed later.
   * Only for the sole integration that answers previews. @default false
   */
  readonly resume?: boolean | undefined;
}

/** What became of a request for a preview: an `outcome`; with `previews`, or with the `error` of rendering. */
export type PreviewOutcome =
  /** The preview is there. */
  | { readonly outcome: "completed"; readonly previews: KeyedPreviews }
  /** Rendering failed with `error`, and the editor sees that. */
  | { readonly outcome: "error_shown"; readonly error: unknown }
  /** `canRender` said no to every content. Nothing was sent, and another integration may take it. */
  | { readonly outcome: "not_renderable" }
  /** Somebody has acknowledged it: see `resume`. */
  | { readonly outcome: "already_acknowledged" }
  /** CMP does not wait for it, or no longer. */
  | { readonly outcome: "wrong_state" };

/**
 * Answers a request for a preview: decides, acknowledges, renders, completes. What cannot be rendered is not
 * acknowledged; if rendering fails after all, the editor sees an error and does not wait for nothing.
 *
 * ```ts
 * import { EventRouter } from "optimizely-cmp-webhooks";
 * import { clientCredentials, createCmpClient, handlePreview } from "optimizely-cmp-webhooks/client";
 *
 * const { CMP_CLIENT_ID: clientId = "", CMP_CLIENT_SECRET: clientSecret = "" } = process.env;
 * const client = createCmpClient({ getAccessToken: clientCredentials({ clientId, clientSecret }) });
 * const router = new EventRouter();
 * router.on("content_preview_requested", async (event, { signal }) => {
 *   const { outcome } = await handlePreview(event, {
 *     ...{ client, signal, acknowledgedBy: "our-site" },
 *     canRender: ({ content_body }) => content_body.content_type.api_identifier === "article",
 *     render: ({ id }) => ({ Desktop: `https://preview.example.com/${id}` }),
 *   });
 *   console.log(`Preview of ${event.data.task.id}: ${outcome}`);
 * });
 * ```
 *
 * @throws CmpClientError (as a rejection) when an option is wrong, or CMP did not take an answer; and whatever `canRender`
 *   throws
 */
export async function handlePreview(
  event: ContentPreviewRequestedEvent,
  options: HandlePreviewOptions,
): Promise<PreviewOutcome> {
  requireAll(options, handleRules, "incomplete");
  const contents = listIn<PreviewContent>(memberOf(memberOf(event, "data"), "assets"), "structured_contents");
  for (const [index, content] of contents.entries()) {
    if (!(await options.canRender(content, event))) continue;
    return answer(event, content, contentHashOf(event, index), options);
  }
  return { outcome: "not_renderable" };
}

/** Looked at first: an option that is found wrong after the acknowledgement would have locked all others out. */
const handleRules: Rules = {
  ...previewRules,
  client: ["a CmpClient", (value) => hasMethods(value, "acknowledgePreview", "completePreview")],
  acknowledgedBy: filled,
  canRender: callable,
  render: callable,
  errorPreview: optional(filled),
  resume: flag,
};

async function answer(
  event: ContentPreviewRequestedEvent,
  content: PreviewContent,
  contentHash: string,
  options: HandlePreviewOptions,
): Promise<PreviewOutcome> {
  const { client, acknowledgedBy, spelling, signal, resume } = options;
  const { errorPreview = "The preview could not be rendered." } = options;
  const call = { spelling, signal };
  const { outcome } = await client.acknowledgePreview(event, { acknowledgedBy, contentHash, ...call });
  if (outcome === "wrong_state" || (outcome === "already_acknowledged" && !resume)) return { outcome };

  let result: PreviewOutcome;
  let previews: KeyedPreviews;
  try {
    previews = await options.render(content, event);
    requirePreviews(previews);
    result = { outcome: "completed", previews };
  } catch (error) {
    previews = { Preview: { error: errorPreview } };
    result = { outcome: "error_shown", error };
  }
  const completed = await client.completePreview(event, previews, call);
  return completed.outcome === "done" ? result : { outcome: completed.outcome };
}
