/*
 * The request for a preview, which belongs to the Task group. Its table in the vendor's pages is short; most
 * members are known from recorded deliveries.
 */

import type { Organization, TaskReference } from "./common.js";
import type { ContentBody, FieldsVersion } from "./structured-content.js";

/**
 * Someone requested a preview of structured content. The first integration that acknowledges the request gets it,
 * and CMP refuses all others. So acknowledge only contents that you can render.
 * @see https://docs.developers.optimizely.com/content-marketing-platform/reference/task-events
 * @key preview_id
 */
export interface ContentPreviewRequestedEvent {
  event_name: "content_preview_requested";
  /** The content to preview, and the addresses to answer to. */
  data: ContentPreviewRequestedData;
}

/** The `data` of `content_preview_requested`. */
export interface ContentPreviewRequestedData {
  /** The assets to show. */
  assets: PreviewAssets;
  /** The organization that requests the preview. */
  organization: Organization;
  /**
   * Identifier of this request, new for each request for the same version. Not documented, but in every
   * recorded delivery.
   */
  preview_id?: string;
  /** The task that the content belongs to. */
  task: TaskReference;
  /** The addresses to answer to. */
  links: PreviewLinks;
}

/** The two addresses to answer a request for a preview to. Both end with its `preview_id`. */
export interface PreviewLinks {
  /** Address to POST to, once, to acknowledge the preview. */
  acknowledge: string;
  /** Address to POST the addresses of the finished previews to. */
  complete: string;
}

/** The assets of a request for a preview, by kind. */
export interface PreviewAssets {
  /** Not documented. An empty array in every recorded delivery, so its items are unknown. */
  articles?: unknown[];
  /** Not documented. An empty array in every recorded delivery, so its items are unknown. */
  images?: unknown[];
  /** Not documented. An empty array in every recorded delivery, so its items are unknown. */
  videos?: unknown[];
  /** Not documented. An empty array in every recorded delivery, so its items are unknown. */
  raw_files?: unknown[];
  /** The contents to show, in full. One in every recorded delivery. */
  structured_contents: PreviewContent[];
}

/** A structured content to show. */
export interface PreviewContent {
  /** Identifier of the content. */
  id: string;
  /** Identifier of the version to show. Not documented, but in every recorded delivery. */
  version_id: string;
  /** Title. */
  title: string;
  /** When the content was made: UTC without a zone mark, such as `2026-01-08T23:00:56`. */
  created_at: string;
  /** When the content was changed last: UTC without a zone mark. */
  modified_at: string;
  /** The content itself. */
  content_body: PreviewContentBody;
}

/** The content to show, in the requested version. */
export interface PreviewContentBody extends ContentBody {
  /**
   * The version to show. Its `content_hash` is sent back on acknowledging. `asset_published` and embedded
   * contents call this member `latest_fields_version`.
   */
  fields_version: FieldsVersion;
}
