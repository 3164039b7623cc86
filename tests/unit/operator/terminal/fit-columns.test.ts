import * as fc from 'fast-check';
import { fitColumns, plainLine, widthOf } from '../../../../operator/terminal/fit-columns.ts';
import { wrapColumns } from '../../../../operator/terminal/wrap-columns.ts';
import { anyCharacter } from '../../../support/any-character.ts';

test.each([
  ['abc', 5, 'abc  '],
  ['abcdef', 4, 'abc…'],
  ['日本語', 4, '日… '],
  ['日本語', 6, '日本語'],
  ['e\u0301a\u0308b', 4, 'e\u0301a\u0308b '],
  ['', 2, '  '],
])('%j in %i columns is %j', (text, columns, fitted) => {
  expect(fitColumns(text, columns)).toBe(fitted);
});

test('whatever the text, it takes exactly its columns', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 40 }), (text, columns) => {
      expect(widthOf(fitColumns(text, columns))).toBe(columns);
    }),
  );
});

test('where no width is known it is as it is', () => {
  expect(fitColumns('abc', Infinity)).toBe('abc');
});

test('whatever the text, its words come whole and in their order, and only a single word may be wider', () => {
  const words = fc.array(fc.stringMatching(/^[a-zü日]{1,12}$/), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(words, fc.integer({ min: 1, max: 40 }), (all, columns) => {
      const lines = wrapColumns(all.join(' '), columns);
      expect(lines.join(' ')).toBe(all.join(' '));
      for (const line of lines.filter((one) => one.includes(' '))) expect(widthOf(line)).toBeLessThanOrEqual(columns);
    }),
  );
});

test('nothing that a terminal would obey is left, and one line', () => {
  expect(plainLine('\u001B[31mred\u001B[0m\r\nnext\tcell \u202Ereversed\u0007 \u009B2J')).toBe(
    'red next cell reversed',
  );
  fc.assert(
    fc.property(fc.string({ unit: anyCharacter }), (text) => {
      expect(plainLine(text)).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
    }),
  );
});
