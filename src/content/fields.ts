import type { ContentFields } from "../events/field-value.js";

/**
 * A `content_body`, wherever it comes from: a preview, a publication, another content, the REST API. Only the members
 * that are read here are named, and nothing is assumed of their values.
 */
export interface AnyContentBody {
  /** Main locale, such as `en` or `en_US`. */
  readonly primary_locale?: unknown;
  /** The fields in `content_preview_requested`. */
  readonly fields_version?: unknown;
  /** The fields in `asset_published`, in embedded contents and by REST. */
  readonly latest_fields_version?: unknown;
}

/**
 * The fields of a content by their key, from `fields_version` or else `latest_fields_version`. Only fields that have a
 * value are there.
 *
 * The values are as CMP sent them, unchecked; {@link readField} checks what it reads.
 *
 * @param body a `content_body`; anything that is none has no fields
 * @returns an empty object when there are no fields; it never throws
 */
export function fieldsOf(body: AnyContentBody | null | undefined): ContentFields {
  const versions = [body?.fields_version, body?.latest_fields_version];
  return versions.map((version) => member(version, "fields")).find(isRecord<ContentFields>) ?? {};
}

/** What a field holds in one locale, as far as it is in order. */
export interface Localized {
  /** As CMP writes it; empty when it is no string. */
  readonly locale: string;
  readonly values: readonly unknown[];
}

/** What a field holds, one entry per locale. */
export function entriesOf(field: unknown): readonly Localized[] {
  return listOf(field).map((entry) => ({
    locale: textOf(member(entry, "locale")),
    values: listOf(member(entry, "field_values")),
  }));
}

/** A member of its own, if there is one: names such as `__proto__` are names like any other. */
export function member(value: unknown, name: string): unknown {
  return Object.getOwnPropertyDescriptor(value ?? {}, name)?.value;
}

/** An object, and no array. The caller says what CMP sends there; the members are still unchecked. */
export function isRecord<Sent extends object>(value: unknown): value is Sent {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value if it is a string. Not `String`, which throws for an object whose `toString` is no function. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
