import * as fc from 'fast-check';
import { createProgress } from '../../../../operator/terminal/create-progress.ts';
import { describeColumns } from '../../../../operator/terminal/describe-columns.ts';
import { describeSpan } from '../../../../operator/terminal/describe-time.ts';
import { widthOf } from '../../../../operator/terminal/fit-columns.ts';
import { anyCharacter } from '../../../support/any-character.ts';

test.each([
  [0, '0 ms'],
  [999, '999 ms'],
  [59_700, '1m'],
  [3_725_000, '1h 2m'],
  [86_400_000, '1d'],
  [90_061_000, '1d 1h'],
])('%i ms are %s', (ms, text) => {
  expect(describeSpan(ms)).toBe(text);
});

test('a table takes no more columns than there are, whatever its cells hold, and each row is one line', () => {
  const row = fc.tuple(fc.string({ unit: anyCharacter }), fc.string({ unit: 'grapheme' }), fc.nat().map(String));
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), fc.integer({ min: 40, max: 200 }), (rows, columns) => {
      const table = describeColumns(
        rows,
        [
          { heading: 'first', cell: ([one]) => one },
          { heading: 'number', cell: ([, , number]) => number, align: 'right' },
          { heading: 'second', cell: ([, two]) => two },
        ],
        { paint: (_, text) => text, columns },
      );
      const lines = table.split('\n');
      expect(lines).toHaveLength(rows.length + 2);
      expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(columns);
    }),
  );
});

test('in a pipe, which has no width, nothing of a table is cut; a heading may be of several lines', () => {
  const long = 'x'.repeat(300);
  const columns = [
    { heading: 'first\ncolumn', cell: () => long, widthMax: 10 },
    { heading: 'last', cell: () => long },
  ];
  const table = describeColumns([{}], columns, { paint: (_, text) => text, columns: Infinity });
  expect(table).toBe(`first\n${'column'.padEnd(300)}  last\n${long}  ${long}\n`);
});

test('the sentence of the last column goes on below in its column', () => {
  const columns = [
    { heading: 'worker', cell: () => 'forward' },
    { heading: 'who is hurt', cell: () => 'Nobody hears of what happened.', wraps: true as const },
  ];
  const table = describeColumns([{}], columns, { paint: (_, text) => text, columns: 30 });
  expect(table.split('\n')).toEqual([
    'worker   who is hurt',
    'forward  Nobody hears of what',
    '         happened.',
    '',
  ]);
});

function given(isTTY: boolean) {
  const written: string[] = [];
  let nowMs = 0;
  const stream = { isTTY, columns: 20, write: (text: string) => written.push(text) > 0 };
  const progress = createProgress(stream, { now: () => new Date(nowMs) });
  return { written, progress, pass: (ms: number) => void (nowMs += ms) };
}

test('on a terminal progress is one line that is drawn again, and nothing of it is left', () => {
  const { written, progress } = given(true);
  progress.show('1 done');
  progress.show('a line that is longer than the terminal');
  progress.end();
  expect(written).toEqual(['\r\u001B[2K1 done', '\r\u001B[2Ka line that is lon…', '\r\u001B[2K']);
});

test('elsewhere it is a line now and then', () => {
  const { written, progress, pass } = given(false);
  for (let second = 0; second < 25; second += 1) {
    progress.show(`${second} s`);
    pass(1000);
  }
  progress.end();
  expect(written).toEqual(['0 s\n', '10 s\n', '20 s\n']);
});
