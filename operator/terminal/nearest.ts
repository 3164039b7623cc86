/** More changes than that, and it is another word. */
const CHANGES_MAX = 3;

/** The name that somebody may have meant. */
export function nearest(typed: string, names: readonly string[]): string | undefined {
  const most = Math.min(CHANGES_MAX, Math.floor(typed.length / 2));
  const [best] = names
    .map((name) => ({ name, changes: changesBetween(typed, name) }))
    .filter(({ changes }) => changes <= most)
    .toSorted((one, other) => one.changes - other.changes);
  return best?.name;
}

/** How many characters to put in, take out or replace: https://en.wikipedia.org/wiki/Levenshtein_distance */
function changesBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [index, character] of Array.from(one).entries()) {
    const next = [index + 1];
    for (const [place, against] of Array.from(other).entries()) {
      const replaced = (row[place] ?? 0) + Number(character !== against);
      next.push(Math.min(replaced, (row[place + 1] ?? 0) + 1, (next[place] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
