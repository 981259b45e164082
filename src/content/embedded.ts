import type { EmbeddedContent } from "../events/structured-content.js";
import { describeValue, requireKnownOptions } from "../values.js";
import { type AnyContentBody, entriesOf, fieldsOf, isRecord, member } from "./fields.js";

/** Options of {@link embeddedContents}. */
export interface EmbeddedContentsOptions {
  /** How many contents may be nested in one another; what is deeper is left out. @default 8 */
  readonly maxDepth?: number | undefined;
}

/**
 * All contents that are embedded in a content, in all locales and at any depth: each before those within it.
 *
 * They are as CMP sent them, unchecked; `readField` checks what it reads.
 *
 * @param body a `content_body`
 * @returns an empty array when there are none; a content that is within itself ends at `maxDepth`. Whatever the body
 *   holds, it does not throw
 * @throws TypeError for an option that does not exist, or is not as it must be
 */
export function embeddedContents(
  body: AnyContentBody | null | undefined,
  options: EmbeddedContentsOptions = {},
): readonly EmbeddedContent[] {
  requireKnownOptions("embeddedContents", options, ["maxDepth"]);
  const { maxDepth = 8 } = options;
  if (typeof maxDepth !== "number") {
    throw new TypeError(`maxDepth must be a number, received ${describeValue(maxDepth)}`);
  }
  if (!(maxDepth > 0)) return [];
  return Object.values(fieldsOf(body))
    .flatMap(entriesOf)
    .flatMap(({ values }) => values.map((value) => member(value, "content_details")))
    .filter(isRecord<EmbeddedContent>)
    .flatMap((inner) => [inner, ...embeddedContents(inner, { maxDepth: maxDepth - 1 })]);
}
