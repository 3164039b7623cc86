import * as fc from 'fast-check';
import { nestsDeeperThan } from '../../../../functions/ingest/nests-deeper-than.ts';

const nested = (depth: number, [opens, closes]: string) => `${opens?.repeat(depth)}${closes?.repeat(depth)}`;

test.each(['[]', '{}'])('%s nested as deep as allowed passes, and once more does not', (pair) => {
  expect([99, 100, 101].map((depth) => nestsDeeperThan(nested(depth, pair), 100))).toEqual([false, false, true]);
});

test.each([
  [0, 101],
  [1, 100],
  [50, 51],
  [100, 1],
  [101, 0],
])('%i objects and %i arrays in each other nest too deep, and one less does not', (objects, arrays) => {
  const opened = '{"a":'.repeat(objects) + '['.repeat(arrays);
  expect(nestsDeeperThan(opened, 100)).toBe(true);
  expect(nestsDeeperThan(opened.slice(0, arrays > 0 ? -1 : -5), 100)).toBe(false);
});

test('as many as there are side by side nest no deeper than one of them', () => {
  expect(nestsDeeperThan(`[${Array.from({ length: 1000 }, () => '{"a":[]}').join()}]`, 100)).toBe(false);
});

test('what stands in a text opens and closes nothing', () => {
  const text = JSON.stringify(['['.repeat(300), '{"\\'.repeat(300)]);
  expect(nestsDeeperThan(text, 100)).toBe(false);
  expect(nestsDeeperThan('["]'.concat(']'.repeat(200), '",', '['.repeat(100)), 100)).toBe(true);
});

/** The same, as anybody would write it who has the time. */
function plainScan(json: string, depthMax: number): boolean {
  let depth = 0;
  let isInText = false;
  for (let index = 0; index < json.length; index += 1) {
    const character = json[index] ?? '';
    if (isInText && character === '\\') index += 1;
    else if (character === '"') isInText = !isInText;
    else if (!isInText && '[{'.includes(character)) depth += 1;
    else if (!isInText && ']}'.includes(character)) depth -= 1;
    if (depth > depthMax) return true;
  }
  return false;
}

const pieces = fc.constantFrom('[', '{', ']', '}', '"', '\\', '\\"', '"[{"', ',', 'é', '😀', '[[[', '{"a":');

test('any text is judged as by a plain scan, for any depth around its own', () => {
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 60 }), fc.nat({ max: 12 }), (written, depthMax) => {
      const text = written.join('');
      expect(nestsDeeperThan(text, depthMax)).toBe(plainScan(text, depthMax));
    }),
    { numRuns: 500 },
  );
});
