import { execFileSync } from 'node:child_process';
import { Command } from '@commander-js/extra-typings';
import * as fc from 'fast-check';
import { quoted } from '../../../../operator/commands/hooks-line.ts';
import { checkReason } from '../../../../operator/options/check-reason.ts';
import { checkWhere } from '../../../../operator/options/check-where.ts';
import { commaSeparated } from '../../../../operator/options/comma-separated.ts';
import { parseAttempts } from '../../../../operator/options/parse-attempts.ts';
import { parseInstant } from '../../../../operator/options/parse-instant.ts';
import { refuseSwallowed } from '../../../../operator/options/refuse-swallowed.ts';
import { selectionWords } from '../../../../operator/options/selection-words.ts';
import { addSelectionOptions, selectionOf } from '../../../../operator/options/selection-options.ts';
import { nearest } from '../../../../operator/terminal/nearest.ts';
import { NOW } from '../../../support/given-session.ts';

test.each([
  ['2h', '2026-01-03T10:00:00.000Z'],
  ['90s', '2026-01-03T11:58:30.000Z'],
  ['1w', '2025-12-27T12:00:00.000Z'],
  ['now', '2026-01-03T12:00:00.000Z'],
  ['today', '2026-01-03T00:00:00.000Z'],
  ['yesterday', '2026-01-02T00:00:00.000Z'],
  ['2026-01-31', '2026-01-31T00:00:00.000Z'],
  ['2026-01-31T08:00Z', '2026-01-31T08:00:00.000Z'],
  ['2026-01-31 08:00:01.5+02:00', '2026-01-31T06:00:01.500Z'],
])('%s is %s', (text, instant) => {
  expect(parseInstant(text, NOW)).toBe(instant);
});

test.each(['', 'h', '2 hours', '2026-13-01', '2026-01-31T08:00', 'tomorrow', '-2h'])('%j is no time', (text) => {
  expect(() => parseInstant(text, NOW)).toThrow('It must be an instant');
});

// The engine would move them into the next month, and the bound of a run with them.
test.each(['2026-02-31', '2026-02-29', '2026-06-31T08:00Z', '2026-02-30 10:00+02:00', '2026-01-32', '2026-01-00'])(
  '%j is no time, because there is no such day',
  (text) => {
    expect(() => parseInstant(text, NOW)).toThrow('It must be an instant');
  },
);

test('the last day of every month, and the day that only leap years have, are days', () => {
  const days = ['2028-02-29', '2026-02-28', '2026-04-30', '2026-12-31'];
  expect(days.map((day) => parseInstant(day, NOW).slice(0, 10))).toEqual(days);
  expect(parseInstant('2026-03-01T00:30+02:00', NOW)).toBe('2026-02-28T22:30:00.000Z');
  expect(parseInstant('2026-02-28T23:30-0200', NOW)).toBe('2026-03-01T01:30:00.000Z');
});

test('attempts are a number or a range', () => {
  expect(['3', '3..5', '3..', '..5'].map(parseAttempts)).toEqual([
    { min: 3, max: 3 },
    { min: 3, max: 5 },
    { min: 3 },
    { max: 5 },
  ]);
  for (const wrong of ['', '..', '5..3', 'x', '3.5']) expect(() => parseAttempts(wrong)).toThrow('such as 3..5');
});

test('an expression that nobody could evaluate is shown with a caret under the column', async () => {
  await checkWhere('data.object.amount > `100`');
  await expect(checkWhere('data.objekt(amount)')).rejects.toThrow(
    '--where: there is no function objekt() at column 6\n  data.objekt(amount)\n       ^',
  );
  // Two of its characters take two columns of a terminal each.
  await expect(checkWhere('"日本" == foo(a)')).rejects.toThrow(/\n {2}"日本" == foo\(a\)\n {12}\^$/);
});

const parse = (...args: readonly string[]) =>
  selectionOf(
    addSelectionOptions(new Command(), () => NOW)
      .parse(args, { from: 'user' })
      .opts(),
    'archive',
  );

test('what the options say becomes a selection, and what they leave out says nothing', () => {
  expect(parse()).toEqual({});
  expect(parse('--all')).toEqual({ all: true });
  expect(parse('--ids', 'archive/a, b', '--ids', 'c')).toEqual({ ids: ['a', 'b', 'c'] });
  expect(parse('--since', '2h', '--class', 'crashed,gave-up', '--attempts', '3..')).toEqual({
    between: { from: '2026-01-03T10:00:00.000Z' },
    classes: ['crashed', 'gave-up'],
    attempts: { min: 3 },
  });
  expect(() => commaSeparated(' , ')).toThrow('It names nothing: is a variable of your shell empty?');
});

test('the nearest name is suggested, and none that is far off', () => {
  const names = ['dispatch', 'archive', 'forward', 'ledger'];
  expect(['archve', 'foward', 'ledgre', 'xyz', ''].map((typed) => nearest(typed, names))).toEqual([
    'archive',
    'forward',
    'ledger',
    undefined,
    undefined,
  ]);
});

test('what is quoted is to a shell the word that it was', () => {
  const words = fc.sample(fc.string({ unit: 'grapheme', minLength: 1 }), { numRuns: 200, seed: 1 });
  const safe = words.map((word) => word.replaceAll('\0', '')).filter((word) => word !== '');
  const line = `for word in ${safe.map(quoted).join(' ')}; do printf '%s\\0' "$word"; done`;
  expect(execFileSync('/bin/sh', ['-c', line]).toString().split('\0').slice(0, -1)).toEqual(safe);
});

test('a span in which nothing can lie is refused, and both instants are named', () => {
  const sentence =
    'Nothing can lie between --since 2026-01-03T11:00:00.000Z and --until 2026-01-03T10:00:00.000Z: --until must be the later of the two.';
  expect(() => parse('--since', '1h', '--until', '2h')).toThrow(sentence);
  expect(() => parse('--since', '1h', '--until', '1h')).toThrow('Nothing can lie between');
});

test('a selection is written as the options that say it', () => {
  const words = ['--ids', 'a,b', '--class', 'crashed', '--since', '2026-01-03T10:00:00.000Z', '--attempts', '3..'];
  expect(selectionWords(parse(...words))).toEqual(words);
  expect(selectionWords(parse('--all'))).toEqual(['--all']);
});

function givenProgram() {
  const root = new Command().option('--stage <stage>');
  const command = root.command('dead-letters').command('replay').option('--from <worker>').option('--dry-run');
  addSelectionOptions(command.option('--reason <text>', 'why'), () => NOW);
  return root;
}

describe('where a variable of the shell is empty', () => {
  const replay = ['dead-letters', 'replay', '--from', 'archive'];

  test.each([
    [['--ids', '--dry-run'], '--ids has no value: the next word is the option --dry-run'],
    [['--reason', '--all'], '--reason has no value: the next word is the option --all'],
    [['--since', '--until=2h'], '--since has no value'],
    [['--reason', '--help'], '--reason has no value: the next word is the option --help'],
    [['--ids', 'a', '--reason', '-h'], '--reason has no value: the next word is the option -h'],
    [['--all', '--from', '--stage', 'prod'], '--from has no value: the next word is the option --stage'],
  ])('%j is refused, and both options are named', (words, sentence) => {
    expect(() => refuseSwallowed(givenProgram(), [...replay, ...words])).toThrow(sentence);
  });

  test.each([
    [['--ids', 'a', '--dry-run']],
    [['--reason', '--all of them, as agreed', '--all']],
    [['--reason=--all', '--all']],
    [['--ids']],
    [['--help']],
    [['--ids', 'a', '-h']],
    [['--reason=--help', '--all']],
  ])('%j is not', (words) => {
    expect(() => refuseSwallowed(givenProgram(), [...replay, ...words])).not.toThrow();
  });
});

test.each(['…', '...', ' <reason> ', '[why]', '{reason}', '-', ''])('%j is no reason', (text) => {
  expect(() => checkReason(text)).toThrow(/is a placeholder|Say why with --reason/);
});

test.each(['S3 is back', '[INC-42]', '注文', '<b>retry</b> 2', '… again'])('%j is a reason', (text) => {
  expect(() => checkReason(text)).not.toThrow();
});
