/** Far enough apart that a long text has few of them. */
const PLACES_MAX = 120;

/** The text with one character changed, at its first, its last and many places between. */
export const flippedTexts = (text: string): readonly string[] =>
  placesOf(text.length).map((index) => {
    const character = text[index] === '1' ? '2' : '1';
    return text.slice(0, index) + character + text.slice(index + 1);
  });

/** The bytes with one bit changed, at as many places. */
export const flippedBytes = (bytes: Buffer): readonly Buffer[] =>
  placesOf(bytes.length).map((index) => {
    const changed = Buffer.from(bytes);
    changed[index] = (changed[index] ?? 0) ^ 1;
    return changed;
  });

function placesOf(length: number): readonly number[] {
  const step = Math.max(1, Math.ceil(length / PLACES_MAX));
  const places = Array.from({ length: Math.ceil(length / step) }, (_, index) => index * step);
  return length === 0 ? [] : [...new Set([...places, length - 1])];
}
