/*
 * Draws Mermaid when the site is built: the reader's browser loads no library, and sees the picture at once. Its colours
 * are variables of the style sheet, so that it is dark where the page is.
 */
import { renderMermaidSVG } from "beautiful-mermaid";
import type { MarkdownRenderer } from "vitepress";

/** Blocks are rendered for their page, and again for the search: once is enough. By what they say. */
const rendered = new Map<string, string>();

/** Draws blocks of the language `mermaid`; the others are left to VitePress. */
export function drawPictures(markdown: MarkdownRenderer): void {
  const { fence } = markdown.renderer.rules;
  markdown.renderer.rules.fence = (tokens, index, ...rest) => {
    const { info = "", content = "" } = tokens[index] ?? {};
    const heading = tokens.slice(0, index).findLastIndex(({ type }) => type === "heading_open");
    const title = tokens[heading + 1]?.content ?? "";
    const isPicture = info.trim() === "mermaid";
    const key = JSON.stringify([info, content, isPicture && title]);
    const html =
      rendered.get(key) ??
      (isPicture
        ? draw(content, markdown.utils.escapeHtml(title), rendered.size)
        : (fence?.(tokens, index, ...rest) ?? ""));
    rendered.set(key, html);
    return html;
  };
}

/** @param number of its own, since two pictures on a page must not have one id */
function draw(content: string, title: string, number: number): string {
  const svg = renderMermaidSVG(content, { transparent: true })
    // Its style sheet imports a font from elsewhere; theme/style.css has what is needed of it.
    .replace(/<style>[\s\S]*?<\/style>/, "")
    .replace(/(?<=^<svg [^>]*) style="[^"]*"/, "")
    .replaceAll(/\b(seq-)?arrow(head)?(?=["-])|(?<=#)(seq-)?arrow(head)?/g, `picture-${number}-$&`);
  return `<figure class="picture" v-pre tabindex="0" role="img" aria-label="Diagram: ${title}">${svg}</figure>\n`;
}
