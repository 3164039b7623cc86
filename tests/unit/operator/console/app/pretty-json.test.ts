import { assert, constantFrom, jsonValue, property, string } from 'fast-check';
import { prettyJson } from '../../../../../operator/console/app/pages/dead-letters/pretty-json.ts';

test('any JSON is indented as JSON.stringify would, however it was written', () => {
  assert(
    property(jsonValue(), constantFrom(undefined, 1, '\t'), (value, space) => {
      expect(prettyJson(JSON.stringify(value, undefined, space))).toBe(JSON.stringify(value, undefined, 2));
    }),
  );
});

test('a number that JavaScript would round is shown as it was signed', () => {
  expect(prettyJson('{"id":12345678901234567890,"amount":1.10}')).toBe(
    '{\n  "id": 12345678901234567890,\n  "amount": 1.10\n}',
  );
});

test('what is no JSON is shown as it is', () => {
  assert(property(string(), (text) => expect(prettyJson(`x${text}`)).toBe(`x${text}`)));
});
