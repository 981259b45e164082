/*
 * Writes SVG: elements, and the frame that all charts have in common. The same figures give the same file to the byte,
 * so that a chart in the repository changes only when its figures do.
 */

/** The attributes of an element; numbers are rounded to a tenth of a pixel. */
export type Attributes = Readonly<Record<string, string | number>>;

/** A chart as it lies on the page. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly title: string;
  /** What the chart shows, in words, for those who do not see it. */
  readonly description: string;
}

/** Dark colours come by the reader's own setting; the background is drawn, so the text is readable on either page. */
const style = [
  "text{font:13px system-ui,'Segoe UI',Helvetica,Arial,sans-serif;fill:#1f2328}",
  ".title{font-size:15px;font-weight:600}.group{font-weight:600}.soft{fill:#59636e}",
  ".back{fill:#fff;stroke:#d1d9e0}.grid{stroke:#d1d9e0}.axis{stroke:#818b98}",
  ".bar{fill:#afb8c1}.bar.ours{fill:#0969da}.note{paint-order:stroke;stroke:#fff;stroke-width:5px}.end{text-anchor:end}.mid{text-anchor:middle}",
  ".line{fill:none;stroke-width:2;stroke:#818b98}.line.a{stroke:#0969da}.line.b{stroke:#bc4c00;stroke-dasharray:6 4}",
  ".dot.a{fill:#0969da}.dot.b{fill:#bc4c00}",
  "@media(prefers-color-scheme:dark){text{fill:#f0f6fc}.soft{fill:#9198a1}",
  ".back{fill:#0d1117;stroke:#3d444d}.grid{stroke:#3d444d}.axis{stroke:#9198a1}",
  ".bar{fill:#656c76}.bar.ours{fill:#4493f8}.note{stroke:#0d1117}",
  ".line.a{stroke:#4493f8}.line.b{stroke:#f0883e}.dot.a{fill:#4493f8}.dot.b{fill:#f0883e}}",
].join("");

/** A whole file. */
export function drawFrame({ width, height, title, description }: Frame, body: readonly string[]): string {
  const attributes = {
    xmlns: "http://www.w3.org/2000/svg",
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: "img",
    "aria-labelledby": "title description",
  };
  const children = [
    element("title", { id: "title" }, escapeXml(title)),
    element("desc", { id: "description" }, escapeXml(description)),
    element("style", {}, style),
    element("rect", { class: "back", x: 0.5, y: 0.5, width: width - 1, height: height - 1, rx: 6 }),
    drawText(title, { class: "title", x: 16, y: 28 }),
    ...body,
  ];
  return `${element("svg", attributes, `\n${children.join("\n")}\n`)}\n`;
}

/** An element; its children are SVG already, or text that was escaped. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const list = Object.entries(attributes).map(([key, value]) => ` ${key}="${escapeXml(print(value))}"`);
  const open = `<${name}${list.join("")}`;
  return children.length === 0 ? `${open}/>` : `${open}>${children.join("")}</${name}>`;
}

/** A piece of text. */
export function drawText(text: string, attributes: Attributes): string {
  return element("text", attributes, escapeXml(text));
}

/** A straight line. */
export function drawLine(kind: string, [x1, y1]: Point, [x2, y2]: Point): string {
  return element("line", { class: kind, x1, y1, x2, y2 });
}

/** Pixels from the left and from the top. */
export type Point = readonly [x: number, y: number];

/** Control characters may not stand in XML, not even escaped. */
export function escapeXml(text: string): string {
  return text
    .replaceAll(/\p{Cc}/gu, " ")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

/** A guess, since nothing here can measure text: wide enough for the usual fonts. */
export function widthOf(text: string): number {
  return text.length * 7.4;
}

function print(value: string | number): string {
  if (typeof value === "string") return value;
  if (!Number.isFinite(value)) throw new RangeError(`Not a place on a chart: ${value}`);
  return String(Math.round(value * 10) / 10);
}
