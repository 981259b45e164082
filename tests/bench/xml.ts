/*
 * A strict reader of XML, as far as charts use it: no parser of XML is among the packages of this project.
 */

/** An element, with its text put together. */
export interface Node {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: Node[];
  text: string;
}

const token = /<(\/?)([a-z]+)((?:\s+[\w:-]+="[^"<]*")*)(\/?)>|([^<]+)|(<)/gi;

/** The root element. @throws SyntaxError where it is not well-formed */
export function parseXml(xml: string): Node {
  const top: Node = { name: "", attributes: new Map(), children: [], text: "" };
  const open: Node[] = [top];
  for (const [, closes, name = "", attributes = "", isEmpty, text, stray] of xml.matchAll(token)) {
    const parent = open.at(-1) ?? top;
    if (stray) throw new SyntaxError(`A "<" that begins no tag, in ${parent.name}`);
    if (text !== undefined) parent.text += unescapeXml(text);
    else if (closes) close(open, name);
    else {
      const node: Node = { name, attributes: readAttributes(attributes), children: [], text: "" };
      parent.children.push(node);
      if (!isEmpty) open.push(node);
    }
  }
  const [root, ...others] = top.children;
  if (open.length > 1) throw new SyntaxError(`<${open.at(-1)?.name}> has no end`);
  if (!root || others.length > 0 || top.text.trim() !== "") throw new SyntaxError("Not one root");
  return root;
}

/** The element and all that are in it. */
export function allIn(node: Node): readonly Node[] {
  return [node, ...node.children.flatMap(allIn)];
}

function close(open: Node[], name: string): void {
  const last = open.pop();
  if (open.length === 0 || last?.name !== name) throw new SyntaxError(`</${name}> ends <${last?.name}>`);
}

function readAttributes(text: string): ReadonlyMap<string, string> {
  const attributes = new Map<string, string>();
  for (const [, key = "", value = ""] of text.matchAll(/([\w:-]+)="([^"]*)"/g)) {
    if (attributes.has(key)) throw new SyntaxError(`Twice: ${key}`);
    attributes.set(key, unescapeXml(value));
  }
  return attributes;
}

function unescapeXml(text: string): string {
  const characters: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"' };
  return text.replaceAll(/&(\w*;?)/g, (whole, name: string) => {
    const character = characters[name.replace(/;$/, "")];
    if (!name.endsWith(";") || character === undefined) throw new SyntaxError(`No such entity: ${whole}`);
    return character;
  });
}
