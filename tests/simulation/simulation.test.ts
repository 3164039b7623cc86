import { simulated, type Simulated } from '../support/simulated.ts';
import { TROUBLES } from './scenario.ts';

const SEEDS = 200;
const SIZE = ['--deliveries', '40'];

let fixed: Simulated;
beforeAll(async () => {
  fixed = await simulated(['--kept', '--seed', '1', '--seeds', String(SEEDS), ...SIZE]);
}, 180_000);

test(`in ${SEEDS} fixed seeds, and in every scenario that failed once, everything holds`, () => {
  expect(fixed.shrunken).toEqual([]);
  expect(fixed.tally.breached).toBe(0);
  expect(fixed.exitCode).toBe(0);
  expect(fixed.verdicts.length).toBeGreaterThanOrEqual(SEEDS);
});

test('everything that can go wrong did go wrong in them', () => {
  expect(TROUBLES.filter((trouble) => !fixed.tally.troubles[trouble])).toEqual([]);
});

test('they did what a pipeline does: results, dead letters, and replays of these', () => {
  const { tally } = fixed;
  for (const count of [tally.accepted, tally.events, tally.results, tally.deadLetters, tally.replayed])
    expect(count).toBeGreaterThan(SEEDS);
  expect(tally.posted).toBeGreaterThan(tally.accepted);
});

test('the same seed makes the same run, call by call, and another seed another one', async () => {
  const again = await simulated(['--seed', '17', '--seeds', '2', ...SIZE, '--jobs', '1']);
  const first = fixed.verdicts.filter(({ scenario: { seed } }) => seed === 17 || seed === 18).slice(-2);
  expect(again.verdicts).toEqual(first);
  expect(new Set(fixed.verdicts.map(({ digest }) => digest)).size).toBe(fixed.verdicts.length);
}, 90_000);
