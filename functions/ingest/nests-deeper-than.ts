const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENS_ARRAY = 0x5b;
const OPENS_OBJECT = 0x7b;
const CLOSES_ARRAY = 0x5d;
const CLOSES_OBJECT = 0x7d;

/**
 * Read off the text, before anything is parsed: a parsed value takes up to 22 times its text. Most texts have too few brackets to
 * nest that deep, wherever they stand, and counting those is a search that the processor does by the word.
 */
export function nestsDeeperThan(json: string, depthMax: number): boolean {
  const left = depthMax - countUpTo(depthMax, json, '{');
  return left <= 0 || countUpTo(left + 1, json, '[') > left ? scan(Buffer.from(json), depthMax) : false;
}

function countUpTo(max: number, text: string, wanted: string): number {
  let count = 0;
  for (let at = text.indexOf(wanted); at !== -1 && count < max; at = text.indexOf(wanted, at + 1)) count += 1;
  return count;
}

// By the byte: in UTF-8 none of these is part of another character, and a string asks for each character how it is stored.
function scan(json: Uint8Array, depthMax: number): boolean {
  const { length } = json;
  let depth = 0;
  for (let index = 0; index < length; index += 1) {
    const byte = json[index];
    if (byte === QUOTE) index = endOfString(json, index + 1);
    else if (byte === OPENS_ARRAY || byte === OPENS_OBJECT) {
      depth += 1;
      if (depth > depthMax) return true;
    } else if (byte === CLOSES_ARRAY || byte === CLOSES_OBJECT) depth -= 1;
  }
  return false;
}

/** Where its closing quotation mark stands, or where the text ends. */
function endOfString(json: Uint8Array, start: number): number {
  const { length } = json;
  let index = start;
  while (index < length && json[index] !== QUOTE) {
    // What follows a backslash ends no string.
    index += json[index] === BACKSLASH ? 2 : 1;
  }
  return index;
}
