import type { ContentPreviewRequestedData } from "../../events/index.js";
import { bodyOf, fieldsOf, madeAt, versionOf } from "./content.js";
import { type Ids, url } from "./ids.js";

/** A request for a preview, but for its task. */
export function preview(ids: Ids): Omit<ContentPreviewRequestedData, "task"> {
  const { content, contentVersion } = ids;
  const path = [
    "structured-content",
    "contents",
    content,
    "versions",
    contentVersion,
    "previews",
    ids.preview,
  ];
  return {
    assets: {
      articles: [],
      images: [],
      videos: [],
      raw_files: [],
      structured_contents: [
        {
          id: content,
          version_id: contentVersion,
          title: "Plum dumplings",
          created_at: madeAt,
          modified_at: madeAt,
          content_body: {
            ...bodyOf(ids, content, true),
            fields_version: versionOf(ids, contentVersion, fieldsOf(ids)),
          },
        },
      ],
    },
    organization: { id: ids.organization },
    preview_id: ids.preview,
    links: { acknowledge: url(...path, "acknowledge"), complete: url(...path, "complete") },
  };
}
