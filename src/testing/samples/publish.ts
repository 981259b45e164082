import type {
  AssetSyncedData,
  PublishEventMap,
  PublishedArticle,
  PublishedContent,
  PublishedContentBody,
  PublishedFieldsVersion,
} from "../../events/index.js";
import { bodyOf, definitionUrl, fieldsOf, madeAt, versionOf } from "./content.js";
import { type Ids, type Samples, self, url } from "./ids.js";

/** Contents of a publication have their own form of time. */
const publishedAt = "2026-03-02 09:15:00";

/** The events of the Publish group. */
export const publish: Samples<PublishEventMap> = {
  asset_published: (ids) => ({
    assets: {
      articles: [article(ids)],
      images: [{ id: ids.asset }],
      videos: [],
      raw_files: [],
      structured_contents: [content(ids)],
    },
    organization: { id: ids.organization },
    publishing_event: {
      id: ids.publishing,
      links: { self: url("publishing-events", ids.publishing), publishing_metadata: metadataUrl(ids) },
    },
  }),
  asset_synced: concerned,
  asset_unpublished: concerned,
};

function metadataUrl({ publishing }: Ids): string {
  return url("publishing-events", publishing, "publishing-metadata");
}

function concerned(ids: Ids): AssetSyncedData {
  return {
    assets: {
      articles: [{ id: ids.article }],
      images: [{ id: ids.asset }],
      videos: [],
      raw_files: [],
      structured_contents: [{ id: ids.content }],
    },
    organization: { id: ids.organization },
    publishing_event: { links: { publishing_metadata: metadataUrl(ids) } },
  };
}

function article({ article: id, labelGroup, label }: Ids): PublishedArticle {
  return {
    id,
    title: "Plums in season",
    created_at: publishedAt,
    modified_at: publishedAt,
    html_body: "<p>They are blue.</p>",
    images: [
      {
        attribution_text: "Photograph: the test kitchen",
        caption: "Plums",
        description: "A bowl of plums",
        mime_type: "image/jpeg",
        height: "600",
        width: 800,
        source: { name: "Own picture" },
        url: "https://example.com/plums.jpg",
        thumbnail: "https://example.com/plums-small.jpg",
      },
    ],
    labels: [{ group: { id: labelGroup, name: "Season" }, values: [{ id: label, name: "Autumn" }] }],
  };
}

function content(ids: Ids): PublishedContent {
  return {
    id: ids.content,
    title: "Plum dumplings",
    created_at: publishedAt,
    modified_at: publishedAt,
    labels: [{ group: { id: ids.labelGroup, name: "Season" }, values: [{ id: ids.label, name: "Autumn" }] }],
    links: self("structured-contents", ids.content),
    content_body: contentBody(ids),
  };
}

function contentBody(ids: Ids): PublishedContentBody {
  return {
    ...bodyOf(ids, ids.content, true),
    template_guid: ids.template,
    content_type: { name: "Recipe" },
    links: { self: url("structured-content", "contents", ids.content), definition: definitionUrl(ids) },
    latest_fields_version: fieldsVersion(ids),
  };
}

function fieldsVersion(ids: Ids): PublishedFieldsVersion {
  const { fields, content_hash, version_guid, created_by, validation } = versionOf(
    ids,
    ids.contentVersion,
    fieldsOf(ids),
  );
  return { fields, content_hash, version_guid, created_by, created_at: madeAt, validation };
}
