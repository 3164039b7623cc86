import { stripVTControlCharacters } from 'node:util';

/** What terminals give two columns: East Asian wide and full-width forms, and pictures. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Marks and joiners have no column of their own: they belong to the character that they stand on. */
const charactersOf = (text: string) => Array.from(graphemes.segment(text), ({ segment }) => segment);
const columnsOf = (character: string) => (WIDE.test(character) ? 2 : 1);

/** How many columns of a terminal the text takes. */
export const widthOf = (text: string) => charactersOf(text).reduce((sum, character) => sum + columnsOf(character), 0);

/** On one line, and nothing that a terminal would obey: texts of senders and of errors are shown. */
export const plainLine = (text: string) =>
  stripVTControlCharacters(text)
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\p{Cc}\p{Bidi_Control}]/gu, '')
    .trim();

/** Cut where it would be wider, padded where it is narrower; as it is where no width is known. */
export function fitColumns(text: string, columns: number): string {
  if (columns === Infinity) return text;
  const width = widthOf(text);
  if (width <= columns) return text + ' '.repeat(columns - width);
  let cut = '';
  let used = 0;
  for (const character of charactersOf(text)) {
    if (used + columnsOf(character) > columns - 1) break;
    cut += character;
    used += columnsOf(character);
  }
  return `${cut}…${' '.repeat(columns - 1 - used)}`;
}
