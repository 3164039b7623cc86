// What a webhook allocates does not depend on who else is at work: ten runs give the same number.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { childEnvironment } from '../../../support/child-environment.ts';

/**
 * Of the floor's, which is the text of the body, its JSON and the HMAC. It is 2.0; one more copy of the body, as text or as bytes,
 * would be 0.4 more.
 */
const RATIO_MAX = 2.2;
const FLOOR = 'floor: HMAC and JSON.parse';
const OURS = 'ours: with id and type';
const OPTIONS = [
  '--no-opt',
  '--no-maglev',
  '--min-semi-space-size=256',
  '--max-semi-space-size=256',
  'bench/rows/verify/allocation-program.ts',
];

test.each(['github', 'stripe', 'standard-webhooks'])(
  'checking, reading and naming 4 KB of %s makes no more copies than it has to',
  async (sender) => {
    const [floorBytes, oursBytes] = await Promise.all([bytesOf(sender, FLOOR), bytesOf(sender, OURS)]);
    expect(floorBytes).toBeGreaterThan(4096);
    expect(oursBytes / floorBytes).toBeLessThanOrEqual(RATIO_MAX);
  },
);

/** In a process of its own: code that another contestant has run before is compiled by then, and allocates less. */
async function bytesOf(sender: string, contestant: string): Promise<number> {
  const args = [...OPTIONS, sender, contestant];
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: childEnvironment() });
  return Number(stdout);
}
