const [QUOTE, BACKSLASH] = ['"'.charCodeAt(0), '\\'.charCodeAt(0)];
const [OPENS_ARRAY, OPENS_OBJECT] = ['['.charCodeAt(0), '{'.charCodeAt(0)];
const [CLOSES_ARRAY, CLOSES_OBJECT] = [']'.charCodeAt(0), '}'.charCodeAt(0)];

/** Read off the text, before anything is parsed: a parsed value takes up to 22 times its text. */
export function nestsDeeperThan(json: string, depthMax: number): boolean {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < json.length; index += 1) {
    const unit = json.charCodeAt(index);
    if (inString) {
      // What follows a backslash ends no string.
      if (unit === BACKSLASH) index += 1;
      else if (unit === QUOTE) inString = false;
    } else if (unit === QUOTE) inString = true;
    else if (unit === OPENS_ARRAY || unit === OPENS_OBJECT) {
      depth += 1;
      if (depth > depthMax) return true;
    } else if (unit === CLOSES_ARRAY || unit === CLOSES_OBJECT) depth -= 1;
  }
  return false;
}
