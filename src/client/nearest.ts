/** The name most like a misspelt one: the most runs of three letters in common, and few letters beside them. */
export function nearest(wanted: string, names: readonly string[]): string | undefined {
  const likeness = (name: string): number =>
    [...wanted].filter((_, index) => name.includes(wanted.slice(index, index + 3))).length - name.length / 2;
  return [...names].sort((left, right) => likeness(right) - likeness(left))[0];
}
