/** Generated parts of a page stand between `<!-- row:NAME -->` and `<!-- /row -->`; what people wrote around them stays. */
export const opener = (name: string): string => `<!-- row:${name} -->`;
export const CLOSER = '<!-- /row -->';

/** What stands in a section now; undefined where the page has none of that name. */
export function sectionOf(page: string, name: string): string | undefined {
  const place = placeOf(page, name);
  return place && page.slice(place.start, place.end).trim();
}

/** The page with these sections made anew: in their places, or at its end where they had none. */
export function mergeSections(page: string, sections: ReadonlyMap<string, string>): string {
  let merged = page;
  for (const [name, text] of sections) {
    const section = `\n${text.trim()}\n`;
    const place = placeOf(merged, name);
    merged = place
      ? merged.slice(0, place.start) + section + merged.slice(place.end)
      : `${merged.trimEnd()}\n\n${opener(name)}${section}${CLOSER}\n`;
  }
  return merged;
}

/** @throws for a section that nobody closed: all that follows would be lost */
function placeOf(page: string, name: string): { readonly start: number; readonly end: number } | undefined {
  const at = page.indexOf(opener(name));
  if (at === -1) return undefined;
  const start = at + opener(name).length;
  const end = page.indexOf(CLOSER, start);
  const next = page.indexOf('<!-- row:', start);
  if (end === -1 || (next !== -1 && next < end)) throw new Error(`The section ${opener(name)} has no ${CLOSER}.`);
  return { start, end };
}
