/*
 * The parts of a document that are generated, each between two comments that no reader sees. What stands around them is
 * written by hand, and stays.
 */

const pattern = /(<!-- results:([\w-]+) -->\n)([\s\S]*?)(<!-- end -->)/g;

/** The parts as they are now, by name. */
export function readParts(text: string): ReadonlyMap<string, string> {
  const parts = new Map<string, string>();
  for (const [, , name = "", content = ""] of text.matchAll(pattern)) {
    if (content.includes("<!-- results:")) throw new SyntaxError(`The part "${name}" has no end`);
    if (parts.has(name)) throw new SyntaxError(`There are two parts "${name}"`);
    parts.set(name, content.trim());
  }
  const begun = text.match(/<!-- results:/g)?.length ?? 0;
  if (begun !== parts.size)
    throw new SyntaxError("The last part has no end, or a part has a name that is none");
  return parts;
}

/** The document with new contents in some of its parts; the others keep what they have. */
export function fillParts(text: string, contents: ReadonlyMap<string, string>): string {
  const present = readParts(text);
  const homeless = [...contents.keys()].filter((name) => !present.has(name));
  if (homeless.length > 0) throw new SyntaxError(`The document has no part for ${homeless.join(", ")}`);
  return text.replaceAll(pattern, (whole: string, begin: string, name: string, _: string, end: string) => {
    const content = contents.get(name);
    return content === undefined ? whole : `${begin}\n${content.trim()}\n\n${end}`;
  });
}
