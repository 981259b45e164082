import { requireKnownOptions } from "../values.js";
import { type AnyContentBody, entriesOf, fieldsOf, type Localized, member, textOf } from "./fields.js";
import { classify, type FieldKind, type FieldReading, requireKind } from "./value.js";

/** Options of {@link readField}. */
export interface ReadFieldOptions<Kind extends FieldKind = FieldKind> {
  /**
   * The locale to read. Case and separator do not count (`en_US`, `en-us`), and a language without a region goes with
   * any region of it (`en`, `en_US`). When the field has no value in it, the content's primary locale is read.
   * @default the primary locale
   */
  readonly locale?: string | undefined;
  /** Read values of this kind only, so that the result has its type. @default the kind of the first value */
  readonly kind?: Kind | undefined;
}

/**
 * What a field of a content holds, in one locale. It takes any shape that CMP sends contents in.
 *
 * ```ts
 * import type { PreviewContent } from "optimizely-cmp-webhooks";
 * import { readField } from "optimizely-cmp-webhooks/content";
 *
 * export function headingOf({ content_body }: PreviewContent): string {
 *   return readField(content_body, "heading", { kind: "text", locale: "en-us" })?.value ?? "";
 * }
 * ```
 *
 * @param body a `content_body`
 * @param key the key of the field
 * @returns `undefined` for a field without a value in the locale and the primary one; for a content without a primary
 *   locale any locale will do. Whatever the body holds, it does not throw.
 * @throws TypeError for an option or a kind that does not exist
 */
export function readField<Kind extends FieldKind = FieldKind>(
  body: AnyContentBody | null | undefined,
  key: string,
  options: ReadFieldOptions<Kind> = {},
): FieldReading<Kind> | undefined {
  requireKnownOptions("readField", options, ["locale", "kind"]);
  const { locale, kind } = options;
  requireKind(kind);
  const readings = entriesOf(member(fieldsOf(body), key)).flatMap((entry) => readingOf(entry, kind));
  const primary = textOf(body?.primary_locale);
  return pick(readings, textOf(locale)) ?? pick(readings, primary) ?? (primary ? undefined : readings[0]);
}

/** The one that is most like the locale. */
function pick<Reading extends { readonly locale: string }>(
  readings: readonly Reading[],
  locale: string,
): Reading | undefined {
  const wanted = tagOf(locale);
  const isLike = (tag: string): boolean => tag.startsWith(wanted) || wanted.startsWith(tag);
  return (
    readings.find((reading) => tagOf(reading.locale) === wanted) ??
    readings.find((reading) => isLike(tagOf(reading.locale)))
  );
}

/** In lower case, and with a dash behind it, so that a language is a beginning of its regions and of nothing else. */
function tagOf(locale: string): string {
  return `${locale.toLowerCase().replaceAll("_", "-")}-`;
}

/** The values of one locale that are of one kind, as an array of one; an empty one when there are none. */
function readingOf<Kind extends FieldKind>(entry: Localized, wanted?: Kind): readonly FieldReading<Kind>[];
// The compiler cannot follow that the table of kinds and the type of their values belong together.
function readingOf({ locale, values: all }: Localized, wanted?: FieldKind): readonly object[] {
  const found = all.flatMap(classify);
  const kind = wanted ?? found[0]?.[0];
  const values = found.filter(([each]) => each === kind).map(([, value]) => value);
  return values.length ? [{ kind, locale, value: values[0], values }] : [];
}
