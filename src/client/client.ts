import type { ContentPreviewRequestedEvent, PublishEventMap } from "../events/index.js";
import type { Signal } from "../signal.js";
import { mustBe } from "./errors.js";
import { memberOf } from "./json.js";
import {
  type AcknowledgeOptions,
  acknowledgePreview,
  completePreview,
  type KeyedPreviews,
  type PreviewAnswer,
  type PreviewCallOptions,
} from "./previews.js";
import { type PublishingReport, type PublishingResult, reportPublishing } from "./publishing.js";
import { callRules, clientRules, requireAll } from "./rules.js";
import { type CmpClientOptions, createSend, type Send } from "./send.js";
import {
  type RegisterOptions,
  registerWebhook,
  type WebhookChange,
  type WebhookRegistration,
} from "./webhook.js";

/** Options that every call takes. */
export interface CallOptions {
  /** Ends the call, with `aborted`. Hand over that of the handler's context. @default none */
  readonly signal?: Signal | undefined;
}

/** Answers CMP. Every promise rejects with a `CmpClientError`, and with nothing else. */
export interface CmpClient {
  /**
   * Gets what a link of an event leads to. The token goes to the allowed origins only; redirects are followed by hand,
   * 3 at the most, and each target is checked.
   *
   * @typeParam Value what you expect; it is not checked
   * @param link a link as CMP sent it; do not build it from ids
   */
  follow<Value = unknown>(link: string, options?: CallOptions): Promise<Value>;
  /**
   * Gets the pages of a list, one after the other, by `pagination.next`: at most 1,000, and then `malformed_answer`.
   *
   * @typeParam Page what you expect of a page; it is not checked
   */
  pages<Page = unknown>(link: string, options?: CallOptions): AsyncGenerator<Page, void>;
  /**
   * Takes a preview and locks all other integrations out of it, so do it only with what can be rendered;
   * `handlePreview` sees to that.
   */
  acknowledgePreview(
    event: ContentPreviewRequestedEvent,
    options: AcknowledgeOptions,
  ): Promise<PreviewAnswer>;
  /** Hands over the previews of what was acknowledged. A gateway was seen to allow 29 seconds for this call. */
  completePreview(
    event: ContentPreviewRequestedEvent,
    previews: KeyedPreviews,
    options?: PreviewCallOptions,
  ): Promise<PreviewAnswer>;
  /**
   * Reports what became of the assets of a Publish event. CMP can take a part of a report: look at `ok` and `failed`.
   *
   * @param results at least one; all go in one request
   */
  reportPublishing(
    event: PublishEventMap[keyof PublishEventMap],
    results: readonly PublishingResult[],
    options?: CallOptions,
  ): Promise<PublishingReport>;
  /**
   * Registers a webhook, or shows what that would change: it is done with `execute` only. Marked experimental by the
   * vendor.
   */
  registerWebhook(webhook: WebhookRegistration, options?: RegisterOptions): Promise<WebhookChange>;
}

/**
 * A client for what a receiver of webhooks asks of CMP's API. It uses `fetch` and nothing else.
 *
 * @throws TypeError when an option is not as it must be
 */
export function createCmpClient(options: CmpClientOptions): CmpClient {
  requireAll(options, clientRules);
  const { baseUrl = "https://api.cmp.optimizely.com/v3" } = options;
  const send = createSend(options);
  return {
    async follow<Value>(link: string, call: CallOptions = {}) {
      requireAll(call, callRules, "incomplete");
      // What it holds is the caller's promise.
      return (await send({ link, signal: call.signal })).value as Value;
    },
    pages: (link, call) => pages(send, link, call),
    acknowledgePreview: (event, call) => acknowledgePreview(send, event, call),
    completePreview: (event, previews, call = {}) => completePreview(send, event, previews, call),
    reportPublishing: (event, results, call = {}) => reportPublishing(send, event, results, call),
    registerWebhook: (webhook, call = {}) =>
      registerWebhook(send, `${baseUrl.replace(/\/$/, "")}/settings`, webhook, call),
  };
}

/** A list of 100,000 items, at CMP's most of 100 for a page. */
const maxPages = 1_000;

async function* pages<Page>(send: Send, first: string, call: CallOptions = {}): AsyncGenerator<Page, void> {
  requireAll(call, callRules, "incomplete");
  let link: unknown = first;
  // The first is asked for in any case: an event without the link must not look like an empty list.
  for (let page = 0; page === 0 || typeof link === "string"; page++) {
    if (page === maxPages) throw mustBe("malformed_answer", "A list", `of at most ${maxPages} pages`, "more");
    const { value } = await send({ link, signal: call.signal });
    yield value as Page;
    link = memberOf(memberOf(value, "pagination"), "next");
  }
}
