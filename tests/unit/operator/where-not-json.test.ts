import { whereNotJson } from '../../../operator/where-not-json.ts';

test.each([
  ['{"a": 1\n "b": 2}', 'at line 2, column 2 (comma expected)'],
  ['{"a": 1,\n}', 'at line 2, column 1'],
  ['{\n  // why\n}', 'at line 2, column 3'],
  ['', 'at line 1, column 1'],
  ['\uFEFF{}', 'at line 1, column 1'],
])('%j stops being JSON', (text, where) => {
  expect(() => JSON.parse(text) as unknown).toThrow(SyntaxError);
  expect(whereNotJson(text)).toContain(where);
});

test('nothing of the text is quoted', () => {
  expect(whereNotJson('whsec_c2VjcmV0')).not.toContain('whsec');
});
