/** The name that has most in common with the one that must be given: the most runs of three letters, and few others. */
export function nearest(wanted: string, names: readonly string[]): string | undefined {
  const likeness = (name: string): number =>
    [...wanted].filter((_, index) => name.includes(wanted.slice(index, index + 3))).length - name.length / 2;
  return [...names].sort((left, right) => likeness(right) - likeness(left))[0];
}
