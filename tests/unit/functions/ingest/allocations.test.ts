// What a webhook allocates does not depend on who else is at work: ten runs differ by less than one percent.
import { execFileSync } from 'node:child_process';
import { childEnvironment } from '../../../support/child-environment.ts';

/** Of the floor's, which is the text of the body, its JSON and the HMAC. One more copy of the body would be 0.4 more. */
const RATIO_MAX = 2.35;
const OPTIONS = [
  '--expose-gc',
  '--no-opt',
  '--no-maglev',
  '--min-semi-space-size=256',
  '--max-semi-space-size=256',
  'bench/rows/verify/allocation-program.ts',
];

test('checking, reading and naming a webhook of 4 KB makes no more copies than it has to', () => {
  const printed = execFileSync(process.execPath, OPTIONS, { encoding: 'utf8', env: childEnvironment() });
  const measured = JSON.parse(printed) as Record<string, { floorBytes: number; oursBytes: number }>;
  const ratios = Object.entries(measured).map(([sender, { floorBytes, oursBytes }]) => ({
    sender,
    ratio: oursBytes / floorBytes,
  }));
  expect(ratios).toHaveLength(3);
  expect(ratios.filter(({ ratio }) => ratio > RATIO_MAX)).toEqual([]);
});
