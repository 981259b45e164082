/*
 * Words to fill bodies with.
 */

/** What an editor leaves: markup with attributes, escapes in JSON, and letters beyond ASCII. */
const paragraph =
  '<p class="lead">Plum dumplings are best in <a href="https://example.com/season?month=9">September</a>, ' +
  "when the plums are ripe: don’t peel them, but take the stone out – a lump of sugar goes in its place.</p>\n" +
  '<ul><li><strong>Potatoes</strong>, boiled the day before</li><li>Flour, <em class="hint">not too much</em></li>' +
  "<li>Crème fraîche</li></ul>\n";

/** Paragraphs of rich text, `length` characters of them. */
export function paragraphs(length: number): string {
  return paragraph.repeat(Math.ceil(length / paragraph.length)).slice(0, length);
}

/** Plain text of exactly `length` bytes, with nothing in it that JSON or a URL would escape. */
export function sentence(length: number): string {
  return "id-title-labels-".repeat(Math.ceil(length / 16)).slice(0, length);
}
