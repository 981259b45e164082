/*
 * Draws Mermaid when the site is built: the reader's browser loads no library, and sees the picture at once. Its colours
 * are variables of the style sheet, so that it is dark where the page is.
 */
import { renderMermaidSVG } from "beautiful-mermaid";
import type { MarkdownRenderer } from "vitepress";

/** Replaces blocks of the language `mermaid`. */
export function drawPictures(markdown: MarkdownRenderer): void {
  const { fence } = markdown.renderer.rules;
  let pictures = 0;
  markdown.renderer.rules.fence = (tokens, index, ...rest) => {
    const { info = "", content = "" } = tokens[index] ?? {};
    if (info.trim() !== "mermaid") return fence?.(tokens, index, ...rest) ?? "";
    const heading = tokens.slice(0, index).findLast(({ type }) => type === "heading_open");
    const title = heading ? tokens[tokens.indexOf(heading) + 1]?.content : "";
    pictures++;
    // Its style sheet imports a font from elsewhere; theme/style.css has what is needed of it.
    const svg = renderMermaidSVG(content, { transparent: true })
      .replace(/<style>[\s\S]*?<\/style>/, "")
      .replaceAll(/arrowhead(?=["-])|(?<=#)arrowhead/g, `picture-${pictures}-arrow`);
    return `<figure class="picture" v-pre tabindex="0" role="img" aria-label="${markdown.utils.escapeHtml(`Diagram: ${title}`)}">${svg}</figure>\n`;
  };
}
