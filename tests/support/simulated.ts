import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import type { Tally } from '../simulation/report/tally.ts';
import type { Verdict } from '../simulation/verdict.ts';

export interface Simulated {
  readonly exitCode: number | null;
  readonly tally: Tally;
  readonly verdicts: readonly Verdict[];
  /** One for each invariant that was breached: the smallest scenario that does it. */
  readonly shrunken: readonly (Pick<Verdict, 'breaches'> & { readonly replay: string })[];
}

/** `npm run simulate` as a program of its own: it replaces the time of its process, which is Jest's no more. */
export async function simulated(options: readonly string[]): Promise<Simulated> {
  const args = ['tests/simulation/cli.ts', '--json', ...options];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const closed = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  const [exitCode, out, err] = await Promise.all([closed, text(child.stdout), text(child.stderr)]);
  if (out === '') throw new Error(`The simulator ended with ${exitCode} and told nothing: ${err}`);
  return { exitCode, ...(JSON.parse(out) as Omit<Simulated, 'exitCode'>) };
}
