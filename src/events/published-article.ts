/*
 * Articles as `asset_published` sends them.
 */

/** A published article. */
export interface PublishedArticle {
  /** Identifier of the article. */
  id: string;
  /** Title. */
  title: string;
  /** When the article was made. */
  created_at: string;
  /** When the article was changed last. */
  modified_at: string;
  /** The text as HTML. Clean it before showing it. */
  html_body: string;
  /** The images that the article uses. */
  images: PublishedArticleImage[];
  /** The labels on the article. */
  labels: ArticleLabel[];
}

/** An image in a published article. */
export interface PublishedArticleImage {
  /** The name to credit, or null. */
  attribution_text: string | null;
  /** Caption. */
  caption: string;
  /** Description, or null. */
  description: string | null;
  /** MIME type. */
  mime_type: string;
  /** Height in pixels. A string on the vendor's page; the same article by REST has a number. */
  height: string | number;
  /** Width in pixels. A string on the vendor's page; the same article by REST has a number. */
  width: string | number;
  /** The source of the image. The vendor's table calls it a string, but lists a name inside it. */
  source: ImageSource;
  /** Address of the image. */
  url: string;
  /** Address of the thumbnail, or null. */
  thumbnail: string | null;
}

/** The source of an image. */
export interface ImageSource {
  /** Name of the source, or null. */
  name: string | null;
}

/** A group of labels. */
export interface LabelGroup {
  /** Identifier of the group. */
  id: string;
  /** Name of the group. */
  name: string;
}

/** The chosen labels of one group. */
export interface ArticleLabel {
  /** The group. */
  group: LabelGroup;
  /** The chosen labels. The vendor's table calls it an object; the example has an array. */
  values: ArticleLabelValue[];
}

/** A label that was chosen. */
export interface ArticleLabelValue {
  /**
   * Identifier of the label.
   * @inferred by analogy with the labels of structured contents
   */
  id?: string;
  /**
   * Name of the label.
   * @inferred by analogy with the labels of structured contents
   */
  name?: string;
}
