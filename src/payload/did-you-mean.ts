/** Only so many characters of a wrong name are compared: a sender can choose it, at any length. */
const longest = 100;

/**
 * The question that ends a message about an unknown name: ` Did you mean task_added?`, with a blank before it. It has
 * the names that have all words of `wanted` in them, or are spelt nearly so: the nearest first, three at most. When
 * all names are far from `wanted`, it is empty.
 */
export function didYouMean(wanted: string, names: readonly string[]): string {
  const word = wanted.slice(0, longest).toLowerCase();
  const words = word.split("_").filter(Boolean);
  const near = names
    .map((name) => ({ name, distance: distanceOf(word, name.toLowerCase()) }))
    .filter(
      ({ name, distance }) =>
        distance <= Math.max(2, word.length / 3) ||
        (words.length > 0 && words.every((part) => name.includes(part))),
    )
    .sort((one, other) => one.distance - other.distance)
    .slice(0, 3);
  return near.length > 0 ? ` Did you mean ${near.map(({ name }) => name).join(" or ")}?` : "";
}

/** How many letters must be added, removed or replaced (Levenshtein). */
function distanceOf(wanted: string, name: string): number {
  let above = Array.from({ length: name.length + 1 }, (_, column) => column);
  for (const [row, letter] of [...wanted].entries()) {
    let left = row + 1;
    const others = above.slice(1).map((up, column) => {
      const replaced = (above[column] ?? 0) + Number(letter !== name[column]);
      left = Math.min(left + 1, up + 1, replaced);
      return left;
    });
    above = [row + 1, ...others];
  }
  return above[name.length] ?? 0;
}
