/**
 * The names that have all the words of `wanted` in them, or are spelt nearly so, the nearest first, three at the most;
 * none when all are far from it.
 */
export function nearest(wanted: string, names: readonly string[]): readonly string[] {
  const most = Math.max(2, Math.floor(wanted.length / 3));
  const words = wanted.toLowerCase().split("_").filter(Boolean);
  const holdsWords = (name: string): boolean =>
    words.length > 0 && words.every((word) => name.includes(word));
  return names
    .map((name) => ({ name, distance: distanceOf(wanted.toLowerCase(), name) }))
    .filter(({ name, distance }) => distance <= most || holdsWords(name))
    .sort((left, right) => left.distance - right.distance)
    .slice(0, 3)
    .map(({ name }) => name);
}

/** How many letters have to be put in, taken out or exchanged (Levenshtein). */
function distanceOf(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let above = 1; above <= left.length; above++) {
    const next = [above];
    for (let index = 1; index <= right.length; index++) {
      const exchange = Number(left[above - 1] !== right[index - 1]);
      next.push(
        Math.min((row[index] ?? 0) + 1, (next[index - 1] ?? 0) + 1, (row[index - 1] ?? 0) + exchange),
      );
    }
    row = next;
  }
  return row[right.length] ?? 0;
}
