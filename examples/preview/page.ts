/*
 * Makes a page of a content: every text is escaped, and rich text is shown as plain paragraphs, so that nothing an editor
 * or an attacker wrote is run.
 */
import { type AnyContentBody, fieldsOf, parseCmpTime, readField } from "optimizely-cmp-webhooks/content";

/** A content that can be shown, of a preview or of a publication. */
export interface Shown {
  readonly title: string;
  /** Such as `2026-01-08T23:00:56`, in UTC. */
  readonly modified_at: string;
  readonly content_body: AnyContentBody;
}

/** How deep contents within contents are shown. */
const maxDepth = 3;

/** The page as HTML. */
export function pageOf({ title, modified_at, content_body }: Shown, locale?: string): string {
  const time = parseCmpTime(modified_at)?.toUTCString() ?? "an unknown time";
  return `<!doctype html>
<html lang="${escapeHtml(languageOf(locale ?? content_body.primary_locale))}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<style>
  body { font: 1rem/1.5 system-ui, sans-serif; max-width: 42rem; margin: 2rem auto; padding: 0 1rem; color: #222 }
  dt { font-size: 0.8rem; color: #666; margin-top: 1rem }
  dd { margin: 0 } dd p { margin: 0 0 0.5rem }
  dl dl { border-left: 3px solid #ddd; padding-left: 1rem; margin: 0 }
  footer { margin-top: 2rem; font-size: 0.8rem; color: #666 }
</style>
<h1>${escapeHtml(title)}</h1>
${fieldsAsHtml(content_body, locale, maxDepth)}
<footer>Changed ${escapeHtml(time)}</footer>
</html>
`;
}

/** For HTML, in an element and in an attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function fieldsAsHtml(body: AnyContentBody, locale: string | undefined, depth: number): string {
  const rows = Object.keys(fieldsOf(body)).flatMap((key) => {
    const values = valuesAsHtml(body, key, locale, depth);
    return values === "" ? [] : [`<dt>${escapeHtml(key)}</dt><dd>${values}</dd>`];
  });
  return rows.length > 0 ? `<dl>${rows.join("\n")}</dl>` : "";
}

function valuesAsHtml(body: AnyContentBody, key: string, locale: string | undefined, depth: number): string {
  const field = readField(body, key, { locale });
  if (field === undefined) return "";
  switch (field.kind) {
    case "rich_text":
      return field.values.map(paragraphs).join("");
    case "asset":
      return field.values
        .map(({ asset_type = "asset", asset_guid }) => paragraph(`${asset_type} ${asset_guid}`))
        .join("");
    case "content":
      if (depth <= 1) return "";
      return field.values
        .map(({ content_details }) => fieldsAsHtml({ ...content_details }, locale, depth - 1))
        .join("");
    case "location":
      return field.values.map(({ latitude, longitude }) => paragraph(`${latitude}, ${longitude}`)).join("");
    case "json":
      return field.values.map((value) => paragraph(JSON.stringify(value))).join("");
    default:
      return field.values.map((value) => paragraph(String(value))).join("");
  }
}

/** The text of HTML: a paragraph for each block, without any element of it. */
function paragraphs(html: string): string {
  return html
    .split(/<\/?(?:p|div|br|li|ul|ol|h[1-6]|tr|table|blockquote)\b[^>]*>/i)
    .map((block) => unescapeHtml(block.replace(/<[^>]*>/g, "")).trim())
    .filter((block) => block !== "")
    .map(paragraph)
    .join("");
}

function paragraph(text: string): string {
  return `<p>${escapeHtml(text)}</p>`;
}

/** The entities that editors write most; what is not known stays as it is. It is escaped again afterwards. */
function unescapeHtml(text: string): string {
  const known = new Map([
    ["&lt;", "<"],
    ["&gt;", ">"],
    ["&quot;", '"'],
    ["&#39;", "'"],
    ["&nbsp;", " "],
    ["&amp;", "&"],
  ]);
  return text.replace(/&(?:lt|gt|quot|#39|nbsp|amp);/g, (entity) => known.get(entity) ?? entity);
}

/** `en_US` is `en-US` in HTML. */
function languageOf(locale: unknown): string {
  return typeof locale === "string" ? locale.replaceAll("_", "-") : "en";
}
